import { setImmediate } from 'node:timers/promises';

/** Does a long work some at a time, so that everything else has its turn in between, until a turn does less than `most`. */
export async function inTurns<T>(most: number, turn: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let isMore = true; isMore;) {
    await setImmediate();
    const some = await turn();
    all.push(...some);
    isMore = some.length === most;
  }
  return all;
}
