import type { HandlersOf } from './handler';

/** The copies of the store. Restoring one needs a closed store, so it is no method of an engine: the host does it. */
export const copyHandlers = {
  'copies.list': (context) => context.copies.list(),
  'copies.write': (context, { path }) => context.copies.write(path),
  'copies.remove': async (context, { name }) => {
    await context.copies.remove(name);
    return { removed: true };
  },
} satisfies HandlersOf<'copies.list' | 'copies.write' | 'copies.remove'>;
