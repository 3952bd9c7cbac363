import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { AnsweredCase, ProducerView, SideMail } from '../../shared/contract/escalations';
import type { TicketView } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { KeyCap } from '../desk/key-cap';
import { settleAnswer } from '../desk/escalating';
import { armEscalation } from '../desk/replying';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';
import './producer.css';

/** Where the side conversation stands, in one sentence. */
function standing(words: Words, view: ProducerView): string {
  const to = view.producer === '' ? view.to : view.producer;
  switch (view.state) {
    case 'queued':
      return words.t('producer.queued', { to });
    case 'waiting':
      return words.t(view.reminders > 0 ? 'producer.waiting.reminded' : 'producer.waiting', {
        to,
        when: words.moment(view.waitingSince ?? view.openedAt),
        count: view.reminders,
      });
    case 'answered':
      return words.t('producer.answered', { to, when: words.moment(view.answeredAt ?? view.openedAt) });
    case 'closed':
      return words.t('producer.closed', { to });
  }
}

/** An answer to a reminder about several cases: a person says for which of them it counts. */
function TickList(props: { readonly message: string; readonly cases: readonly AnsweredCase[] }) {
  const desk = useDesk();
  const words = useWords();
  const [done, setDone] = useState<readonly string[]>([]);
  return (
    <fieldset className="producer-ticks">
      <legend>{words.t('producer.tick')}</legend>
      {props.cases.map(({ escalation, position, transaction, buyer, ticket }) => (
        <Checkbox
          key={escalation}
          size="xs"
          label={`${position}. ${transaction}${buyer === '' ? '' : ` · ${buyer}`} · ${ticket}`}
          checked={done.includes(escalation)}
          onChange={(event) => {
            const isTicked = event.currentTarget.checked;
            setDone((before) => (isTicked ? [...before, escalation] : before.filter((one) => one !== escalation)));
          }}
        />
      ))}
      <Button size="xs" onClick={() => void settleAnswer(desk, props.message, done)}>
        {words.t('producer.tick.save', { count: done.length })}
      </Button>
    </fieldset>
  );
}

/** A help desk's headers look like a machine's: a person says that a person wrote it. */
function WrittenByPerson(props: { readonly mail: SideMail }) {
  const desk = useDesk();
  const words = useWords();
  const { id, open } = props.mail;
  const cases = open.map(({ escalation }) => escalation);
  return (
    <Button size="compact-xs" variant="default" onClick={() => void settleAnswer(desk, id, cases)}>
      {words.t('producer.person')}
    </Button>
  );
}

function Mail(props: { readonly mail: SideMail }) {
  const words = useWords();
  const { mail } = props;
  const who = mail.from === 'us' ? mail.name : mail.name || mail.address;
  return (
    <li className="producer-mail" data-from={mail.from}>
      <p className="producer-head">
        <strong>{who}</strong> <span>{words.t(`producer.from.${mail.from}`)}</span>{' '}
        <time dateTime={new Date(mail.at).toISOString()}>{words.moment(mail.at)}</time>
      </p>
      {mail.from === 'us' ? (
        <details>
          <summary>{mail.subject}</summary>
          <pre>{mail.text}</pre>
        </details>
      ) : (
        <pre>{mail.text}</pre>
      )}
      {mail.open.length > 0 && mail.from === 'machine' && <WrittenByPerson mail={mail} />}
      {mail.open.length > 0 && mail.from !== 'machine' && <TickList message={mail.id} cases={mail.open} />}
    </li>
  );
}

/** The side conversation with the producer: never part of the customer's own (domain.md, "escalation"). */
export function Producer(props: { readonly view: TicketView }) {
  const desk = useDesk();
  const words = useWords();
  const { producer, escalations, row } = props.view;
  if (producer === null) return null;
  const canAsk = escalations?.followUp?.kind === 'ready';
  return (
    <section className="case-part producer" aria-label={words.t('zone.producer')} data-state={producer.state}>
      <h2>{words.t('zone.producer')}</h2>
      <p className="producer-standing">{standing(words, producer)}</p>
      {producer.ownTicket !== row.id && (
        <p className="notice">{words.t('producer.joined', { ticket: producer.ownTicket })}</p>
      )}
      <ol className="producer-mails">
        {producer.mails.map((mail) => (
          <Mail key={`${mail.from}-${mail.id}`} mail={mail} />
        ))}
      </ol>
      {producer.removed > 0 && (
        <p className="notice" data-tone="warn">
          {words.t('producer.removed', { count: producer.removed })}
        </p>
      )}
      {canAsk && (
        <button type="button" className="offer" onClick={() => armEscalation(desk)}>
          {words.t(producer.state === 'answered' ? 'producer.ask-again' : 'producer.remind')} <KeyCap of="escalate" />
        </button>
      )}
    </section>
  );
}
