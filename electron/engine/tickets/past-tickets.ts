import { setImmediate } from 'node:timers/promises';
import type { Announcer } from '../announcer';
import type { Store } from '../store/store';
import { decidedTickets } from '../store/tickets-table';
import type { StoredTicket } from '../store/tickets-table';

/** Tickets that are read from the store at once. */
const CHUNK = 100;
/** Told after so many tickets: some ten times a second. */
const TOLD_EVERY = 20;

/** The dry run that is under way: one for the whole desk, since each reads as fast as the machine can. */
export type PastRuns = {
  /** A run begins; one that is under way is stopped. */
  begin(): { readonly isStopped: () => boolean; readonly end: () => void };
  /** Asks the run under way to stop; false where there is none. */
  stop(): boolean;
};

export function createPastRuns(): PastRuns {
  let current: { stopped: boolean } | null = null;
  const stop = (): boolean => {
    if (current === null) return false;
    current.stopped = true;
    return true;
  };
  return {
    stop,
    begin() {
      stop();
      const run = { stopped: false };
      current = run;
      return {
        isStopped: () => run.stopped,
        end: () => {
          if (current === run) current = null;
        },
      };
    },
  };
}

/** Hands out the newest decided tickets, at most `last`, until somebody stops it; tells how far it is. */
export async function eachPastTicket(
  { store, announcer, pastRuns }: { readonly store: Store; readonly announcer: Announcer; readonly pastRuns: PastRuns },
  last: number,
  look: (ticket: StoredTicket) => Promise<void>,
): Promise<{ readonly stopped: boolean }> {
  const run = pastRuns.begin();
  let looked = 0;
  let below: number | null = null;
  try {
    while (looked < last) {
      const tickets: readonly StoredTicket[] = await decidedTickets(store.db, below, Math.min(CHUNK, last - looked));
      for (const ticket of tickets) {
        // A store in a file answers at once: without a pause nothing else, not even the word to stop, would be heard.
        await setImmediate();
        if (run.isStopped()) return { stopped: true };
        await look(ticket);
        looked += 1;
        below = ticket.number;
        if (looked % TOLD_EVERY === 0) announcer.pastRead({ read: looked, of: last });
      }
      if (tickets.length < CHUNK) break;
    }
    return { stopped: false };
  } finally {
    run.end();
  }
}
