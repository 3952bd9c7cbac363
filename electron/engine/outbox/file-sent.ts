import { readOutboxRow } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';
import type { SentFolder } from '../mail/mailbox';
import type { OutboxRoom } from './room';
import { move, tell } from './send';
import { nextFilingAt } from './states';
import { applyToTicket } from './ticket-effect';

/**
 * Copies an accepted message to Sent, unless the server made a copy itself, and flags the answered message. A failure
 * never touches what was sent: only the copy is tried again. `failures` counts those before. Answers whether it is
 * filed now.
 */
export async function fileRow(room: OutboxRoom, sent: SentFolder, id: string, failures: number): Promise<boolean> {
  const { store, outside } = room;
  const row = await readOutboxRow(store.db, id);
  if (row.state !== 'accepted' && row.state !== 'file_failed') return false;
  const failure = await copyToSent(sent, row);
  await store.transaction(async (db) => {
    const now = outside.clock.now();
    const current = await readOutboxRow(db, id);
    if (failure === null) {
      const change = { filed_at: now, next_attempt_at: null, error_code: null, error_text: null };
      await move(db, current, { kind: 'copied-to-sent' }, change);
    } else {
      const change = {
        error_code: 'file-failed',
        error_text: failure,
        next_attempt_at: nextFilingAt(failures + 1, now),
      };
      await move(db, current, { kind: 'copy-failed' }, change);
    }
    // Only whether the ticket stands under Problems changes; the mail itself is out either way.
    const ticket = await db.selectFrom('ticket').select('id').where('id', '=', row.ticket_id).executeTakeFirst();
    if (ticket) await applyToTicket(db, outside, row.ticket_id, { event: null, visible: false });
  });
  room.onChanged([row.ticket_id]);
  if (failure !== null) {
    outside.log.warn('outbox', 'copy-failed', { id, failure });
    return false;
  }
  await flagAnswered(room, sent, row);
  return true;
}

async function copyToSent(sent: SentFolder, row: OutboxRow): Promise<string | null> {
  try {
    if (!(await sent.has(row.message_id))) await sent.append(row.raw, row.message_id);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function flagAnswered(room: OutboxRoom, sent: SentFolder, row: OutboxRow): Promise<void> {
  if (row.kind !== 'reply' || row.answers_message === null) return;
  const { log } = room.outside;
  try {
    const done = await sent.flagAnswered(row.answers_message);
    if (!done) log.warn('outbox', 'answered-not-flagged', { id: row.id });
  } catch (error) {
    // The flag is a courtesy to other clients; the message may be gone from the server. The mail is out and filed.
    log.warn('outbox', 'answered-not-flagged', { id: row.id, error: String(error) });
  }
}

/**
 * Looks in Sent for a message whose outcome is unknown: found there, it was accepted. Not found proves nothing; an
 * agent decides (invariant 2). Answers whether it was found.
 */
export async function lookForEvidence(
  room: OutboxRoom,
  sent: SentFolder | null,
  id: string,
  nextLookAt: number | null,
): Promise<boolean> {
  const { store, outside } = room;
  const row = await readOutboxRow(store.db, id);
  if (row.state !== 'outcome_unknown') return false;
  const found = sent !== null && (await hasCopy(room, sent, row));
  await store.transaction(async (db) => {
    const current = await readOutboxRow(db, id);
    if (current.state !== 'outcome_unknown') return;
    const now = outside.clock.now();
    if (!found) {
      await db.updateTable('outbox').set({ next_attempt_at: nextLookAt }).where('id', '=', id).execute();
      return;
    }
    const change = { accepted_at: now, next_attempt_at: null, error_code: null, error_text: null };
    if (!(await move(db, current, { kind: 'server-accepted' }, change))) return;
    await tell(db, room, current, 'sent', { evidence: 'sent-folder' }, () => ({ last_outbound_at: now }));
  });
  if (found) room.onChanged([row.ticket_id]);
  return found;
}

async function hasCopy(room: OutboxRoom, sent: SentFolder, row: OutboxRow): Promise<boolean> {
  try {
    return await sent.has(row.message_id);
  } catch (error) {
    // Away now: the next look asks again, and until then the outcome stays unknown.
    room.outside.log.warn('outbox', 'sent-not-searched', { id: row.id, error: String(error) });
    return false;
  }
}
