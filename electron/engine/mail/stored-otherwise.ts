import { gunzipSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { readRaw } from '../store/messages-table';
import type { NewMessage } from '../store/messages-table';
import type { StoreTables } from '../store/schema';
import { readMessageId } from './sent-by-us';

/**
 * Finds messages that are not stored whole now but are in the store in another form, so under another digest: a version
 * before this one stored them whole, or the server gave no structure the other time. Message-ID, size and the whole header must
 * be the same; two messages stored in the same form are never joined by this.
 *
 * @param known digests that were found already
 * @returns row id by digest
 */
export async function findStoredOtherwise(
  db: Kysely<StoreTables>,
  mailboxId: string,
  messages: readonly NewMessage[],
  known: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { digest, raw } of messages) {
    if (raw.encoding === 'gzip' || known.has(digest)) continue;
    const bytes = gunzipSync(raw.bytes);
    const messageId = readMessageId(bytes);
    if (messageId === null) continue;
    const candidates = await db
      .selectFrom('message')
      .innerJoin('message_raw', 'message_raw.message_id', 'message.id')
      .select('message.id')
      .where('message.message_id', '=', messageId)
      .where('message.mailbox_id', '=', mailboxId)
      .where('message_raw.size', '=', raw.size)
      .where('message_raw.encoding', '!=', raw.encoding)
      .execute();
    for (const { id } of candidates) {
      const stored = await readRaw(db, id);
      if (stored && headerText(stored) === headerText(bytes)) found.set(digest, id);
    }
  }
  return found;
}

function headerText(raw: Uint8Array): string {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 1024 * 1024)).toString('latin1');
  return text.replaceAll('\r\n', '\n').split('\n\n', 1)[0] ?? '';
}
