import { useState } from 'react';
import { useDesk } from './desk-context';

/** Work that a button starts: `busy` while it is under way, and a failure is said as a sentence with what to do. */
export function useBusy(): { readonly busy: boolean; readonly run: (work: () => Promise<void>) => Promise<void> } {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      desk.complain(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
