import { useEffect } from 'react';
import type { RefObject } from 'react';

/**
 * Hears the keys that are pressed anywhere within an element, buttons among them, before the desk does. The element itself is
 * nothing to press, so it has no handler of its own.
 */
export function useKeysOf(box: RefObject<HTMLElement | null>, onKeyDown: (event: KeyboardEvent) => void): void {
  useEffect(() => {
    const element = box.current;
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  });
}
