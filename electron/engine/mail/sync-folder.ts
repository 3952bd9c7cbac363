import type { FetchMessageObject } from 'imapflow';
import type { Outside } from '../outside';
import { readFolder, saveFolder } from '../store/folders-table';
import type { FolderRow } from '../store/folders-table';
import { endOtherEpochs, markExpunged, messagesAt, readKnownUids } from '../store/locations-table';
import type { FolderEpoch } from '../store/locations-table';
import type { Store } from '../store/store';
import { readQuarantinedUids } from '../store/quarantine-table';
import type { ImapConnection } from './imap-connection';
import { fetchLarge, OVERSIZE_BYTES, received, WITH_ITS_BATCH_BYTES } from './fetch-large';
import { imapFailure } from './imap-failure';
import type { SyncedFolder } from './imap-folders';
import { putAside, storeBatch } from './intake';
import type { FetchedMessage, FreshMessages, IntakeSource } from './intake';
import type { SyncCounts } from './mailbox';
import { NOT_DELIVERED, SERVER_FAILS } from './aside-reasons';
import { findRefused, isServersWord } from './refused-messages';
import { cutBatches, planFolder, uidSet } from './sync-plan';
import type { FolderPlan } from './sync-plan';

/** One pass over one folder. */
export type FolderRun = {
  readonly connection: ImapConnection;
  readonly server: Parameters<typeof imapFailure>[1];
  readonly store: Store;
  readonly outside: Outside;
  readonly mailboxId: string;
  readonly folder: SyncedFolder;
  /** `new`: only what came above the cursor; `full`: everything is compared. */
  readonly kind: 'new' | 'full';
  /** How often a large message was begun by its structure and lost the link, by its place (`fetch-large.ts`). */
  readonly structureTries: Map<string, number>;
  /** Time for SELECT and SEARCH, ms; fetching is watched by the socket's silence instead. */
  readonly commandMs: number;
  /** A session beside `connection`, whose own is over then: to find what the server fails over. */
  readonly connect: () => Promise<ImapConnection>;
  /** Called after each stored batch; no further one is fetched until it settles. */
  onBatch(stored: FreshMessages): Promise<void>;
  /** Called with stored messages that got a place in this folder, or lost theirs. */
  onMoved(messageRowIds: readonly string[]): Promise<void>;
  onProgress(done: number, total: number): void;
};

/** A transaction holds at most this much mail, so that two of them in memory stay small. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * Brings one folder in step: reads only (EXAMINE, BODY.PEEK), newest first, each batch committed with its cursor
 * while the next one is fetched. The sum closes: seen = stored + known + quarantined.
 * Rejects with SportelloError of the server (`imap-*`) or the store; what was committed stays.
 */
export async function syncFolder(run: FolderRun): Promise<SyncCounts> {
  const { connection, folder } = run;
  const { client } = connection;
  const lock = await connection.within(run.commandMs, client.getMailboxLock(folder.path, { readOnly: true }));
  try {
    if (client.mailbox === false) throw connection.refusal(`open ${folder.path}`, 'Sportello tries again.');
    const epoch: FolderEpoch = {
      mailboxId: run.mailboxId,
      folder: folder.path,
      uidValidity: String(client.mailbox.uidValidity),
    };
    const before = await startEpoch(run, epoch);
    const above = run.kind === 'new' ? before.last_uid : 0;
    const listed = await listUids(run, above);
    const plan = planFolder(listed, await readKnown(run, epoch, above));
    const cursor = { ...before, last_uid: highest(listed, before.last_uid) };
    const counts = await fetchAll(run, { epoch, role: folder.role }, plan, cursor);
    const gone = await run.store.transaction(async (db) => {
      const now = run.outside.clock.now();
      await markExpunged(db, epoch, plan.vanished, now);
      await markExpunged(db, epoch, plan.returned, null);
      await saveFolder(db, { ...cursor, backfill_uid: null, synced_at: now });
      return messagesAt(db, epoch, plan.vanished);
    });
    if (gone.length > 0) await run.onMoved(gone);
    return closeSum(run, counts);
  } finally {
    lock.release();
  }
}

