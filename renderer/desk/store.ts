import { useSyncExternalStore } from 'react';

/** State outside React, so that keys, timers and events change it without a component in between. */
export type Store<T> = {
  readonly get: () => T;
  readonly set: (patch: Partial<T> | ((state: T) => Partial<T>)) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A store of plain, replaced-not-mutated state. */
export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set: (patch) => {
      state = { ...state, ...(typeof patch === 'function' ? patch(state) : patch) };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads one part of a store and renders again when that part changes. */
export function useStore<T extends object, P>(store: Store<T>, part: (state: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}
