import { LONGEST_UNDO_MS, OVERDUE_AT_START_MS } from './states';
import { outboxIds, readOutboxRow } from '../store/outbox-table';
import type { OutboxRoom } from './room';
import { hold, move, tell } from './send';

/**
 * Brings rows that a dead process, or a step that could not write its end, left in the middle into a state that is
 * true: before the mark they are queued again, after it the outcome is unknown.
 */
export async function recoverRows(room: OutboxRoom): Promise<void> {
  const { store, outside } = room;
  const left = await outboxIds(store.db, room.mailboxId, ['checking', 'sending', 'final_pending'], null);
  for (const id of left) {
    const ticket = await store.transaction(async (db) => {
      const row = await readOutboxRow(db, id);
      const now = outside.clock.now();
      const isUnknown = row.state === 'final_pending';
      const change = isUnknown ? { error_code: 'outcome-unknown', error_text: '', next_attempt_at: now } : {};
      if ((await move(db, row, { kind: 'restarted' }, change)) && isUnknown) {
        await tell(db, room, row, 'send-failed', { reason: 'unknown' });
      }
      return row.ticket_id;
    });
    outside.log.warn('outbox', 'recovered', { id });
    room.onChanged([ticket]);
  }
}

/** Holds what should have gone out long before this start: nobody remembers it, so an agent is asked first. */
export async function holdOverdue(room: OutboxRoom): Promise<void> {
  await holdDue(room, room.outside.clock.now() - OVERDUE_AT_START_MS, 'overdue-at-start');
}

/** Holds what waits for the end of its undo window, because the person closes the desk and wants it held. */
export async function holdWaiting(room: OutboxRoom): Promise<void> {
  await holdDue(room, room.outside.clock.now() + LONGEST_UNDO_MS, 'desk-leaves');
}

async function holdDue(room: OutboxRoom, dueAt: number, kind: 'overdue-at-start' | 'desk-leaves'): Promise<void> {
  const { store } = room;
  for (const id of await outboxIds(store.db, room.mailboxId, ['queued'], dueAt)) {
    const ticket = await store.transaction(async (db) => {
      const row = await readOutboxRow(db, id);
      await hold(db, room, row, { kind }, 'restart');
      return row.ticket_id;
    });
    room.onChanged([ticket]);
  }
}
