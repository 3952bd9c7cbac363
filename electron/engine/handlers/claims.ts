import { SportelloError } from '../../../shared/contract/errors';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { readColleagues } from '../store/colleagues';
import { readTicketAt, readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { assignTickets, claimCase, claimNext, releaseCase, restoreHolders } from '../tickets/claims';
import type { ClaimRoom } from '../tickets/claims';
import { atWorkOn } from '../tickets/at-work';
import { readTicketsAt } from '../tickets/put-away';
import type { HandlersOf } from './handler';
import { mayLead } from './may-lead';

/** Who works on what: claims over a whole case, the next ticket that is free, and whom one can give a ticket to. */
export const claimHandlers = {
  'tickets.claim': async (context, { ticket, revision, over }) => {
    const claimed = await context.store.transaction(async (db) =>
      claimCase(db, claimRoom(context), await readTicketAt(db, ticket, revision), over ?? null),
    );
    tell(context, [ticket, ...claimed.before.map((held) => held.ticket)]);
    return claimed;
  },

  'tickets.release': async (context, { ticket, revision }) => {
    const released = await context.store.transaction(async (db) =>
      releaseCase(db, claimRoom(context), await readTicketAt(db, ticket, revision)),
    );
    tell(context, [ticket, ...released.before.map((held) => held.ticket)]);
    return released;
  },

  'tickets.assign': async (context, { tickets: seen, to }) => {
    const assigned = await context.store.transaction(async (db) => {
      const room = claimRoom(context);
      const tickets = await readTicketsAt(db, seen);
      if (!mayLead(context.store)) await refuseAtWork(db, room, tickets, to);
      return assignTickets(db, room, tickets, to);
    });
    tell(
      context,
      assigned.tickets.map(({ ticket }) => ticket),
    );
    context.announcer.toldChanged();
    return assigned;
  },

  'tickets.atWork': (context, { tickets }) => atWorkOn(context.store.db, claimRoom(context), tickets),

  'tickets.restoreHolders': async (context, { held, heldBy }) => {
    const restored = await context.store.transaction((db) => restoreHolders(db, claimRoom(context), held, heldBy));
    tell(context, restored);
    context.announcer.toldChanged();
    return { tickets: restored };
  },

  'tickets.next': async (context, { queue, after }) => {
    // Every desk that asks wants the same row, the oldest.
    const claimed = await context.store.transaction(
      async (db) => {
        const [place] = after === undefined ? [] : await readTickets(db, [after]);
        return claimNext(db, claimRoom(context), queue, place ?? null);
      },
      'durable',
      'in-turn',
    );
    if (claimed !== null)
      tell(
        context,
        claimed.before.map((held) => held.ticket),
      );
    return { claimed };
  },

  'team.colleagues': (context) => readColleagues(context.store.db, agentNames(context.desk())),
} satisfies HandlersOf<
  | 'tickets.claim'
  | 'tickets.release'
  | 'tickets.assign'
  | 'tickets.atWork'
  | 'tickets.restoreHolders'
  | 'tickets.next'
  | 'team.colleagues'
>;

/** What the claims of this desk work with. */
export function claimRoom(context: EngineContext): ClaimRoom {
  return { outside: context.outside, desk: context.desk(), now: context.outside.clock.now(), deskId: context.deskId };
}

/** @throws SportelloError `not-allowed`: what a colleague is at work on can be taken over, and given to a third person by a lead */
async function refuseAtWork(
  db: Db,
  room: ClaimRoom,
  tickets: readonly StoredTicket[],
  to: string | null,
): Promise<void> {
  if (to !== null && agentNames(room.desk).includes(to)) return;
  const ids = tickets.map(({ id }) => id);
  const busy = (await atWorkOn(db, room, ids)).find(({ who }) => who !== null && who !== to);
  if (busy === undefined) return;
  throw new SportelloError('not-allowed', `${busy.who ?? ''} is at work on ticket ${busy.ticket}`, {
    reason: 'at-work',
    action: 'Leave it to them, take it over yourself, or ask a lead.',
    detail: { ticket: busy.ticket, who: busy.who ?? '' },
  });
}

function tell(context: EngineContext, tickets: readonly string[]): void {
  context.claimsChanged();
  context.announcer.ticketsChanged(tickets);
}
