import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import { livePlacesOfTickets } from '../store/thread-table';
import type { LivePlace } from '../store/thread-table';
import { changeTicket, readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';

/**
 * Follows mail that a person or the server moved between folders: a ticket goes to Junk with its mail, where none of it lies
 * in the inbox, and comes back with the first that does. Called with the messages that got or lost a place in one mailbox, inside a
 * transaction; answers the tickets that changed queue. What an agent took out of Junk at the desk stays out until that mail
 * moves again, and mail that is archived or deleted moves no ticket: not even where its copy has long lain in Junk of another mailbox.
 */
export async function followMoves(
  db: Db,
  outside: Outside,
  { messages, mailbox }: { readonly messages: readonly string[]; readonly mailbox: string },
): Promise<readonly string[]> {
  const moved = new Set(messages);
  const places = await livePlacesOfTickets(db, messages);
  const changed: string[] = [];
  for (const ticket of await readTickets(db, [...places.keys()])) {
    // What an agent called spam is spam wherever its mail lies.
    if (ticket.state === 'ignored' && ticket.filed_reason === 'spam') continue;
    const junk = junkAfter(
      ticket.junk,
      places.get(ticket.id) ?? [],
      (place) => place.mailbox === mailbox && moved.has(place.message),
    );
    if (junk === ticket.junk) continue;
    await changeTicket(db, ticket, { junk }, { visible: true });
    const detail = { to: junk === 1 ? 'junk' : 'inbox' };
    await addEvents(db, outside, [{ ticket: ticket.id, actor: DESK_ACTOR, kind: 'moved', detail }]);
    changed.push(ticket.id);
  }
  return changed;
}

function junkAfter(before: number, places: readonly LivePlace[], isMoved: (place: LivePlace) => boolean): number {
  if (places.some(({ role }) => role === 'inbox')) return 0;
  return places.some((place) => place.role === 'junk' && isMoved(place)) ? 1 : before;
}
