import { OUTBOX_PROBLEMS } from '../../../shared/domain/outbox';
import type { TicketState } from '../../../shared/domain/ticket';
import type { Outside } from '../outside';
import { addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { outboxOfTicket } from '../store/outbox-table';
import { undeliveredTickets } from '../store/returned-mail-table';
import { changeTicket, readTicket } from '../store/tickets-table';
import type { Db, StoredTicket, TicketChange } from '../store/tickets-table';

const WAITING: readonly TicketState[] = ['waiting.customer', 'waiting.producer', 'waiting.hotmart'];

/**
 * Writes what an outbox row did to its ticket, after the row itself was written, in the same transaction: the change,
 * whether it stands under Problems, and the event. Answers the ticket's revision.
 */
export async function applyToTicket(
  db: Db,
  outside: Outside,
  ticketId: string,
  effect: {
    readonly change?: (ticket: StoredTicket) => TicketChange;
    readonly event: Omit<NewEvent, 'ticket'> | null;
    readonly visible: boolean;
  },
): Promise<number> {
  const ticket = await readTicket(db, ticketId);
  const change = effect.change?.(ticket) ?? {};
  const troubled =
    (await outboxOfTicket(db, ticketId, OUTBOX_PROBLEMS)).length > 0 ||
    (await undeliveredTickets(db, [ticketId])).length > 0;
  // A ticket that nobody could read has no case; it stays a problem while it is open.
  const isUnread = (change.state ?? ticket.state) === 'open' && ticket.case_json === null && ticket.problem === 1;
  const problem = troubled || isUnread ? 1 : 0;
  const revision = await changeTicket(db, ticket, { ...change, problem }, { visible: effect.visible });
  if (effect.event !== null) await addEvents(db, outside, [{ ...effect.event, ticket: ticketId }]);
  return revision;
}

/**
 * A reply that did not go out makes the next step ours again, unless something else moved the ticket meanwhile. `set` is the
 * state that its acceptance gave the ticket: one that was closed, or sleeps, with it is open again, too.
 */
export function backToOpen(ticket: StoredTicket, set?: TicketState): TicketChange {
  const isPutAwayByIt = (set === 'done' || set === 'snoozed') && ticket.state === set;
  return isPutAwayByIt || WAITING.includes(ticket.state as TicketState) ? { state: 'open', snoozed_until: null } : {};
}
