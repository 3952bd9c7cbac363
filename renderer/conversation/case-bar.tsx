import type { TicketRow } from '../../shared/contract/views';
import { useDesk } from '../desk/desk-context';
import { showOther } from '../desk/ticket-windows';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './case-bar.css';

/** More than these do not fit in one line; the key goes through all of them. */
const MOST_NAMED = 3;

/** The other open tickets of this ticket's case, each one press away. Without any it takes no room. */
export function CaseBar(props: { readonly row: TicketRow }) {
  const { row } = props;
  const desk = useDesk();
  const words = useWords();
  const others = useEngine('tickets.case', { ticket: row.id }, { enabled: row.state === 'open' }).data ?? [];
  if (row.state !== 'open' || others.length === 0) return null;
  const key = words.keys.get('next-of-case')?.[0];
  const name = row.requesterName === '' ? row.requesterAddress : row.requesterName;
  return (
    <nav className="case-bar" aria-label={words.t('case.others')}>
      <span className="case-bar-title">{words.t('case.also-open', { count: others.length })}</span>
      {others.slice(0, MOST_NAMED).map((other) => (
        <button key={other.ticket} type="button" title={other.ticket} onClick={() => showOther(desk, other.ticket)}>
          {other.requester !== name && <b>{other.requester}: </b>}
          <span className="case-bar-subject">
            {other.subject === '' ? words.t('ticket.no-subject') : other.subject}
          </span>{' '}
          <span className="case-bar-age">{words.age(other.at)}</span>
          {other.assignee !== null && (
            <span className="case-bar-age"> · {words.t('ticket.assigned', { name: other.assignee })}</span>
          )}
        </button>
      ))}
      {others.length > MOST_NAMED && <span className="case-bar-age">+{others.length - MOST_NAMED}</span>}
      {key !== undefined && <kbd title={words.t('command.next-of-case')}>{key}</kbd>}
    </nav>
  );
}
