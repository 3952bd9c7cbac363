import { randomBytes } from 'node:crypto';
import type { Clock, Ids, Log, Outside } from '../outside';
import { createLog } from '../log';
import type { LogSink } from '../log';

/** Longest delay of one Node timer; longer ones fire at once (2^31 ms). */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The real world for a host: clock, ids and a log into `sinks`. */
export function createOutside(options: { readonly resourcesDir: string; readonly sinks: readonly LogSink[] }): Outside {
  const clock = realClock();
  const log: Log = createLog(clock, (line) => {
    for (const sink of options.sinks) sink(line);
  });
  return { clock, ids: realIds(clock), log, resourcesDir: options.resourcesDir };
}

function realClock(): Clock {
  return {
    now: () => Date.now(),
    after(delayMs, callback) {
      if (delayMs > MAX_TIMER_MS) {
        let cancelNext: () => void = () => undefined;
        const first = setTimeout(() => {
          cancelNext = this.after(delayMs - MAX_TIMER_MS, callback);
        }, MAX_TIMER_MS);
        return () => {
          clearTimeout(first);
          cancelNext();
        };
      }
      const timer = setTimeout(callback, Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
  };
}

// Time first, so that ids sort as they were made; the counter keeps the order within one millisecond.
function realIds(clock: Clock): Ids {
  let last = 0;
  let counter = 0;
  // drawn for many ids at once: a draw costs ten times what writing its six bytes out does
  let drawn: Buffer = Buffer.alloc(0);
  const sixBytes = (): string => {
    if (drawn.length < 6) drawn = randomBytes(6 * 512);
    const hex = drawn.toString('hex', 0, 6);
    drawn = drawn.subarray(6);
    return hex;
  };
  return {
    row() {
      const now = clock.now();
      counter = now === last ? counter + 1 : 0;
      last = now;
      const time = now.toString(36).padStart(9, '0');
      return `${time}${counter.toString(36).padStart(3, '0')}${sixBytes()}`;
    },
    secret: () => randomBytes(16).toString('hex'),
  };
}
