import { IconUnlink } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { CaseTicketView } from '../../shared/contract/put-away';
import type { TicketRow } from '../../shared/contract/views';
import { partTicket } from '../desk/case-linking';
import { useDesk } from '../desk/desk-context';
import { showOther } from '../desk/ticket-windows';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';
import './case-bar.css';

/** More than these do not fit in one line: the others are a list that one opens; the key goes through all of them. */
const MOST_NAMED = 3;

/** Another ticket of the case: one press shows it, another one parts it. */
function OtherTicket(props: { readonly of: TicketRow; readonly other: CaseTicketView; readonly name: string }) {
  const { of, other, name } = props;
  /** Where one of the two is not open, they belong together by the agent's word alone: by number. */
  const isNamed = !other.open || of.state !== 'open';
  const desk = useDesk();
  const words = useWords();
  const part = words.t('case.part', { ticket: other.ticket });
  return (
    <span className="case-bar-ticket">
      <button type="button" title={other.ticket} onClick={() => showOther(desk, other.ticket)}>
        {isNamed && <span className="case-bar-age">{other.ticket}</span>}
        {other.requester !== name && <b>{other.requester}: </b>}
        <span className="case-bar-subject">
          {other.subject === '' ? words.t('ticket.no-subject') : other.subject}
        </span>{' '}
        <span className="case-bar-age">{words.age(other.at)}</span>
        {other.assignee !== null && (
          <span className="case-bar-age"> · {words.t('ticket.assigned', { name: other.assignee })}</span>
        )}
      </button>
      <button
        type="button"
        className="case-bar-part"
        aria-label={part}
        title={part}
        onClick={() => void partTicket(desk, of.id, other)}
      >
        <IconUnlink size={14} stroke={1.7} aria-hidden />
      </button>
    </span>
  );
}

/**
 * The other tickets of this ticket's case, each one press away: open ones, and closed ones that an agent joined. Above a ticket that
 * is not open: what it belongs to. Without any it takes no room.
 */
export function CaseBar(props: { readonly row: TicketRow }) {
  const { row } = props;
  const words = useWords();
  const list = useId();
  /** Of which ticket the list was opened: another one shows its own closed. */
  const [openedOf, setOpenedOf] = useState<string | null>(null);
  const others = useEngine('tickets.case', { ticket: row.id }).data ?? [];
  if (others.length === 0) return null;
  const open = others.filter((other) => other.open).length;
  const key = open === 0 ? undefined : words.keys.get('next-of-case')?.[0];
  const more = others.slice(MOST_NAMED);
  const shown = openedOf === row.id && more.length > 0;
  const name = row.requesterName === '' ? row.requesterAddress : row.requesterName;
  const title =
    row.state !== 'open'
      ? words.t('case.belongs')
      : open === 0
        ? words.t('case.joined-closed')
        : words.t('case.also-open', { count: others.length });
  return (
    <nav className="case-bar" aria-label={words.t(row.state === 'open' ? 'case.others' : 'case.belongs-to')}>
      <span className="case-bar-title">{title}</span>
      {key !== undefined && <kbd title={words.t('command.next-of-case')}>{key}</kbd>}
      {others.slice(0, MOST_NAMED).map((other) => (
        <OtherTicket key={other.ticket} of={row} other={other} name={name} />
      ))}
      {more.length > 0 && (
        <button
          type="button"
          className="case-bar-more"
          aria-expanded={shown}
          aria-controls={list}
          aria-label={words.t('case.more', { count: more.length })}
          title={words.t('case.more', { count: more.length })}
          onClick={() => setOpenedOf(shown ? null : row.id)}
        >
          +{more.length}
        </button>
      )}
      <ul id={list} className="case-bar-list" hidden={!shown}>
        {shown &&
          more.map((other) => (
            <li key={other.ticket}>
              <OtherTicket of={row} other={other} name={name} />
            </li>
          ))}
      </ul>
    </nav>
  );
}
