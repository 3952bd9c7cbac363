import { KeyCap } from '../desk/key-cap';
import { useDesk } from '../desk/desk-context';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** The bottom line: what became of the newest mail that left this ticket, and where all keys are. */
export function Outcome(props: { readonly ticket: string }) {
  const desk = useDesk();
  const words = useWords();
  const mails = useEngine('tickets.open', { ticket: props.ticket }).data?.outbox ?? [];
  const newest = mails.toSorted((one, other) => one.createdAt - other.createdAt).at(-1);
  return (
    <footer className="status">
      <output aria-label={words.t('ticket-window.outcome')}>
        {newest !== undefined && (
          <>
            <strong>{words.t(`outbox.state.${newest.state}`)}</strong>{' '}
            {words.t('ticket-window.mail', { address: newest.to, when: words.moment(newest.createdAt) })}
          </>
        )}
      </output>
      <span className="status-space" />
      <button type="button" onClick={() => desk.store.set({ dialog: 'keys' })}>
        <KeyCap of="keys" /> {words.t('status.keys')}
      </button>
    </footer>
  );
}
