import type { HandlersOf } from './handler';

/** The copies of the store. Restoring one needs a closed store, so it is no method of an engine: the host does it. */
export const copyHandlers = {
  'copies.list': (context) => context.copies.list(),
  'copies.write': (context, { path }) => context.copies.write(path),
} satisfies HandlersOf<'copies.list' | 'copies.write'>;
