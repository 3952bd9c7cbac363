import { memo } from 'react';
import type { TicketRow } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';
import { DeliveryBadge, MatchBadge, matchSign } from './badges';

/** Id of the option element of a ticket, for aria-activedescendant. */
export function optionId(ticket: string): string {
  return `ticket-${ticket}`;
}

type Props = {
  readonly row: TicketRow;
  readonly top: number;
  readonly position: number;
  readonly total: number;
  readonly selected: boolean;
  readonly marked: boolean;
  readonly onSelect: (ticket: string) => void;
};

/** One row: who, how long ago, about what, and how far the desk got with it. */
export const TicketOption = memo(function TicketOption(props: Props) {
  const { row } = props;
  const words = useWords();
  const name = row.requesterName === '' ? row.requesterAddress : row.requesterName;
  const sign = matchSign(row);
  const subject = row.subject === '' ? words.t('ticket.no-subject') : row.subject;
  const label = [
    name,
    subject,
    words.t(`sign.${sign}`),
    words.age(row.updatedAt),
    row.unread ? words.t('ticket.unread') : '',
    row.hasDraft ? words.t('ticket.draft') : '',
  ];
  return (
    <div
      id={optionId(row.id)}
      role="option"
      tabIndex={-1}
      aria-selected={props.selected}
      aria-setsize={props.total}
      aria-posinset={props.position + 1}
      aria-label={label.filter((part) => part !== '').join(', ')}
      className="ticket"
      data-ticket={row.id}
      data-unread={row.unread || undefined}
      data-marked={props.marked || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.onSelect(row.id)}
    >
      <span className="ticket-dot" aria-hidden>
        {props.marked ? '✓' : ''}
      </span>
      <span className="ticket-name">{name}</span>
      <span className="ticket-age">
        {row.messages > 1 && <span className="ticket-messages">{row.messages}</span>}
        {words.age(row.updatedAt)}
        <span className="ticket-language">{row.language}</span>
      </span>
      <span className="ticket-subject">
        {row.hasDraft && <em>{words.t('ticket.draft')} </em>}
        <b>{subject}</b> <span className="ticket-preview">{row.preview}</span>
      </span>
      <span className="ticket-badges">
        <MatchBadge sign={sign} {...(row.transaction === null ? {} : { label: row.transaction })} />
        <DeliveryBadge delivery={row.delivery} />
        {row.debtor !== 'us' && row.debtor !== 'nobody' && (
          <span className="badge" data-debtor={row.debtor}>
            {words.t(`debtor.${row.debtor}`)}
          </span>
        )}
        {row.decision !== null && <span className="ticket-decision">{words.t(`decision.${row.decision}`)}</span>}
        {row.assignee !== null && (
          <span className="avatar" title={row.assignee} aria-hidden>
            {row.assignee.slice(0, 1).toUpperCase()}
          </span>
        )}
      </span>
    </div>
  );
});
