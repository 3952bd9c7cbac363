import type { CaseLinkResults } from '../../../shared/contract/case-links';
import type { EngineContext } from '../context';
import { ownName, sharedAddresses } from '../tickets/claims';
import { joinTickets, partTicket, restoreLinks } from '../tickets/case-links';
import { joinableTickets } from '../tickets/joinable-tickets';
import { readTicketsAt } from '../tickets/put-away';
import type { Putter } from '../tickets/put-away';
import type { Db, StoredTicket } from '../store/tickets-table';
import { noTicket } from '../store/tickets-table';
import type { HandlersOf } from './handler';

type Seen = { readonly ticket: string; readonly revision: number };

/** What an agent says of a case: tickets joined to it and parted from it. */
export const caseLinkHandlers = {
  'tickets.joinable': (context, order) => joinableTickets(context, order),

  'tickets.join': async (context, { ticket, revision, with: other }) => {
    const shared = sharedAddresses(context.desk());
    const said = await context.store.transaction(async (db) => {
      const [one, second] = await readPair(db, { ticket, revision }, other);
      return joinTickets(db, putter(context), one, second, shared);
    });
    return tell(context, said);
  },

  'tickets.part': async (context, { ticket, revision, from }) => {
    const shared = sharedAddresses(context.desk());
    const said = await context.store.transaction(async (db) => {
      const [one, second] = await readPair(db, { ticket, revision }, from);
      return partTicket(db, putter(context), one, second, shared);
    });
    return tell(context, said);
  },

  'tickets.restoreLinks': async (context, { links }) => {
    const tickets = await context.store.transaction((db) => restoreLinks(db, putter(context), links));
    return tell(context, { tickets });
  },
} satisfies HandlersOf<keyof CaseLinkResults>;

/** @throws SportelloError `not-found`, `stale-revision` */
async function readPair(db: Db, one: Seen, other: Seen): Promise<readonly [StoredTicket, StoredTicket]> {
  const [first, second] = await readTicketsAt(db, [one, other]);
  if (first === undefined) throw noTicket(one.ticket);
  return [first, second ?? first];
}

function putter(context: EngineContext): Putter {
  return { outside: context.outside, by: ownName(context.desk()) };
}

function tell<T extends { readonly tickets: readonly Seen[] }>(context: EngineContext, said: T): T {
  context.announcer.ticketsChanged(said.tickets.map(({ ticket }) => ticket));
  return said;
}
