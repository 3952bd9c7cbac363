import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { senderName } from '../../../shared/domain/message';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { MessageTable, StoreTables } from './schema';
import { insertRows } from './insert-rows';
import { unzip } from './packed-raw';
import type { PackedRaw } from './packed-raw';

/** A row of `message`. */
export type MessageRow = Readonly<Selectable<MessageTable>>;

/** A message as intake knows it: its bytes and when they came; the rest is read from them later. */
export type NewMessage = {
  readonly id: string;
  readonly mailboxId: string;
  readonly digest: string;
  /** What its copy in another mailbox of the desk has, too (`sameMailOf`); absent or '' where nothing tells. */
  readonly sameMail?: string;
  /** Of the header, without brackets; read before the message is. */
  readonly messageId?: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** INTERNALDATE, or when we sent it; epoch ms. */
  readonly receivedAt: number;
  readonly raw: PackedRaw;
};

/** Adds messages that are yet to be read, with their bytes. */
export async function addMessages(db: Kysely<StoreTables>, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await insertRows(db, 'message', messages.map(unreadRow));
  const raws = messages.map(({ id, raw }) => ({ message_id: id, ...raw }));
  await insertRows(db, 'message_raw', raws);
}

/** What a message is before anything of it was read, or once all of it was taken out. */
export const EMPTY_MESSAGE = {
  same_mail: '',
  ticket_id: null,
  message_id: null,
  from_name: '',
  from_address: '',
  from_folded: '',
  subject: '',
  sent_at: null,
  new_text: '',
  quoted_text: '',
  signature: '',
  parsed: '',
  html: null,
  parse_attempts: 0,
  is_auto: 0,
} as const;

function unreadRow({ id, mailboxId, digest, sameMail = '', direction, receivedAt }: NewMessage): MessageRow {
  return {
    ...EMPTY_MESSAGE,
    id,
    mailbox_id: mailboxId,
    digest,
    same_mail: sameMail,
    direction,
    received_at: receivedAt,
    parse_state: 'pending',
  };
}

/** Ids of the messages that have one of these digests, by digest. */
export async function findByDigest(
  db: Kysely<StoreTables>,
  mailboxId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['id', 'digest'])
    .where('mailbox_id', '=', mailboxId)
    .where('digest', 'in', [...digests])
    .execute();
  return new Map(rows.map((row) => [row.digest, row.id]));
}

/** The bytes of a message as they were stored; null where no such message is. */
export async function readRaw(db: Kysely<StoreTables>, id: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('message_raw').select('bytes').where('message_id', '=', id).executeTakeFirst();
  return row ? unzip(row.bytes) : null;
}

/** Size of a message on its server, bytes, and whether all of it is stored; null where no such message is. */
export async function storedSize(
  db: Kysely<StoreTables>,
  id: string,
): Promise<{ readonly size: number; readonly whole: boolean } | null> {
  const query = db.selectFrom('message_raw').select(['encoding', 'size']).where('message_id', '=', id);
  const row = await query.executeTakeFirst();
  return row ? { size: row.size, whole: row.encoding === 'gzip' } : null;
}

/** The bytes of several messages, by id, in one statement. */
export async function readRaws(
  db: Kysely<StoreTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message_raw')
    .select(['message_id', 'bytes'])
    .where('message_id', 'in', [...ids])
    .execute();
  const unpacked = await Promise.all(rows.map(async (row) => [row.message_id, await unzip(row.bytes)] as const));
  return new Map(unpacked);
}

/** Ids of messages that are stored but not read yet, newest first: what a restart goes on with. */
export async function findUnread(db: Kysely<StoreTables>, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    // Written out: with a parameter SQLite would not use the partial index.
    .where('parse_state', '=', sql.lit('pending'))
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** What reading a message gave. */
export type ReadMessage = {
  readonly message: Message;
  readonly parts: BodyParts;
  /** `foldAddress` of From, '' without one. */
  readonly fromFolded: string;
  readonly isAuto: boolean;
};

/** The row of a message with what was read from it. */
export function readRow(row: MessageRow, read: ReadMessage): MessageRow {
  const { message, parts } = read;
  const { text: _text, html, ...rest } = message;
  return {
    ...row,
    message_id: message.messageId,
    from_name: senderName(message),
    from_address: message.from?.address ?? '',
    from_folded: read.fromFolded,
    subject: message.subject,
    sent_at: message.sentAt,
    new_text: parts.newText,
    quoted_text: parts.quotedText,
    signature: parts.signature,
    parsed: JSON.stringify(rest),
    html,
    parse_state: message.readability === 'envelope' ? 'envelope' : 'parsed',
    parse_attempts: row.parse_attempts + 1,
    is_auto: read.isAuto ? 1 : 0,
  };
}

/** A read row and the Message-IDs that it names. `again`: it was read before, so older references may lie there. */
export type SavedRow = { readonly row: MessageRow; readonly references: readonly string[]; readonly again: boolean };

/** What reading a message finds out. */
const READ_COLUMNS = [
  'ticket_id',
  'message_id',
  'from_name',
  'from_address',
  'from_folded',
  'subject',
  'sent_at',
  'new_text',
  'quoted_text',
  'signature',
  'parsed',
  'html',
  'parse_state',
  'parse_attempts',
  'is_auto',
] as const;

/** Writes rows that were read, with the ticket that they lie in, and their threading references: for all at once. */
export async function saveRead(db: Kysely<StoreTables>, saved: readonly SavedRow[]): Promise<void> {
  if (saved.length === 0) return;
  const rows = saved.map(({ row }) => row);
  await insertRows(db, 'message', rows, READ_COLUMNS);
  const again = saved.flatMap((one) => (one.again ? [one.row.id] : []));
  if (again.length > 0) await db.deleteFrom('message_reference').where('message_id', 'in', again).execute();
  const references = saved.flatMap((one) =>
    [...new Set(one.references)].map((reference) => ({ message_id: one.row.id, reference })),
  );
  await insertRows(db, 'message_reference', references);
}

/** Counts an attempt to read a message before it starts, so that one that kills its reader is not tried for ever. */
export async function countAttempt(db: Kysely<StoreTables>, id: string): Promise<void> {
  await db
    .updateTable('message')
    .set((column) => ({ parse_attempts: column('parse_attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
