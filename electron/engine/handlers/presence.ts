import type { EngineContext } from '../context';
import { endPresence, othersPresent, tellPresence } from '../store/presence-table';
import { ownName } from '../tickets/claims';
import type { HandlersOf } from './handler';

/** Who looks at what. Nothing here is a change of a ticket. */
export const presenceHandlers = {
  'presence.tell': async (context, { ticket, doing }) => {
    const changed = await context.store.transaction((db) =>
      ticket === null
        ? endPresence(db, context.deskId)
        : tellPresence(db, own(context, ticket, doing), context.outside.clock.now()),
    );
    context.announcer.presenceChanged(changed);
    return { told: ticket !== null };
  },

  'presence.of': (context, { tickets }) =>
    othersPresent(context.store.db, tickets, { desk: context.deskId, now: context.outside.clock.now() }),
} satisfies HandlersOf<'presence.tell' | 'presence.of'>;

function own(context: EngineContext, ticket: string, doing: 'looking' | 'writing') {
  const desk = context.desk();
  return { desk: context.deskId, agent: desk.agent.email, name: ownName(desk), ticket, doing };
}
