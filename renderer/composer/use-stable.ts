import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for the life of a component that does what its newest drawing would: parts that take it are not drawn again. */
export function useStable<A extends readonly unknown[]>(work: (...args: A) => void): (...args: A) => void {
  const newest = useRef(work);
  useLayoutEffect(() => {
    newest.current = work;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}
