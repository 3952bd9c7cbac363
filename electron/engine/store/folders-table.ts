import type { Kysely, Selectable } from 'kysely';
import type { FolderTable, StoreTables } from './schema';

/** A row of `folder`: how far a folder of a mailbox has been read. */
export type FolderRow = Readonly<Selectable<FolderTable>>;

/** Role of a folder in the mailbox: what arrives, what we sent, what the server took for junk. */
export type FolderRole = 'inbox' | 'sent' | 'junk';

/** Reads the row of one folder; null before its first sync. */
export async function readFolder(db: Kysely<StoreTables>, mailboxId: string, path: string): Promise<FolderRow | null> {
  const row = await db
    .selectFrom('folder')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('path', '=', path)
    .executeTakeFirst();
  return row ?? null;
}

/** Writes a folder's cursor; always in the transaction of the rows that it covers. */
export async function saveFolder(db: Kysely<StoreTables>, row: FolderRow): Promise<void> {
  const { mailbox_id: _mailbox, path: _path, ...cursor } = row;
  await db
    .insertInto('folder')
    .values(row)
    .onConflict((conflict) => conflict.columns(['mailbox_id', 'path']).doUpdateSet(cursor))
    .execute();
}

/** Roles of the folders in which a message lies now, for the desk's Junk queue. */
export async function rolesOfMessage(db: Kysely<StoreTables>, messageId: string): Promise<readonly FolderRole[]> {
  const rows = await db
    .selectFrom('message_location')
    .innerJoin('folder', (join) =>
      join
        .onRef('folder.mailbox_id', '=', 'message_location.mailbox_id')
        .onRef('folder.path', '=', 'message_location.folder'),
    )
    .select('folder.role')
    .distinct()
    .where('message_location.message_id', '=', messageId)
    .where('message_location.expunged_at', 'is', null)
    .execute();
  return rows.map((row) => row.role as FolderRole);
}
