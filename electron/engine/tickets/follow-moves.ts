import type { Outside } from '../outside';
import type { FolderRole } from '../store/folders-table';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import { liveRolesOfTickets } from '../store/thread-table';
import { changeTicket, readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';

/**
 * Follows mail that a person or the server moved between folders: a ticket lies in Junk while all of its requester's mail
 * that is still on the server does. Called with the messages that got or lost a place, inside a transaction; answers the
 * tickets that changed queue. What an agent took out of Junk at the desk stays out until its mail moves again.
 */
export async function followMoves(db: Db, outside: Outside, messages: readonly string[]): Promise<readonly string[]> {
  const roles = await liveRolesOfTickets(db, messages);
  const changed: string[] = [];
  for (const ticket of await readTickets(db, [...roles.keys()])) {
    const junk = isJunk(roles.get(ticket.id) ?? new Set()) ? 1 : 0;
    if (junk === ticket.junk) continue;
    await changeTicket(db, ticket, { junk }, { visible: true });
    const detail = { to: junk === 1 ? 'junk' : 'inbox' };
    await addEvents(db, outside, [{ ticket: ticket.id, actor: DESK_ACTOR, kind: 'moved', detail }]);
    changed.push(ticket.id);
  }
  return changed;
}

function isJunk(roles: ReadonlySet<FolderRole>): boolean {
  return roles.has('junk') && !roles.has('inbox');
}
