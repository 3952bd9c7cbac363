import type { Outside } from '../outside';
import { UNHELD } from '../../../shared/domain/claim';
import { lapsedTickets } from '../store/claims-table';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { Store } from '../store/store';
import { changeTicket } from '../store/tickets-table';

/**
 * Clears every claim that is over at `now`, epoch ms, with an event; answers the tickets. The revision stays: a lapsed claim
 * read as nobody's before, and must hold nobody's reply back.
 */
export async function lapseClaims(store: Store, outside: Outside, now: number): Promise<readonly string[]> {
  return store.transaction(async (db) => {
    const over = await lapsedTickets(db, now);
    for (const ticket of over) await changeTicket(db, ticket, UNHELD, { visible: false });
    await addEvents(
      db,
      outside,
      over.map((ticket) => ({
        ticket: ticket.id,
        actor: DESK_ACTOR,
        kind: 'lapsed' as const,
        detail: { from: ticket.assignee },
      })),
    );
    return over.map((ticket) => ticket.id);
  });
}
