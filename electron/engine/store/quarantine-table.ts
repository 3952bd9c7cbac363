import type { Kysely, Selectable } from 'kysely';
import type { UnreadMessageView } from '../../../shared/contract/views';
import type { FolderEpoch } from './locations-table';
import type { QuarantineTable, StoreTables } from './schema';

/** A row of `quarantine`: a message that neither the parser nor the store could take. */
export type QuarantineRow = Readonly<Selectable<QuarantineTable>>;

/** Puts a message aside, or refreshes the reason of one that is there. */
export async function quarantine(db: Kysely<StoreTables>, row: QuarantineRow): Promise<void> {
  const { reason, bytes, at } = row;
  await db
    .insertInto('quarantine')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['mailbox_id', 'folder', 'uidvalidity', 'uid']).doUpdateSet({ reason, bytes, at }),
    )
    .execute();
}

/** UIDs of a folder that were put aside, with the reason. */
export async function readQuarantinedUids(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('quarantine')
    .select(['uid', 'reason'])
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('folder', '=', epoch.folder)
    .where('uidvalidity', '=', epoch.uidValidity)
    .execute();
  return new Map(rows.map((row) => [row.uid, row.reason]));
}

/** Takes a message out again, when the server delivered it after all. */
export async function releaseQuarantined(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  uids: readonly number[],
): Promise<void> {
  if (uids.length === 0) return;
  await db
    .deleteFrom('quarantine')
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('folder', '=', epoch.folder)
    .where('uidvalidity', '=', epoch.uidValidity)
    .where('uid', 'in', [...uids])
    .execute();
}

/** All that was put aside, newest first, without the bytes. */
export async function listQuarantine(db: Kysely<StoreTables>): Promise<readonly Omit<QuarantineRow, 'bytes'>[]> {
  return db
    .selectFrom('quarantine')
    .select(['id', 'mailbox_id', 'folder', 'uidvalidity', 'uid', 'reason', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Messages of open problems of which only the header could be read, newest first. */
export async function unreadMessages(db: Kysely<StoreTables>, limit: number): Promise<readonly UnreadMessageView[]> {
  return db
    .selectFrom('ticket')
    .innerJoin('message', 'message.ticket_id', 'ticket.id')
    .select(['message.id as message', 'ticket.id as ticket', 'message.subject', 'message.received_at as at'])
    .where('ticket.queue', '=', 'problems')
    .where('message.parse_state', '=', 'envelope')
    .orderBy('message.received_at', 'desc')
    .limit(limit)
    .execute();
}

/** How many messages lie aside. */
export async function countQuarantine(db: Kysely<StoreTables>): Promise<number> {
  const row = await db
    .selectFrom('quarantine')
    .select((column) => column.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
