import type { Kysely } from 'kysely';
import { SportelloError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import type { FolderRole, FolderRow } from '../store/folders-table';
import { saveFolder } from '../store/folders-table';
import { addLocations, messagesOfFolder } from '../store/locations-table';
import type { FolderEpoch, LocationRow } from '../store/locations-table';
import { addMessages, findByDigest } from '../store/messages-table';
import type { NewMessage } from '../store/messages-table';
import type { Store } from '../store/store';
import { packRaw } from '../store/packed-raw';
import { refusedByStore } from './aside-reasons';
import { quarantine, releaseQuarantined } from '../store/quarantine-table';
import type { StoreTables } from '../store/schema';
import { addServerParts } from '../store/server-parts-table';
import type { ServerPart } from '../store/server-parts-table';
import { digestSplit, splitMessage } from './message-digest';
import type { SplitMessage } from './message-digest';
import { findInOtherMailboxes, sameMailOf } from './same-mail';
import { findStoredOtherwise } from './stored-otherwise';
import { findInOtherSent, findSentByUs, readMessageId } from './sent-by-us';

/** A message as it came from the server. */
export type FetchedMessage = {
  readonly uid: number;
  readonly raw: Uint8Array;
  /** Size on the server where `raw` is not the whole message; else null. */
  readonly wholeSize: number | null;
  /** Of a large message whose `raw` holds its texts: what identifies it, and what was left on the server. */
  readonly large: { readonly digest: string; readonly left: readonly ServerPart[] } | null;
  /** INTERNALDATE, epoch ms. */
  readonly receivedAt: number;
  /** Somebody had answered it before it came here. */
  readonly answered: boolean;
};

/** Messages just committed: row id → bytes as they came. */
export type FreshMessages = ReadonlyMap<string, Uint8Array>;

/** What became of a batch; the three add up to its messages. */
export type IntakeOutcome = {
  /** Row ids of new messages, in the order given, with their bytes: who reads them next need not unpack them again. */
  readonly stored: FreshMessages;
  /** Messages that were there already: they only got another location. */
  readonly known: number;
  /** Row ids of those that had no place in this folder before: somebody moved or copied them here. */
  readonly moved: readonly string[];
  readonly quarantined: number;
};

/** Where a batch comes from. */
export type IntakeSource = { readonly epoch: FolderEpoch; readonly role: FolderRole };

type Prepared = NewMessage & {
  readonly answered: boolean;
  readonly uid: number;
  readonly fresh: Uint8Array;
  readonly left: readonly ServerPart[];
};

/**
 * Stores a batch: new messages with their bytes, the location of each, and the folder's cursor, in one transaction.
 * Where the store refuses the batch, its messages are stored one by one and the refused one is put aside; a failure of
 * the store itself (full, damaged) is thrown and nothing of the batch is kept.
 */
export async function storeBatch(
  store: Store,
  outside: Outside,
  source: IntakeSource,
  fetched: readonly FetchedMessage[],
  cursor: FolderRow,
): Promise<IntakeOutcome> {
  const prepared = await Promise.all(fetched.map((message) => prepare(outside, source, message)));
  try {
    // Lost in a power cut, it is fetched again: the cursor goes with it.
    return await store.transaction((db) => storePrepared(db, source, prepared, cursor), 'repeatable');
  } catch (error) {
    if (error instanceof SportelloError) throw error;
    outside.log.warn('intake', 'batch.refused', { messages: prepared.length, reason: String(error) });
  }
  const stored = new Map<string, Uint8Array>();
  const moved: string[] = [];
  let known = 0;
  let quarantined = 0;
  for (const [index, message] of prepared.entries()) {
    try {
      const one = await store.transaction((db) => storePrepared(db, source, [message], cursor));
      for (const [id, raw] of one.stored) stored.set(id, raw);
      known += one.known;
      moved.push(...one.moved);
    } catch (error) {
      if (error instanceof SportelloError) throw error;
      await putAside(store, outside, source.epoch, message.uid, refusedByStore(error), fetched[index]);
      quarantined += 1;
    }
  }
  return { stored, known, moved, quarantined };
}

/** Puts one UID aside, with its bytes where there are any, and says so in the log. */
export async function putAside(
  store: Store,
  outside: Outside,
  epoch: FolderEpoch,
  uid: number,
  reason: string,
  fetched: FetchedMessage | undefined,
): Promise<void> {
  outside.log.error('intake', 'message.quarantined', { folder: epoch.folder, uid, reason });
  await quarantine(store.db, {
    id: outside.ids.row(),
    mailbox_id: epoch.mailboxId,
    folder: epoch.folder,
    uidvalidity: epoch.uidValidity,
    uid,
    reason,
    bytes: fetched?.raw ?? null,
    at: outside.clock.now(),
  });
}

/** The key that a message is found again by, wherever it is seen. */
export function digestOf({ raw, large, wholeSize }: FetchedMessage, split?: SplitMessage): string {
  const digest = large?.digest ?? digestSplit(split ?? splitMessage(raw));
  // the heads of two oversize messages may be equal: their size tells them apart
  return wholeSize === null ? digest : `${digest}:${String(wholeSize)}`;
}

async function prepare(outside: Outside, source: IntakeSource, message: FetchedMessage): Promise<Prepared> {
  const { large, wholeSize } = message;
  const encoding = large ? 'gzip-text' : 'gzip-head';
  const split = splitMessage(message.raw);
  // of one that is not whole the end is not known: another mail may begin alike
  const isTold = source.role !== 'sent' && (wholeSize === null || large !== null);
  return {
    uid: message.uid,
    fresh: message.raw,
    answered: message.answered,
    id: outside.ids.row(),
    mailboxId: source.epoch.mailboxId,
    digest: digestOf(message, split),
    sameMail: isTold ? sameMailOf(split, large?.left) : '',
    messageId: readMessageId(message.raw),
    direction: source.role === 'sent' ? 'outbound' : 'inbound',
    receivedAt: message.receivedAt,
    raw: await (wholeSize === null ? packRaw(message.raw) : packRaw(message.raw, { encoding, size: wholeSize })),
    left: large?.left ?? [],
  };
}

async function storePrepared(
  db: Kysely<StoreTables>,
  source: IntakeSource,
  prepared: readonly Prepared[],
  cursor: FolderRow,
): Promise<IntakeOutcome> {
  const { epoch, role } = source;
  const ids = new Map(
    await findByDigest(
      db,
      epoch.mailboxId,
      prepared.map((message) => message.digest),
    ),
  );
  for (const [digest, id] of await findStoredOtherwise(db, epoch.mailboxId, prepared, ids)) ids.set(digest, id);
  if (role === 'sent') {
    const strangers = prepared.filter((message) => !ids.has(message.digest));
    const digests = strangers.map((message) => message.digest);
    for (const [digest, id] of await findInOtherSent(db, epoch.mailboxId, digests)) ids.set(digest, id);
    for (const [digest, id] of await findSentByUs(db, strangers)) ids.set(digest, id);
  } else {
    const strangers = prepared.filter((message) => !ids.has(message.digest));
    for (const [digest, id] of await findInOtherMailboxes(db, epoch.mailboxId, strangers)) ids.set(digest, id);
  }
  const added: NewMessage[] = [];
  const stored = new Map<string, Uint8Array>();
  const locations: LocationRow[] = [];
  for (const { uid, fresh, answered, left: _left, ...message } of prepared) {
    let id = ids.get(message.digest);
    if (id === undefined) {
      id = message.id;
      ids.set(message.digest, id);
      added.push(message);
      stored.set(id, fresh);
    }
    locations.push({
      mailbox_id: epoch.mailboxId,
      folder: epoch.folder,
      uidvalidity: epoch.uidValidity,
      uid,
      message_id: id,
      expunged_at: null,
      answered: answered ? 1 : 0,
      answered_since: null,
    });
  }
  const elsewhere = [...new Set(locations.map((place) => place.message_id))].filter((id) => !stored.has(id));
  const here = await messagesOfFolder(db, epoch, elsewhere);
  await addMessages(db, added);
  for (const { id, left } of prepared) if (stored.has(id) && left.length > 0) await addServerParts(db, id, left);
  await addLocations(db, locations);
  await releaseQuarantined(
    db,
    epoch,
    prepared.map((message) => message.uid),
  );
  await saveFolder(db, cursor);
  const moved = elsewhere.filter((id) => !here.has(id));
  return { stored, known: prepared.length - added.length, moved, quarantined: 0 };
}
