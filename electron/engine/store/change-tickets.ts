import { queueOfTicket } from './tickets-table';
import type { Db, StoredTicket, TicketChange } from './tickets-table';

/** A ticket as it was read just now, inside the same transaction, and where it goes. */
export type MovedTicket = { readonly ticket: StoredTicket; readonly change: TicketChange };

/**
 * Moves tickets in one statement for all that go to one place: one by one, a thousand hold the engine for two seconds. A colleague
 * must see each, so its revision rises by one. Answers the new revisions, in the same order.
 */
export async function moveTickets(db: Db, moved: readonly MovedTicket[]): Promise<readonly number[]> {
  const places = new Map<string, { readonly set: TicketChange & { readonly queue: string }; readonly ids: string[] }>();
  for (const { ticket, change } of moved) {
    const set = { ...change, queue: queueOfTicket({ ...ticket, ...change } as StoredTicket) };
    const key = JSON.stringify(set);
    const place = places.get(key) ?? { set, ids: [] };
    place.ids.push(ticket.id);
    places.set(key, place);
  }
  for (const { set, ids } of places.values()) {
    await db
      .updateTable('ticket')
      .set((of) => ({ ...set, revision: of('revision', '+', 1) }))
      .where('id', 'in', ids)
      .execute();
  }
  return moved.map(({ ticket }) => ticket.revision + 1);
}
