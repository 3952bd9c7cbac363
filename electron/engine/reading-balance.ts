import { performance } from 'node:perf_hooks';

/**
 * What a message says by itself can be read by the parser's thread or by the one that files and decides. While the
 * latter stands idle waiting for parsed messages, it takes over a part of that work, so that two cores end together.
 */
export type ReadingBalance = {
  /** Whether the parser's thread reads the message at this place of its batch. */
  readsAhead(place: number): boolean;
  /** Waits for a parsed batch and learns from how this thread spent the wait. */
  whileWaiting<T>(batch: Promise<T>): Promise<T>;
};

/** Parts of a batch that are moved at a time. */
const PARTS = 4;
/** Below this share of its time at work, a waiting thread has room for more. */
const ROOM = 0.5;

/**
 * All reading starts in the parser's thread: a mail that comes alone is never waited for by another.
 * `utilization` says how busy this thread was since the last call, 0 to 1.
 */
export function createReadingBalance(utilization: () => number = eventLoopShare()): ReadingBalance {
  let left = 0;
  return {
    readsAhead: (place) => place % PARTS >= left,
    whileWaiting: async (batch) => {
      utilization();
      const done = await batch;
      left = utilization() < ROOM ? Math.min(PARTS, left + 1) : Math.max(0, left - 1);
      return done;
    },
  };
}

function eventLoopShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
