import type { Outside } from '../outside';
import { UNHELD } from '../../../shared/domain/claim';
import { lapsedTickets, nextLapse } from '../store/claims-table';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { Store } from '../store/store';
import { changeTicket } from '../store/tickets-table';

/** Clears claims whose time is over. */
export type LapseTimer = {
  /** Clears what is over and sleeps until the next one ends; called at start and after every claim. */
  look(): void;
  /** Settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

/** `now` is the time that all desks of the store share; `failed` hears of a failure that nobody waits for. */
export function createLapseTimer(options: {
  readonly store: Store;
  readonly outside: Outside;
  readonly now: () => number;
  readonly lapsed: (tickets: readonly string[]) => void;
  readonly failed: (error: unknown) => void;
}): LapseTimer {
  const { store, outside, now } = options;
  let cancel: () => void = () => undefined;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    if (closed) return;
    options.lapsed(await lapseClaims(store, outside, now()));
    const next = await nextLapse(store.db);
    if (closed || next === null) return;
    cancel();
    cancel = outside.clock.after(Math.max(0, next - now()), look);
  }

  function look(): void {
    running = running.then(run).catch(options.failed);
  }

  return {
    look,
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}

/**
 * Clears every claim that is over at `now`, epoch ms, with an event; answers the tickets. The revision stays: a lapsed claim
 * read as nobody's before, and must hold nobody's reply back.
 */
export async function lapseClaims(store: Store, outside: Outside, now: number): Promise<readonly string[]> {
  return store.transaction(async (db) => {
    const over = await lapsedTickets(db, now);
    for (const ticket of over) await changeTicket(db, ticket, UNHELD, { visible: false });
    await addEvents(
      db,
      outside,
      over.map((ticket) => ({
        ticket: ticket.id,
        actor: DESK_ACTOR,
        kind: 'lapsed' as const,
        detail: { from: ticket.assignee },
      })),
    );
    return over.map((ticket) => ticket.id);
  });
}
