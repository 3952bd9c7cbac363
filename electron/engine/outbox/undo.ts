import { SportelloError } from '../../../shared/contract/errors';
import type { SentFile } from '../../../shared/contract/views';
import { reopenOfTicket } from '../escalations/asking';
import { readAttachments } from '../mail/attachment-bytes';
import { addDraftFile } from '../store/draft-files-table';
import type { FileBytes } from '../store/draft-files-table';
import { readDraft, saveDraft } from '../store/drafts-table';
import { moveOutboxRow, readBefore, readBlock } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';
import { unsettleDeliveries } from '../store/returned-mail-table';
import type { Db } from '../store/tickets-table';
import type { OutboxRoom } from './room';
import { isUndoable } from './states';
import { applyToTicket } from './ticket-effect';

/**
 * Takes a whole block back: rows cancelled, the ticket as it was before, the typed text a draft again. Undoing twice
 * does nothing more. Answers the tickets. `isWaiting` says that the queue stands still, so that the window stays open.
 * @throws SportelloError `undo-too-late`, `not-found`
 */
export async function undoBlock(room: OutboxRoom, block: string, isWaiting: boolean): Promise<readonly string[]> {
  const now = room.outside.clock.now();
  const tickets = await room.store.transaction(async (db) => {
    const rows = await readBlock(db, block);
    const [first] = rows;
    if (first === undefined) {
      throw new SportelloError('not-found', 'There is nothing to undo', {
        reason: 'nothing-to-undo',
        action: 'Look at the outbox.',
      });
    }
    if (rows.every((row) => row.state === 'cancelled')) return [first.ticket_id];
    const isOver = !isWaiting && now >= first.until_at;
    if (isOver || !isUndoable(rows.map((row) => row.state))) throw tooLate(first.ticket_id);
    for (const row of rows) {
      if (!(await moveOutboxRow(db, row, 'cancelled'))) throw tooLate(row.ticket_id);
    }
    await restoreTicket(db, room, first, first.created_by);
    return [first.ticket_id];
  });
  room.onChanged(tickets);
  return tickets;
}

/** Puts the ticket back to where it stood before the block was accepted, if nothing else moved it since. */
export async function restoreTicket(db: Db, room: OutboxRoom, row: OutboxRow, actor: string): Promise<void> {
  const before = readBefore(row);
  await unsettleDeliveries(db, row.ticket_id, row.block);
  await reopenOfTicket(db, row);
  if (before.draft !== null) await giveBackText(db, room, row, before.draft);
  await applyToTicket(db, room.outside, row.ticket_id, {
    change: (ticket) =>
      ticket.state === before.set
        ? {
            state: before.state,
            snoozed_until: before.state === 'snoozed' ? before.snoozedUntil : null,
            handed_over: before.handedOver ? 1 : 0,
          }
        : {},
    event: { actor, kind: 'undone', detail: { block: row.block } },
    visible: true,
  });
}

/** What was typed survives, with its recipients and files; what the agent has typed since is newer and stays. */
export async function giveBackText(db: Db, room: OutboxRoom, row: OutboxRow, text: string): Promise<void> {
  const { draftKey: draft = row.ticket_id, fields } = readBefore(row);
  const typedSince = await readDraft(db, draft, row.created_by);
  if (typedSince !== '') return;
  const at = room.outside.clock.now();
  await saveDraft(db, { ticket: draft, agent: row.created_by, text, at, fields });
  for (const file of await filesOfRow(row)) {
    await addDraftFile(db, { ...file, id: room.outside.ids.row(), draft, agent: row.created_by, at });
  }
}

/** The files in the bytes of an accepted mail; the parts are ours, so they lie in the order of their names. */
async function filesOfRow(row: OutboxRow): Promise<readonly FileBytes[]> {
  const named = JSON.parse(row.files_json) as readonly SentFile[];
  if (named.length === 0) return [];
  const parts = await readAttachments(row.raw);
  return named.flatMap((file, index) => {
    const bytes = parts[index];
    return bytes === undefined ? [] : [{ ...file, bytes }];
  });
}

function tooLate(ticket: string): SportelloError {
  return new SportelloError('undo-too-late', `The reply to ticket ${ticket} is already on its way`, {
    action: 'Write a correction.',
    detail: { ticket },
  });
}
