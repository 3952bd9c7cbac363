import { useEffect } from 'react';
import type { Desk } from './desk';

/** Another network leaves the mailbox's link dead without a word: it is made anew when the system is back on line. */
export function useNetwork(desk: Desk): void {
  useEffect(() => {
    const renew = (): void => void desk.engine.call('mailbox.renew', {}).catch(desk.complain);
    window.addEventListener('online', renew);
    return () => window.removeEventListener('online', renew);
  }, [desk]);
}
