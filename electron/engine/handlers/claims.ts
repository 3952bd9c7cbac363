import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { readColleagues } from '../store/colleagues';
import { readTicketAt, readTickets } from '../store/tickets-table';
import { assignTicket, claimCase, claimNext, releaseCase, restoreHolders } from '../tickets/claims';
import type { ClaimRoom } from '../tickets/claims';
import type { HandlersOf } from './handler';

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

  'tickets.assign': async (context, { ticket: id, revision, to }) => {
    const assigned = await context.store.transaction(async (db) =>
      assignTicket(db, claimRoom(context), await readTicketAt(db, id, revision), to),
    );
    context.announcer.ticketsChanged([id]);
    return assigned;
  },

  'tickets.restoreHolders': async (context, { held, heldBy }) => {
    const restored = await context.store.transaction((db) => restoreHolders(db, claimRoom(context), held, heldBy));
    tell(context, restored);
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
  'tickets.claim' | 'tickets.release' | 'tickets.assign' | 'tickets.restoreHolders' | 'tickets.next' | 'team.colleagues'
>;

/** What the claims of this desk work with. */
export function claimRoom(context: EngineContext): ClaimRoom {
  return { outside: context.outside, desk: context.desk(), now: context.outside.clock.now(), deskId: context.deskId };
}

function tell(context: EngineContext, tickets: readonly string[]): void {
  context.claimsChanged();
  context.announcer.ticketsChanged(tickets);
}
