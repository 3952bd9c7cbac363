import { useSyncExternalStore } from 'react';

/** One timer for the whole window however many ages and countdowns it shows. */
function createTick(everyMs: number): { subscribe: (listener: () => void) => () => void; read: () => number } {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        now = Date.now();
        for (const each of listeners) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    read: () => {
      // Between ticks the value must be stable for React; with nobody listening it would go stale.
      if (listeners.size === 0) now = Date.now();
      return now;
    },
  };
}

const minutes = createTick(20_000);
const seconds = createTick(1_000);

/** What `useNow` says now, for who draws nothing. */
export function nowForAges(): number {
  return Math.floor(minutes.read() / 20_000) * 20_000 + 20_000;
}

/** Epoch ms, renewed every 20 s: for ages. */
export function useNow(): number {
  return useSyncExternalStore(minutes.subscribe, nowForAges);
}

/** Epoch ms, renewed every second: for countdowns. */
export function useSecond(): number {
  return useSyncExternalStore(seconds.subscribe, () => Math.floor(seconds.read() / 1_000) * 1_000);
}
