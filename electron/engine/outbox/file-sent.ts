import { ERASED, readOutboxRow } from '../store/outbox-table';
import type { OutboxRow } from '../store/outbox-table';
import type { SentFolder } from '../mail/mailbox';
import type { OutboxRoom } from './room';
import { move, tell } from './send';
import { nextFilingAt, nextOwnCopyLookAt } from './states';
import { applyToTicket } from './ticket-effect';

/** What became of one try: `waiting` where the provider may still make its own copy, and nothing is to be done now. */
export type FilingResult = 'filed' | 'waiting' | 'failed' | 'left-alone';

/**
 * Copies an accepted message to Sent, unless the server made a copy itself, and flags the answered message. Where the
 * provider is known to make one (`savesSent`), it is looked for several times before ours is made; the times count from
 * acceptance, which is in the row, so that a restart goes on with them. A failure never touches what was sent: only the
 * copy is tried again. `failures` counts those before.
 */
export async function fileRow(room: OutboxRoom, sent: SentFolder, id: string, failures: number): Promise<FilingResult> {
  const { store, outside } = room;
  const row = await readOutboxRow(store.db, id);
  if (row.state !== 'accepted' && row.state !== 'file_failed') return 'left-alone';
  if (row.envelope_to === ERASED) return 'left-alone';
  const lookAt = room.savesSent ? nextOwnCopyLookAt(row.accepted_at ?? row.created_at, outside.clock.now()) : null;
  const failure = await copyToSent(sent, row, lookAt === null);
  if (failure === NO_COPY_YET) {
    const waits = store.db.updateTable('outbox').set({ next_attempt_at: lookAt });
    await waits.where('id', '=', id).where('state', '=', row.state).execute();
    return 'waiting';
  }
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
    return 'failed';
  }
  await flagAnswered(room, sent, row);
  return 'filed';
}

const NO_COPY_YET = Symbol('no copy yet');

/** Answers why it failed, null where a copy is there now; `isOurs`: none is there, and none is to be waited for. */
async function copyToSent(
  sent: SentFolder,
  row: OutboxRow,
  isOurs: boolean,
): Promise<string | typeof NO_COPY_YET | null> {
  try {
    if (await sent.has(row.message_id)) return null;
    if (!isOurs) return NO_COPY_YET;
    await sent.append(row.raw, row.message_id);
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
