import { packError, SportelloError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import type { AnyStore } from '../store/store';
import { eraseAgain } from './erase-again';
import { finishErasures, mayErase } from './erase-person';
import { eraseOverdue, noteRetention, noteUnscrubbed, scrubWhenDue, TICKETS_A_LOOK } from './retention';

/** What is erased without a person waiting for it. */
export type Erasing = {
  /** Goes on with what a kill left, erases again what an older copy brought back, and then looks what retention says. */
  look(): void;
  /** Runs an erasure that a person asked for, by itself: nothing else erases meanwhile. Throws what `erase` throws. */
  alone<T>(erase: () => Promise<T>): Promise<T>;
  /** Why the last look failed; null where it did not. It is tried again at the next start. */
  failure(): PackedError | null;
  /** Settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

/** Between two looks of retention, ms: whatever is overdue has been so for months. */
const LOOK_AGAIN_MS = 3_600_000;
/** Between two pieces while more is overdue, ms: the desk has its turn, and a backlog of 10,000 tickets is gone in an hour. */
const PIECE_MS = 7_000;

export function createErasing(room: {
  readonly store: AnyStore;
  readonly outside: Outside;
  /** Under whose name retention erases. */
  readonly by: () => string;
  /** Settles when the engine has nothing else to do: false at its end. */
  readonly idle: () => Promise<boolean>;
  readonly changed: (tickets: readonly string[] | null) => void;
  readonly failureChanged: () => void;
  readonly failed: (error: unknown) => void;
}): Erasing {
  const { store, outside } = room;
  let failure: PackedError | null = null;
  let closed = false;
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> = Promise.resolve();
  /** Tickets of this backlog that no audit row tells of yet. */
  let unwritten = 0;

  async function run(): Promise<void> {
    if (closed || !mayErase(store)) return;
    try {
      await goOn();
      if (failure !== null) {
        failure = null;
        room.failureChanged();
      }
    } catch (error) {
      // Anything but what a disk or a server says is a bug.
      if (!(error instanceof SportelloError)) throw error;
      failure = packError(error);
      outside.log.error('privacy', 'failed', { code: error.code });
      room.failureChanged();
    }
  }

  async function goOn(): Promise<void> {
    if ((await finishErasures({ store, outside })) > 0) room.changed(null);
    await eraseAgain({ store, outside, progress: () => room.changed(null) });
    const erased = await eraseOverdue({ store, outside }, room.by());
    if (erased.length > 0) {
      room.changed(erased);
      if (store.kind === 'file') await noteUnscrubbed(store.db);
    }
    unwritten += erased.length;
    const isMore = erased.length === TICKETS_A_LOOK;
    if (!isMore && unwritten > 0) {
      await noteRetention(store, outside.ids.row(), outside.clock.now(), room.by(), unwritten);
      unwritten = 0;
    }
    if (!isMore) await scrubWhenDue({ store, outside });
    if (closed) return;
    cancel();
    cancel = outside.clock.after(isMore ? PIECE_MS : LOOK_AGAIN_MS, look);
  }

  // It waits for calls to end before it takes its turn: one of them may be an erasure, which waits for the turn.
  function look(): void {
    waiting = waiting
      .then(room.idle)
      .then((mayGo) => {
        if (mayGo) running = running.then(run).catch(room.failed);
      })
      .catch(room.failed);
  }

  return {
    look,
    alone(erase) {
      const done = running.then(erase);
      // What comes next waits for it, whatever came of it; a failure is told to who asked.
      running = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
    failure: () => failure,
    async close() {
      closed = true;
      cancel();
      await waiting;
      await running;
    },
  };
}
