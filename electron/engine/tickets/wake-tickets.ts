import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { Store } from '../store/store';
import { changeTicket, ticketsToWake } from '../store/tickets-table';

/** Opens every ticket whose snooze is over; answers their ids. */
export async function wakeTickets(store: Store, outside: Outside): Promise<readonly string[]> {
  return store.transaction(async (db) => {
    const due = await ticketsToWake(db, outside.clock.now());
    for (const ticket of due) {
      await changeTicket(db, ticket, { state: 'open', snoozed_until: null, unread: 1 }, { visible: true });
    }
    await addEvents(
      db,
      outside,
      due.map((ticket) => ({
        ticket: ticket.id,
        actor: DESK_ACTOR,
        kind: 'state' as const,
        detail: { from: 'snoozed', to: 'open' },
      })),
    );
    return due.map((ticket) => ticket.id);
  });
}
