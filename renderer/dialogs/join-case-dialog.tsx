import { Button, Modal, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { JoinableTicket } from '../../shared/contract/case-links';
import type { TicketRow } from '../../shared/contract/views';
import { joinTicket } from '../desk/case-linking';
import { useDesk, useDeskState } from '../desk/desk-context';
import { useBusy } from '../desk/use-busy';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './join-case-dialog.css';

/** What one knows a ticket by. */
type Shown = Pick<JoinableTicket, 'ticket' | 'name' | 'address' | 'subject' | 'product' | 'at' | 'holder'>;

/** Who asks what, about what, and since when. */
function About(props: { readonly of: Shown; readonly mark?: string | undefined }) {
  const { ticket, name, address, subject, product, at, holder } = props.of;
  const words = useWords();
  return (
    <>
      <strong>
        {ticket} · {name === '' ? address : name}
        {props.mark !== undefined && <em> {props.mark}</em>}
      </strong>
      <span className="join-subject">{subject === '' ? words.t('ticket.no-subject') : subject}</span>
      <span>
        {[
          ...(name === '' ? [] : [address]),
          ...(product === '' ? [] : [product]),
          words.age(at),
          ...(holder === null ? [] : [words.t('ticket.assigned', { name: holder })]),
        ].join(' · ')}
      </span>
    </>
  );
}

/** The two as they would be one case, before they are. */
function Pair(props: {
  readonly one: Shown;
  readonly other: JoinableTicket;
  readonly back: () => void;
  readonly join: () => Promise<void>;
}) {
  const { one, other } = props;
  const words = useWords();
  const { busy, run } = useBusy();
  const joins = useRef<HTMLButtonElement>(null);
  // What had the focus is gone with the list.
  useEffect(() => joins.current?.focus(), []);
  return (
    <>
      <p className="dialog-lead">{words.t('join.pair')}</p>
      <ul className="join-pair">
        {[one, other].map((ticket) => (
          <li key={ticket.ticket}>
            <About of={ticket} />
          </li>
        ))}
      </ul>
      {!other.sameAddress && (
        <p className="notice" data-tone="warn">
          {words.t('join.other-address')}
        </p>
      )}
      <p>{words.t('join.effect')}</p>
      <div className="dialog-actions">
        <Button size="xs" variant="default" disabled={busy} onClick={props.back}>
          {words.t('join.again')}
        </Button>
        <Button size="xs" ref={joins} loading={busy} onClick={() => void run(props.join)}>
          {words.t('join.do')}
        </Button>
      </div>
    </>
  );
}

/** There while the dialog is open, for one ticket: what it shows is asked anew each time. */
function JoinForm(props: { readonly row: TicketRow; readonly product: string; readonly close: () => void }) {
  const { row, close } = props;
  const desk = useDesk();
  const words = useWords();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<JoinableTicket | null>(null);
  const found = useEngine('tickets.joinable', { ticket: row.id, text: text.trim() }, { keepPrevious: true });
  const offered = found.data ?? [];
  if (chosen !== null) {
    const {
      id: ticket,
      requesterName: name,
      requesterAddress: address,
      subject,
      updatedAt: at,
      assignee: holder,
    } = row;
    return (
      <Pair
        one={{ ticket, name, address, subject, product: props.product, at, holder }}
        other={chosen}
        back={() => setChosen(null)}
        join={async () => {
          close();
          await joinTicket(desk, ticket, chosen);
        }}
      />
    );
  }
  const isNear = text.trim() === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // What is listed answers what was typed before.
        const [first] = found.isPlaceholderData ? [] : offered.filter(({ inCase }) => !inCase);
        if (!isNear && first !== undefined) setChosen(first);
      }}
    >
      <TextInput
        data-autofocus
        label={words.t('join.find')}
        value={text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {offered.length > 0 && (
        <ul className="dialog-list" aria-label={words.t(isNear ? 'join.near' : 'join.found')}>
          {offered.map((one) => (
            <li key={one.ticket}>
              <button type="button" disabled={one.inCase} onClick={() => setChosen(one)}>
                <About of={one} mark={one.inCase ? words.t('join.in-case') : stateMark(words, one)} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {!found.isFetching && offered.length === 0 && <p>{words.t(isNear ? 'join.none-near' : 'join.none')}</p>}
    </form>
  );
}

/** An open one is what one expects. */
function stateMark(words: ReturnType<typeof useWords>, { state }: JoinableTicket): string | undefined {
  return state === 'open' ? undefined : words.t(`state.${state}`);
}

/** Finds the ticket that is one case with this one, and shows both before they are joined. */
export function JoinCaseDialog() {
  const desk = useDesk();
  const words = useWords();
  const opened = useDeskState((state) => state.dialog === 'join-case');
  const view = opened ? desk.open() : undefined;
  const close = (): void => desk.store.set({ dialog: null });
  return (
    <Modal opened={view !== undefined} onClose={close} title={words.t('join.title')} size="lg">
      {view !== undefined && (
        <JoinForm row={view.row} product={view.case?.match.purchase?.productName ?? ''} close={close} />
      )}
    </Modal>
  );
}
