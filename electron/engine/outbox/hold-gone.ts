import { ERASED, outboxIds, readOutboxRow } from '../store/outbox-table';
import type { OutboxState } from '../../../shared/domain/outbox';
import { recoverRows } from './recover';
import type { OutboxRoom } from './room';
import { hold } from './send';

const GOING: readonly OutboxState[] = ['queued', 'failed_before_data', 'checking', 'sending', 'final_pending'];

/**
 * How long a mail of a team may be due before the desk that sends holds it: another desk may list a mailbox that this one does not, and
 * may soon be the one that sends.
 */
export const LEFT_TO_COLLEAGUES_MS = 15 * 60_000;

/**
 * Holds what waits to go out from a mailbox that the profile has no more (invariant 2: never forgotten): it was accepted in the name of
 * that address, so it never goes from another. Of what a dead process left past the mark nobody knows, as ever. The agent is told, and
 * gets the text back by discarding it; a mailbox that comes back under the same id sends what is then sent again.
 *
 * @param dueAt what is due later, epoch ms, is left alone; null: nothing is
 */
export async function holdGone(room: OutboxRoom, known: readonly string[], dueAt: number | null): Promise<void> {
  const rows = await room.store.db
    .selectFrom('outbox')
    .select('mailbox_id')
    .distinct()
    .where('state', 'in', GOING)
    .where('envelope_to', '!=', ERASED)
    .execute();
  for (const { mailbox_id } of rows) {
    if (known.includes(mailbox_id)) continue;
    const gone = { ...room, mailboxId: mailbox_id };
    await recoverRows(gone);
    for (const id of await outboxIds(room.store.db, mailbox_id, ['queued', 'failed_before_data'], dueAt)) {
      const ticket = await room.store.transaction(async (db) => {
        const row = await readOutboxRow(db, id);
        await hold(db, gone, row, { kind: 'mailbox-gone' }, 'mailbox-gone');
        return row.ticket_id;
      });
      room.outside.log.warn('outbox', 'mailbox-gone', { id });
      room.onChanged([ticket]);
    }
  }
}
