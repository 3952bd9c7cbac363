import type { TicketPage } from '../../../shared/contract/views';
import type { EngineContext } from '../context';
import { draftedTickets } from '../store/drafts-table';
import { handedOverBy } from '../store/events-table';
import { labelsOf } from '../store/labels-table';
import { reviewsOf } from '../store/reviewed-tickets-table';
import { undeliveredTickets } from '../store/returned-mail-table';
import type { StoredTicket } from '../store/tickets-table';
import { clocksOf } from './clocks-of';
import { ticketRow } from './ticket-view';

/** Tickets as the list shows them, in the order given: `total` of all there are, these from `offset` on. */
export async function ticketPage(
  context: EngineContext,
  total: number,
  offset: number,
  tickets: readonly StoredTicket[],
): Promise<TicketPage> {
  const ids = tickets.map((ticket) => ticket.id);
  const { db } = context.store;
  const [drafted, undelivered, was, labels, reviews, clocks] = await Promise.all([
    draftedTickets(db, ids, context.desk().agent.name),
    undeliveredTickets(db, ids),
    handedOverBy(db, ids),
    labelsOf(db, ids),
    reviewsOf(db, ids),
    clocksOf(context, tickets),
  ]);
  const returned = new Set(undelivered);
  const now = context.outside.clock.now();
  const rows = tickets.map((ticket) =>
    ticketRow(ticket, {
      now,
      hasDraft: drafted.has(ticket.id),
      returned: returned.has(ticket.id),
      was: was.get(ticket.id) ?? null,
      labels: labels.get(ticket.id) ?? [],
      reviewed: reviews.get(ticket.id) ?? null,
      clock: clocks.get(ticket.id) ?? null,
    }),
  );
  return { total, offset, rows };
}
