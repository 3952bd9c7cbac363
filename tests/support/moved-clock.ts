import type { Clock } from '../../electron/engine/outside';

/** A clock that only the test moves. Callbacks that fall due run in their order, at their own time. */
export type MovedClock = Clock & {
  advance(ms: number): void;
};

export function createMovedClock(start = Date.UTC(2026, 0, 15, 9)): MovedClock {
  let now = start;
  let alarms: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, callback) {
      const alarm = { at: now + delayMs, callback };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((one) => one !== alarm);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = alarms.filter((alarm) => alarm.at <= end).sort((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        alarms = alarms.filter((alarm) => alarm !== next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = end;
    },
  };
}
