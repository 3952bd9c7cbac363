import { COPIED_AT } from '../copies/read-copy';
import type { SentFolder } from '../mail/mailbox';
import type { Outside } from '../outside';
import { moveOutboxRow, readOutboxRow } from '../store/outbox-table';
import type { OutboxChange } from '../store/outbox-table';
import type { Store } from '../store/store';
import { readSetting } from '../store/settings-table';
import type { Db } from '../store/tickets-table';
import { fallBehind } from './catch-up';
import type { OutboxRoom } from './room';
import { move, tell } from './send';
import { NOT_SETTLED, nextFilingAt, nextState } from './states';

/**
 * Freezes the outbox of a store that is a copy, whoever put it there: of what it has not seen settled nobody knows whether
 * it was sent since, so nothing goes out until it was compared with Sent (reliability.md F33); and what is accepted from now on
 * waits until the mailbox was read through (`behindSince`). Runs before anything may be sent, in the transaction that takes
 * the mark away. Answers how many rows were frozen; null in a store that is no copy.
 */
export async function freezeRestored(store: Store, outside: Outside): Promise<number | null> {
  const copiedAt = await readSetting(store.db, COPIED_AT);
  if (copiedAt === null) return null;
  const frozen = await store.transaction(async (db) => {
    const rows = await db.selectFrom('outbox').select('id').where('state', 'in', NOT_SETTLED).execute();
    for (const { id } of rows) await freeze(db, outside, id);
    await fallBehind(db, outside.clock.now());
    await db.deleteFrom('setting').where('name', '=', COPIED_AT).execute();
    return rows.length;
  });
  outside.log.warn('outbox', 'restored', { copiedAt: Number(copiedAt), frozen });
  return frozen;
}

async function freeze(db: Db, outside: Outside, id: string): Promise<void> {
  const row = await readOutboxRow(db, id);
  const to = nextState(row.state, { kind: 'store-restored' });
  if (to === null) return;
  const now = outside.clock.now();
  await moveOutboxRow(db, row, to, { held_reason: 'restored', next_attempt_at: now });
  await tell(db, { outside }, row, 'send-failed', { reason: 'held', why: 'restored' });
}

/**
 * Compares what a restore froze with the Sent folder: found there by its Message-ID, it was sent. Not found proves
 * nothing where a server rewrites that, or where there is no Sent folder, so an agent decides. A Sent folder that cannot be
 * searched is searched again, later each time: a refused password must not be a login a minute. `failures` counts the
 * looks in a row before this one that failed; answers them with this one.
 */
export async function compareRestored(room: OutboxRoom, sent: SentFolder | null, failures: number): Promise<number> {
  if (sent === null) return failures;
  const { store, outside } = room;
  const due = await frozen(store.db, room.mailboxId).where('next_attempt_at', '<=', outside.clock.now()).execute();
  for (const { id } of due) {
    const found = await isInSent(room, sent, (await readOutboxRow(store.db, id)).message_id);
    const ticket = await store.transaction(async (db) => {
      const row = await readOutboxRow(db, id);
      if (row.held_reason !== 'restored') return row.ticket_id;
      const now = outside.clock.now();
      if (found === null) {
        // The server is away for all of them: one look at a time, not one for each.
        await putOff(db, room.mailboxId, nextFilingAt(failures + 1, now));
      } else if (!found) {
        await moveOutboxRow(db, row, row.state, { held_reason: 'restored-not-in-sent', next_attempt_at: null });
      } else {
        const settled: OutboxChange = {
          accepted_at: now,
          // Its undo window may lie ahead of the copy's time: it is over, the mail is out.
          until_at: Math.min(row.until_at, now),
          next_attempt_at: null,
          held_reason: null,
          error_code: null,
          error_text: null,
        };
        if (await move(db, row, { kind: 'found-in-sent' }, settled)) {
          await tell(db, room, row, 'sent', { evidence: 'sent-folder' }, () => ({ last_outbound_at: now }));
        }
      }
      return row.ticket_id;
    });
    outside.log.info('outbox', 'compared', { id, found });
    room.onChanged([ticket]);
    if (found === null) return failures + 1;
  }
  return due.length === 0 ? failures : 0;
}

/** Compares at once what waits for a later look: the server was just heard. */
export async function compareNow(db: Db, mailbox: string, now: number): Promise<void> {
  await putOff(db, mailbox, now);
}

async function putOff(db: Db, mailbox: string, to: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_attempt_at: to })
    .where('mailbox_id', '=', mailbox)
    .where('state', '=', 'held')
    .where('held_reason', '=', 'restored')
    .execute();
}

/** When frozen rows are compared next, epoch ms; null where none is. */
export async function nextComparisonAt(db: Db, mailbox: string): Promise<number | null> {
  const [first] = await frozen(db, mailbox).orderBy('next_attempt_at').limit(1).execute();
  return first?.next_attempt_at ?? null;
}

function frozen(db: Db, mailbox: string) {
  return db
    .selectFrom('outbox')
    .select(['id', 'next_attempt_at'])
    .where('mailbox_id', '=', mailbox)
    .where('state', '=', 'held')
    .where('held_reason', '=', 'restored')
    .where('next_attempt_at', 'is not', null);
}

async function isInSent(room: OutboxRoom, sent: SentFolder, messageId: string): Promise<boolean | null> {
  try {
    return (await sent.exists()) && (await sent.has(messageId));
  } catch (error) {
    room.outside.log.warn('outbox', 'sent-not-searched', { error: String(error) });
    return null;
  }
}
