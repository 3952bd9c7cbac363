import type { Clock } from '../../electron/engine/outside';

/** The clock of the machine, for tests whose other side is a real server. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