/** The folder's row in this epoch; a changed UIDVALIDITY ends the old one: messages stay, their places are read anew. */
async function startEpoch(run: FolderRun, epoch: FolderEpoch): Promise<FolderRow> {
  const row = await readFolder(run.store.db, epoch.mailboxId, epoch.folder);
  if (row?.uidvalidity === epoch.uidValidity) return { ...row, role: run.folder.role };
  const fresh: FolderRow = {
    mailbox_id: epoch.mailboxId,
    path: epoch.folder,
    role: run.folder.role,
    uidvalidity: epoch.uidValidity,
    last_uid: 0,
    backfill_uid: null,
    highest_modseq: null,
    synced_at: null,
    answered_read_at: null,
  };
  if (row) run.outside.log.warn('sync', 'uidvalidity.changed', { folder: epoch.folder });
  await run.store.transaction(async (db) => {
    await endOtherEpochs(db, epoch, run.outside.clock.now());
    await saveFolder(db, fresh);
  });
  return fresh;
}

async function listUids(run: FolderRun, above: number): Promise<readonly number[]> {
  const { client } = run.connection;
  // `n:*` always answers the last message too, so what is not above the cursor is dropped
  const query = above > 0 ? { uid: `${String(above + 1)}:*` } : { all: true };
  const uids = await run.connection.within(run.commandMs, client.search(query, { uid: true }));
  if (!uids) throw run.connection.refusal(`list the messages of ${run.folder.path}`, 'Sportello tries again.');
  return uids.filter((uid) => uid > above);
}

async function readKnown(run: FolderRun, epoch: FolderEpoch, above: number): Promise<Parameters<typeof planFolder>[1]> {
  const { live, expunged } = await readKnownUids(run.store.db, epoch, above);
  const aside = await readQuarantinedUids(run.store.db, epoch);
  const quarantined = [...aside].filter(([, reason]) => reason !== NOT_DELIVERED).map(([uid]) => uid);
  return { live, expunged, quarantined };
}

async function fetchAll(
  run: FolderRun,
  source: IntakeSource,
  plan: FolderPlan,
  cursor: FolderRow,
): Promise<SyncCounts> {
  const total = plan.batches.reduce((sum, batch) => sum + batch.length, 0);
  const counts = {
    seen: plan.known + plan.quarantined,
    stored: 0,
    known: plan.known,
    quarantined: plan.quarantined,
    errors: 0,
  };
  let lowest = Number.POSITIVE_INFINITY;
  let done = 0;
  let committing: Promise<void> = Promise.resolve();
  let room: Promise<void> = Promise.resolve();

  async function commit(chunk: readonly FetchedMessage[]): Promise<void> {
    lowest = Math.min(lowest, ...chunk.map((message) => message.uid));
    const outcome = await storeBatch(run.store, run.outside, source, chunk, { ...cursor, backfill_uid: lowest });
    counts.seen += chunk.length;
    counts.stored += outcome.stored.size;
    counts.known += outcome.known;
    counts.quarantined += outcome.quarantined;
    counts.errors += outcome.quarantined;
    done += chunk.length;
    run.onProgress(done, total);
    if (outcome.moved.length > 0) await run.onMoved(outcome.moved);
    if (outcome.stored.size === 0) return;
    room = run.onBatch(outcome.stored);
    // its failure is thrown by the await between two fetches
    room.catch(() => undefined);
  }
  /** One chunk is committed while the next is fetched; the one before must be done, so memory stays bounded. */
  async function hand(chunk: readonly FetchedMessage[]): Promise<void> {
    await committing;
    committing = commit(chunk);
    // its failure is thrown by the next await of it; this keeps Node from calling it unhandled meanwhile
    committing.catch(() => undefined);
  }

  if (total > 0) run.onProgress(0, total);
  try {
    const undelivered: number[] = [];
    for (const batch of plan.batches) {
      try {
        undelivered.push(...(await fetchBatch(run, batch, hand)));
      } catch (error) {
        if (isServersWord(error)) await putRefusedAside(run, source, batch);
        throw error;
      }
      // Between two commands: a link that stands still inside one looks dead.
      await room;
    }
    await committing;
    for (const uid of await fetchAgain(run, undelivered, hand)) {
      await putAside(run.store, run.outside, source.epoch, uid, NOT_DELIVERED, undefined);
      counts.seen += 1;
      counts.quarantined += 1;
      counts.errors += 1;
    }
  } finally {
    // a lost link must not leave a transaction of ours running behind the caller's back
    await committing;
  }
  return counts;
}

