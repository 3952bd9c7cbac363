import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { TicketView } from '../../shared/contract/views';
import type { Standing } from '../../shared/domain/earned';
import { ESCALATION_REASONS } from '../../shared/domain/macro-names';
import { escalationPlan } from '../desk/escalating';
import { useDesk, useDeskState } from '../desk/desk-context';
import { confirmArmed, escalatesByDefault, fingerprint, readyEscalation, suggestionAt } from '../desk/replying';
import { useWords } from '../i18n/use-words';
import type { Words } from '../i18n/use-words';

type Mail = { readonly label: string; readonly to: string; readonly subject: string; readonly text: string };

function MailPreview(props: { readonly mail: Mail }) {
  const words = useWords();
  const { label, to, subject, text } = props.mail;
  return (
    <div className="armed-mail">
      <p className="armed-label">{label}</p>
      <dl>
        <dt>{words.t('armed.to')}</dt>
        <dd>{to}</dd>
        <dt>{words.t('armed.subject')}</dt>
        <dd>{subject}</dd>
      </dl>
      {/* A text that scrolls must be reachable by key. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={words.t('armed.text')}>
        {text}
      </pre>
    </div>
  );
}

/** Why it does not go at one key, with the cases that were counted. */
function notEarned(words: Words, standing: Standing | null): string {
  if (standing === null) return words.t('amber.not-earned');
  const { counted, source } = standing;
  return words.t(`amber.not-earned.${source === 'desk' ? 'desk' : 'shipped'}`, {
    right: counted.right,
    all: counted.all,
  });
}

/** What is uncertain, to whom it would go and every word of it. Enter sends, Esc or moving on lets it be. */
export function ArmedPreview(props: { readonly view: TicketView }) {
  const { view } = props;
  const desk = useDesk();
  const words = useWords();
  const armed = useDeskState((state) => state.armed);
  const choice = useDeskState((state) => state.escalate);
  const busy = useDeskState((state) => state.busy);
  const box = useRef<HTMLElement>(null);
  const here = armed !== null && armed.ticket === view.row.id;
  const moved = here && armed.seen !== fingerprint(view);

  useEffect(() => {
    if (!here) return undefined;
    box.current?.focus();
    return () => {
      // It took the focus and goes away with it: the list is where the next key belongs.
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>('[data-zone="list"]')?.focus({ preventScroll: true });
    };
  }, [here]);
  useEffect(() => {
    // A new message, a colleague or a relink came in between: what was shown is no longer what would go.
    if (!moved) return;
    desk.store.set({ armed: null });
    desk.toast({ sentence: { key: 'toast.changed' }, tone: 'bad' });
  }, [moved, desk]);

  if (!here || moved) return null;
  const suggestion = armed.kind === 'suggestion' ? suggestionAt(view, armed.index) : undefined;
  const asked = armed.kind === 'escalation' ? escalationPlan(view, armed.reason) : null;
  const plan = asked?.kind === 'ready' ? asked : readyEscalation(suggestion);
  const escalates =
    armed.kind === 'escalation' ||
    (suggestion !== undefined && (choice ?? escalatesByDefault(view, suggestion, desk.now())));
  const mails: Mail[] = [];
  if (suggestion !== undefined) mails.push({ label: words.t('armed.reply'), ...suggestion });
  if (plan !== null && plan !== undefined && escalates) mails.push({ label: words.t('armed.escalation'), ...plan });
  // The case knows the counts of its own decision; another reading may be another decision.
  const standing = suggestion?.decision === view.case?.decision.id ? (view.case?.earned ?? null) : null;
  const reasons = suggestion?.gate.colour === 'amber' ? suggestion.gate.reasons : [];
  return (
    <section ref={box} className="armed" tabIndex={-1} aria-label={words.t('armed.label')}>
      {reasons.length > 0 && (
        <ul className="armed-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason === 'not-earned' ? notEarned(words, standing) : words.t(`amber.${reason}`)}</li>
          ))}
        </ul>
      )}
      {armed.kind === 'escalation' && (view.escalations?.plans ?? null) !== null && (
        <NativeSelect
          size="xs"
          label={words.t('escalation.reason')}
          value={armed.reason ?? view.escalations?.usual ?? 'missing'}
          data={ESCALATION_REASONS.map((value) => ({ value, label: words.t(`escalation.reason.${value}`) }))}
          onChange={(event) => {
            const reason = ESCALATION_REASONS.find((one) => one === event.currentTarget.value) ?? null;
            desk.store.set({ armed: { ...armed, reason } });
          }}
        />
      )}
      {mails.map((mail) => (
        <MailPreview key={mail.label} mail={mail} />
      ))}
      <div className="armed-bar">
        <Button
          size="xs"
          loading={busy}
          onClick={() => void confirmArmed(desk)}
          rightSection={<kbd aria-hidden>↵</kbd>}
        >
          {words.t('armed.send')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => desk.store.set({ armed: null })}
          rightSection={<kbd aria-hidden>Esc</kbd>}
        >
          {words.t('action.cancel')}
        </Button>
      </div>
    </section>
  );
}
