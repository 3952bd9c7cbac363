import { createContext, useContext } from 'react';
import type { Desk } from './desk';
import type { DeskState } from './desk-state';
import { useStore } from './store';

const DeskContext = createContext<Desk | null>(null);

/** Hands the desk to everything below it. */
export const DeskProvider = DeskContext.Provider;

/** The desk that this component stands on. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk outside a DeskProvider');
  return desk;
}

/** One part of the desk's state. */
export function useDeskState<P>(part: (state: DeskState) => P): P {
  return useStore(useDesk().store, part);
}
