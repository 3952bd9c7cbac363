import type { EngineContext } from '../context';
import { blockedSenders } from '../store/blocked-senders-table';
import { readTicket } from '../store/tickets-table';
import { aboutSender, blockSender, restoreBlock, unblockSender } from '../tickets/block-sender';
import { closeCase, otherTicketsOfCase } from '../tickets/case-closing';
import { ownName, sharedAddresses } from '../tickets/claims';
import { putAway, putBack, readTicketsAt, reopen } from '../tickets/put-away';
import type { Putter } from '../tickets/put-away';
import type { PutAwayResults } from '../../../shared/contract/put-away';
import type { HandlersOf } from './handler';

/** Tickets out of the queues: with their case, as spam, by a blocked sender; and back. */
export const putAwayHandlers = {
  'tickets.case': async (context, { ticket }) => {
    const { db } = context.store;
    const row = await readTicket(db, ticket);
    return otherTicketsOfCase(db, row, sharedAddresses(context.desk()), context.outside.clock.now());
  },

  'tickets.closeCase': async (context, order) => {
    const shared = sharedAddresses(context.desk());
    const back = await context.store.transaction((db) => closeCase(db, putter(context), order, shared));
    return { back: tell(context, back) };
  },

  'tickets.spam': async (context, { tickets }) => {
    const back = await context.store.transaction(async (db) => {
      const rows = await readTicketsAt(db, tickets);
      return putAway(db, putter(context), rows, 'spam', { kind: 'spam', detail: {} });
    });
    return { back: tell(context, back) };
  },

  'tickets.reopen': async (context, { tickets }) => {
    const back = await context.store.transaction(async (db) =>
      reopen(db, putter(context), await readTicketsAt(db, tickets)),
    );
    return { back: tell(context, back) };
  },

  'tickets.putBack': async (context, { back }) => {
    const tickets = await context.store.transaction((db) => putBack(db, putter(context), back));
    context.announcer.ticketsChanged(tickets);
    context.snoozeChanged();
    return { tickets };
  },

  'senders.about': (context, { ticket }) => aboutSender(context, ticket),

  'senders.block': async (context, order) => {
    const { back, ...said } = await blockSender(context, order);
    return { ...said, back: tell(context, back) };
  },

  'senders.unblock': async (context, { address }) => {
    const unblocked = await unblockSender(context, address);
    // The tickets of that address say so in their history, and their gates are other ones.
    context.announcer.allTicketsChanged();
    return { unblocked };
  },

  'senders.restore': async (context, { address }) => {
    const blocked = await restoreBlock(context, address);
    context.announcer.allTicketsChanged();
    return { blocked };
  },

  'senders.list': (context) => blockedSenders(context.store.db),
} satisfies HandlersOf<keyof PutAwayResults>;

function putter(context: EngineContext): Putter {
  return { outside: context.outside, by: ownName(context.desk()) };
}

function tell<T extends readonly { readonly ticket: string }[]>(context: EngineContext, back: T): T {
  context.announcer.ticketsChanged(back.map(({ ticket }) => ticket));
  return back;
}