/**
 * One message that the server cannot read must not keep its neighbours out for ever: it is found and put aside. This pass
 * fails all the same, for its session is over; the next one goes on without that message.
 */
async function putRefusedAside(run: FolderRun, source: IntakeSource, batch: readonly number[]): Promise<void> {
  await run.connection.close();
  const { commandMs, connect } = run;
  const look = { folder: run.folder.path, maxBytes: OVERSIZE_BYTES, commandMs, connect };
  const refused = await findRefused(look, batch).catch((error: unknown) => {
    throw imapFailure(error, run.server);
  });
  for (const uid of refused) await putAside(run.store, run.outside, source.epoch, uid, SERVER_FAILS, undefined);
}

/** Fetches one batch and hands it on in chunks; answers the UIDs that the server left out. */
async function fetchBatch(
  run: FolderRun,
  uids: readonly number[],
  hand: (chunk: readonly FetchedMessage[]) => Promise<void>,
): Promise<readonly number[]> {
  const { client } = run.connection;
  const waiting = new Set(uids);
  const large: FetchMessageObject[] = [];
  let chunk: FetchedMessage[] = [];
  let bytes = 0;
  const source = { start: 0, maxLength: WITH_ITS_BATCH_BYTES };
  const query = { uid: true, flags: true, size: true, internalDate: true, source };
  try {
    for await (const item of client.fetch(uidSet(uids), query, { uid: true })) {
      // flag updates of other clients come unasked in between, without a body
      if (!waiting.has(item.uid) || !item.source) continue;
      waiting.delete(item.uid);
      if ((item.size ?? 0) > WITH_ITS_BATCH_BYTES || item.source.length >= WITH_ITS_BATCH_BYTES) {
        large.push(item);
        continue;
      }
      chunk.push(received(run, item, item.source));
      bytes += item.source.length;
      if (bytes >= CHUNK_BYTES) {
        await hand(chunk);
        chunk = [];
        bytes = 0;
      }
    }
  } catch (error) {
    throw imapFailure(error, run.server);
  }
  if (run.connection.isLost()) throw imapFailure(new Error('The connection was lost while fetching'), run.server);
  if (chunk.length > 0) await hand(chunk);
  for (const item of large) {
    const message = await fetchLarge(run, item);
    if (message) await hand([message]);
    else waiting.add(item.uid);
  }
  return [...waiting];
}

/** Asks once more for what was left out. Answers the UIDs that the server still lists and still does not deliver. */
async function fetchAgain(
  run: FolderRun,
  uids: readonly number[],
  hand: (chunk: readonly FetchedMessage[]) => Promise<void>,
): Promise<readonly number[]> {
  if (uids.length === 0) return [];
  const { client } = run.connection;
  const still = await run.connection.within(run.commandMs, client.search({ uid: uidSet(uids) }, { uid: true }));
  if (!still) throw run.connection.refusal(`list the messages of ${run.folder.path}`, 'Sportello tries again.');
  const missing: number[] = [];
  for (const batch of cutBatches(still)) missing.push(...(await fetchBatch(run, batch, hand)));
  return missing;
}

function highest(uids: readonly number[], atLeast: number): number {
  let top = atLeast;
  for (const uid of uids) if (uid > top) top = uid;
  return top;
}

function closeSum(run: FolderRun, counts: SyncCounts): SyncCounts {
  const { seen, stored, known, quarantined } = counts;
  if (seen === stored + known + quarantined) return counts;
  run.outside.log.error('sync', 'sum.open', { folder: run.folder.path, seen, stored, known, quarantined });
  return { ...counts, errors: counts.errors + 1 };
}
