import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { Store } from '../store/store';
import { changeTicket, nextSnoozeEnd, ticketsToWake } from '../store/tickets-table';

/** Opens tickets whose snooze is over. */
export type SnoozeTimer = {
  /** Wakes what is due and sleeps until the next one; called at start and after every snooze. */
  look(): void;
  /** Settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

/** `failed` hears of a failure that nobody waits for. */
export function createSnoozeTimer(options: {
  readonly store: Store;
  readonly outside: Outside;
  readonly woken: (tickets: readonly string[]) => void;
  readonly failed: (error: unknown) => void;
}): SnoozeTimer {
  const { store, outside } = options;
  let cancel: () => void = () => undefined;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    if (closed) return;
    options.woken(await wakeTickets(store, outside));
    const next = await nextSnoozeEnd(store.db);
    if (closed || next === null) return;
    cancel();
    cancel = outside.clock.after(Math.max(0, next - outside.clock.now()), look);
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

/** Opens every ticket whose snooze is over; answers their ids. */
export async function wakeTickets(store: Store, outside: Outside): Promise<readonly string[]> {
  return store.transaction(async (db) => {
    const due = await ticketsToWake(db, outside.clock.now());
    for (const ticket of due) {
      await changeTicket(db, ticket, { state: 'open', snoozed_until: null, unread: 1 }, { visible: true });
    }
    await addEvents(
      db,
      outside,
      due.map((ticket) => ({
        ticket: ticket.id,
        actor: DESK_ACTOR,
        kind: 'state' as const,
        detail: { from: 'snoozed', to: 'open' },
      })),
    );
    return due.map((ticket) => ticket.id);
  });
}
