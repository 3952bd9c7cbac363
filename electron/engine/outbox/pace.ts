import type { Clock } from '../outside';

/** Microsoft 365 takes 30 messages a minute from one mailbox, Gmail more (reliability.md, 2a). */
const MOST_PER_MINUTE = 30;
const WINDOW_MS = 60_000;

/** Keeps a queue under the provider's limit. */
export type Pace = {
  /** How long the next message has to wait, ms. */
  waitMs(): number;
  /** Counts a message that went to the server. */
  count(): void;
};

/** At most 30 messages in any minute; the first 30 go at once. */
export function createPace(clock: Pick<Clock, 'now'>): Pace {
  let started: number[] = [];
  return {
    waitMs() {
      const now = clock.now();
      // A time ahead of now means that the clock was set back: it must not stop the queue.
      started = started.filter((at) => at > now - WINDOW_MS && at <= now);
      const [oldest] = started;
      return started.length < MOST_PER_MINUTE || oldest === undefined ? 0 : oldest + WINDOW_MS - now;
    },
    count() {
      started.push(clock.now());
    },
  };
}
