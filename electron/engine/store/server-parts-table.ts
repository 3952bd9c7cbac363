import type { Kysely } from 'kysely';
import type { Attachment } from '../../../shared/domain/message';
import { insertRows } from './insert-rows';
import type { StoreTables } from './schema';

/** An attachment that lies on the server, and where in its message. */
export type ServerPart = Attachment & {
  /** Part number (RFC 9051 §6.4.5), as FETCH takes it. */
  readonly part: string;
};

/** Notes which attachments of a new message were left on the server. */
export async function addServerParts(
  db: Kysely<StoreTables>,
  messageId: string,
  parts: readonly ServerPart[],
): Promise<void> {
  const rows = parts.map((part) => ({
    message_id: messageId,
    position: part.index,
    part: part.part,
    file_name: part.fileName,
    content_type: part.contentType,
    size: part.size,
    content_id: part.contentId,
  }));
  await insertRows(db, 'server_part', rows);
}

/** The attachments on the server by the row id of their message, in their order; most messages have none. */
export async function serverPartsOf(
  db: Kysely<StoreTables>,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ServerPart[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('server_part')
    .selectAll()
    .where('message_id', 'in', [...messageIds])
    .orderBy('message_id')
    .orderBy('position')
    .execute();
  const found = new Map<string, ServerPart[]>();
  for (const row of rows) {
    const parts = found.get(row.message_id) ?? [];
    found.set(row.message_id, parts);
    parts.push({
      index: row.position,
      part: row.part,
      fileName: row.file_name,
      contentType: row.content_type,
      size: row.size,
      contentId: row.content_id,
      text: '',
      onServer: true,
    });
  }
  return found;
}
