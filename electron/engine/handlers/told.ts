import type { ToldResults } from '../../../shared/contract/told';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import { markTold, unreadTold } from '../store/told-table';
import type { HandlersOf } from './handler';

/** What colleagues told the person at this desk. */
export const toldHandlers = {
  'told.list': (context) => unreadTold(context.store.db, wordsFor(context)),

  'told.read': async (context, { ids }) => {
    const at = context.outside.clock.now();
    const read = await context.store.transaction((db) => markTold(db, ids, wordsFor(context), at));
    if (read > 0) context.announcer.toldChanged();
    return { read };
  },
} satisfies HandlersOf<keyof ToldResults>;

/** Every word by which somebody tells this person something. */
function wordsFor({ store, desk }: EngineContext): readonly string[] {
  const login = store.kind === 'team' && store.member !== null ? [store.member.login] : [];
  return [...login, ...agentNames(desk())];
}
