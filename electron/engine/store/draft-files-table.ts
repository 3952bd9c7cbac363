import type { DraftFile } from '../../../shared/contract/compose';
import { LEFT } from './drafts-table';
import type { Db } from './tickets-table';

/** A file with its bytes, as it goes into a mail. */
export type FileBytes = Omit<DraftFile, 'id'> & { readonly bytes: Uint8Array };

/** How long a file that was taken out of a draft can be put back, ms: longer than anybody remembers it. */
const REMOVED_KEPT_MS = 86_400_000;

/** Files of this agent's draft and of one that was left on the ticket, in the order they were attached. */
export async function draftFiles(db: Db, draft: string, agent: string): Promise<readonly DraftFile[]> {
  const rows = await attached(db, draft, agent).select(['id', 'file_name', 'content_type', 'size']).execute();
  return rows.map((row) => ({
    id: row.id,
    fileName: row.file_name,
    contentType: row.content_type,
    size: row.size,
  }));
}

/** The same with their bytes. */
export async function draftFileBytes(db: Db, draft: string, agent: string): Promise<readonly FileBytes[]> {
  const rows = await attached(db, draft, agent).select(['file_name', 'content_type', 'size', 'bytes']).execute();
  return rows.map((row) => ({
    fileName: row.file_name,
    contentType: row.content_type,
    size: row.size,
    bytes: row.bytes,
  }));
}

function attached(db: Db, draft: string, agent: string) {
  return db
    .selectFrom('draft_file')
    .where('ticket_id', '=', draft)
    .where('agent', 'in', [agent, LEFT])
    .where('removed', '=', 0)
    .orderBy('added_at')
    .orderBy('id');
}

/** Attaches a file. What was taken out long ago is forgotten with it. */
export async function addDraftFile(
  db: Db,
  file: FileBytes & { readonly id: string; readonly draft: string; readonly agent: string; readonly at: number },
): Promise<void> {
  await db
    .deleteFrom('draft_file')
    .where('agent', '=', file.agent)
    .where('removed', '=', 1)
    .where('added_at', '<', file.at - REMOVED_KEPT_MS)
    .execute();
  await db
    .insertInto('draft_file')
    .values({
      id: file.id,
      ticket_id: file.draft,
      agent: file.agent,
      file_name: file.fileName,
      content_type: file.contentType,
      size: file.size,
      bytes: file.bytes,
      added_at: file.at,
      removed: 0,
    })
    .execute();
}

/** Takes a file out of a draft, or puts it back. Answers whether there was one. */
export async function markDraftFile(
  db: Db,
  { draft, agent, file, removed }: Readonly<Record<'draft' | 'agent' | 'file', string>> & { readonly removed: boolean },
): Promise<boolean> {
  const done = await db
    .updateTable('draft_file')
    .set({ removed: removed ? 1 : 0 })
    .where('id', '=', file)
    .where('ticket_id', '=', draft)
    .where('agent', 'in', [agent, LEFT])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Forgets the files of a draft: they are in the bytes of what was accepted. */
export async function dropDraftFiles(db: Db, draft: string, agent: string): Promise<void> {
  await db.deleteFrom('draft_file').where('ticket_id', '=', draft).where('agent', 'in', [agent, LEFT]).execute();
}
