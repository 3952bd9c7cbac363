import { useEffect, useState } from 'react';
import type { Desk } from './desk';

/** Whether the person is at this window: it has the focus. */
export function useIsHere(): boolean {
  const [isHere, setIsHere] = useState(document.hasFocus());
  useEffect(() => {
    const look = (): void => setIsHere(document.hasFocus());
    window.addEventListener('focus', look);
    const stop = onLeaving(look);
    look();
    return () => {
      window.removeEventListener('focus', look);
      stop();
    };
  }, []);
  return isHere;
}

/**
 * Calls back when the person turned away from this window. Who goes into the frame of a mail in it is still here, though the page
 * loses the focus, and which of the two it was is known after the event.
 */
export function onLeaving(left: () => void): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(later);
    later = setTimeout(() => {
      if (!document.hasFocus()) left();
    });
  };
  window.addEventListener('blur', look);
  return () => {
    clearTimeout(later);
    window.removeEventListener('blur', look);
  };
}

/** Whether the person is at any window of this desk, as the desk's own window knows it: one of a ticket says so when it gets the focus. */
export function isAttended({ store }: Desk): boolean {
  return document.hasFocus() || store.get().elsewhere !== null;
}
