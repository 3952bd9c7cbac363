import { useEffect, useState } from 'react';
import type { Desk } from './desk';

/** Whether the person is at this window: it has the focus. */
export function useIsHere(): boolean {
  const [isHere, setIsHere] = useState(document.hasFocus());
  useEffect(() => {
    const look = (): void => setIsHere(document.hasFocus());
    const leave = (): void => setIsHere(false);
    window.addEventListener('focus', look);
    window.addEventListener('blur', leave);
    look();
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', leave);
    };
  }, []);
  return isHere;
}

/** Whether the person is at any window of this desk, as the desk's own window knows it: one of a ticket says so when it gets the focus. */
export function isAttended({ store }: Desk): boolean {
  return document.hasFocus() || store.get().elsewhere !== null;
}
