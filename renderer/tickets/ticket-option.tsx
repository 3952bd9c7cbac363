import { memo } from 'react';
import type { PresenceView } from '../../shared/contract/team-work';
import type { TicketRow } from '../../shared/contract/views';
import { useWords } from '../i18n/use-words';
import { ClockMark } from './clock-line';
import { MailboxMark } from './mailbox-mark';
import { People } from './people';
import { Labels } from './labels';
import { DeliveryBadge, MatchBadge, ReviewedBadge, matchSign } from './badges';

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
  /** Colleagues who have it on screen. */
  readonly present: readonly PresenceView[];
  readonly onSelect: (ticket: string) => void;
  /** Clicked twice. */
  readonly onOpen: (ticket: string) => void;
};

/** One row. Where it stands changes with every ticket that comes or goes above it, what it says does not. */
export const TicketOption = memo(function TicketOption(props: Props) {
  const { row } = props;
  return (
    // A listbox of rows with parts has no HTML element of its own; its keys belong to the desk.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={optionId(row.id)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      tabIndex={-1}
      aria-selected={props.selected}
      aria-setsize={props.total}
      aria-posinset={props.position + 1}
      className="ticket"
      data-ticket={row.id}
      data-unread={row.unread || undefined}
      data-marked={props.marked || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.onSelect(row.id)}
      onDoubleClick={() => props.onOpen(row.id)}
    >
      <TicketLine row={row} marked={props.marked} present={props.present} />
    </div>
  );
});

/** Who, how long ago, about what, and how far the desk got with it. */
const TicketLine = memo(function TicketLine(props: Pick<Props, 'row' | 'marked' | 'present'>) {
  const { row } = props;
  const words = useWords();
  const name = row.erased
    ? words.t('ticket.erased')
    : row.requesterName || row.requesterAddress || words.t('ticket.no-sender');
  const sign = matchSign(row);
  const subject = row.subject === '' && !row.erased ? words.t('ticket.no-subject') : row.subject;
  return (
    <>
      <span className="ticket-dot" aria-hidden>
        {props.marked ? '✓' : ''}
      </span>
      <span className="ticket-name">{name}</span>
      <span className="ticket-subject">
        {' '}
        <b>{subject}</b> {row.hasDraft && <em>{words.t('ticket.draft')} </em>}
        <span className="ticket-preview" aria-hidden>
          {row.preview}
        </span>
      </span>
      <span className="ticket-badges">
        {' '}
        <MailboxMark mailbox={row.mailbox} />
        <ClockMark clock={row.clock} />
        <MatchBadge sign={sign} {...(row.transaction === null ? {} : { label: row.transaction })} />{' '}
        <DeliveryBadge delivery={row.delivery} />
        <Labels labels={row.labels} />
        {row.noAnswer && <span className="badge">{words.t('no-answer.mark')}</span>}
        <ReviewedBadge mark={row.reviewed} />
        {row.filedReason !== null && <span className="badge">{words.t(`filed.${row.filedReason}`)}</span>}
        {row.returned && (
          <span className="badge" data-sign="not-buyer">
            <span aria-hidden>↩</span> {words.t('returned.title')}
          </span>
        )}
        {row.debtor !== 'us' && row.debtor !== 'nobody' && (
          <span className="badge" data-debtor={row.debtor}>
            {words.t(`debtor.${row.debtor}`)}
          </span>
        )}
        {row.decision !== null && <span className="ticket-decision">{words.t(`decision.${row.decision}`)}</span>}
        {row.was !== null && <span className="badge">{words.t('ticket.was', { name: row.was })}</span>}{' '}
        <People present={props.present} assignee={row.assignee} />
      </span>
      <span className="ticket-age">
        {' '}
        {row.messages > 1 && <span className="ticket-messages">{row.messages}</span>} {words.age(row.updatedAt)}
        <span className="ticket-language">{row.language}</span>
        {row.unread && <span className="sr">{words.t('ticket.unread')}</span>}
      </span>
    </>
  );
});
