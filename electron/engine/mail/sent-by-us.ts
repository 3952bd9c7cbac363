import type { Kysely } from 'kysely';
import type { NewMessage } from '../store/messages-table';
import type { StoreTables } from '../store/schema';

/** The header field ends at the first line that does not begin with white space. */
const MESSAGE_ID = /^message-id:[ \t]*(?:\r?\n[ \t]+)?<([^<>\s]{1,998})>/im;

/**
 * Finds replies of this desk among what the Sent folder holds, by the Message-ID that we gave them: a server may have
 * rewritten the bytes of its copy. Only ids of the outbox count, 128 random bits of ours; another client's repeated
 * Message-ID never joins two messages. Whichever mailbox it was sent from: an address may be added again under another id.
 *
 * @returns row id of the message that we stored on sending, by digest
 */
export async function findSentByUs(
  db: Kysely<StoreTables>,
  messages: readonly NewMessage[],
): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const { messageId, digest } of messages) if (messageId) digests.set(messageId, digest);
  if (digests.size === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .innerJoin('outbox', 'outbox.message_id', 'message.message_id')
    .select(['message.id', 'message.message_id'])
    .where('message.direction', '=', 'outbound')
    .where('message.message_id', 'in', [...digests.keys()])
    .execute();
  const found = new Map<string, string>();
  for (const row of rows) {
    const digest = row.message_id === null ? undefined : digests.get(row.message_id);
    if (digest !== undefined) found.set(digest, row.id);
  }
  return found;
}

/**
 * Finds what lies in Sent of another mailbox of the store byte for byte: an address that was removed and added again under another id
 * gives all of its Sent folder a second time.
 *
 * @returns row id by digest
 */
export async function findInOtherSent(
  db: Kysely<StoreTables>,
  mailboxId: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map();
  const folders = await db.selectFrom('folder').select('mailbox_id').distinct().execute();
  const others = folders.map(({ mailbox_id }) => mailbox_id).filter((id) => id !== mailboxId);
  if (others.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['id', 'digest'])
    // Named, for the index begins with it.
    .where('mailbox_id', 'in', others)
    .where('digest', 'in', [...digests])
    .where('direction', '=', 'outbound')
    .execute();
  return new Map(rows.map((row) => [row.digest, row.id]));
}

/** Message-ID of a raw message without brackets; null when missing or malformed. */
export function readMessageId(raw: Uint8Array): string | null {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 256 * 1024)).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head);
  return MESSAGE_ID.exec(end ? head.slice(0, end.index + 1) : head)?.[1] ?? null;
}
