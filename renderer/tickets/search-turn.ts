/** Asks the engine once what was asked before is answered; not at all where nobody waits for it any more by then. */
export type SearchTurn = <T>(signal: AbortSignal, ask: () => Promise<T>) => Promise<T>;

/** Longest that a search waits for the one before it, ms: a team's server answers several at a time, and one may hang. */
const MOST_MS = 150;

/**
 * Searches one after the other. An embedded store answers in the order of the questions, so each key of a fast typist would
 * wait for the searches of all keys before it: here it waits for the one that is under way, and those between are never asked.
 */
export function createSearchTurn(pause: (ms: number) => Promise<void> = passed): SearchTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (signal, ask) => {
    const turn = Promise.race([last, pause(MOST_MS)]).then(() => {
      signal.throwIfAborted();
      return ask();
    });
    // The next one begins whatever became of this one; who asked hears of its failure.
    last = turn.catch(() => undefined);
    return turn;
  };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
