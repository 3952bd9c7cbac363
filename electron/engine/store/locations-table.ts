import type { Kysely, Selectable } from 'kysely';
import type { MessageLocationTable, StoreTables } from './schema';

/** A row of `message_location`: where a message lies, or lay. */
export type LocationRow = Readonly<Selectable<MessageLocationTable>>;

/** One folder in one numbering epoch: UIDs mean nothing beyond it. */
export type FolderEpoch = { readonly mailboxId: string; readonly folder: string; readonly uidValidity: string };

/** Bound parameters a statement may carry with room to spare (SQLite allows 32,766). */
const UIDS_PER_STATEMENT = 5000;

/** UIDs above `above` whose message is stored, and of those the ones that the server no longer listed. */
export async function readKnownUids(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  above = 0,
): Promise<{ readonly live: readonly number[]; readonly expunged: readonly number[] }> {
  const rows = await db
    .selectFrom('message_location')
    .select(['uid', 'expunged_at'])
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('folder', '=', epoch.folder)
    .where('uidvalidity', '=', epoch.uidValidity)
    .where('uid', '>', above)
    .execute();
  const live: number[] = [];
  const expunged: number[] = [];
  for (const row of rows) (row.expunged_at === null ? live : expunged).push(row.uid);
  return { live, expunged };
}

/** Adds locations; one that is there already stays as it is. */
export async function addLocations(db: Kysely<StoreTables>, rows: readonly LocationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('message_location')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Marks (or with null unmarks) locations as no longer on the server. */
export async function markExpunged(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  uids: readonly number[],
  at: number | null,
): Promise<void> {
  for (let start = 0; start < uids.length; start += UIDS_PER_STATEMENT) {
    await db
      .updateTable('message_location')
      .set({ expunged_at: at })
      .where('mailbox_id', '=', epoch.mailboxId)
      .where('folder', '=', epoch.folder)
      .where('uidvalidity', '=', epoch.uidValidity)
      .where('uid', 'in', uids.slice(start, start + UIDS_PER_STATEMENT))
      .execute();
  }
}

/** Ends the epochs of a folder other than the current one: their UIDs name nothing any more. */
export async function endOtherEpochs(db: Kysely<StoreTables>, epoch: FolderEpoch, at: number): Promise<void> {
  await db
    .updateTable('message_location')
    .set({ expunged_at: at })
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('folder', '=', epoch.folder)
    .where('uidvalidity', '!=', epoch.uidValidity)
    .where('expunged_at', 'is', null)
    .execute();
}

/** The messages that lie, or lay, at these places. */
export async function messagesAt(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  uids: readonly number[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let start = 0; start < uids.length; start += UIDS_PER_STATEMENT) {
    const rows = await db
      .selectFrom('message_location')
      .select('message_id')
      .where('mailbox_id', '=', epoch.mailboxId)
      .where('folder', '=', epoch.folder)
      .where('uidvalidity', '=', epoch.uidValidity)
      .where('uid', 'in', uids.slice(start, start + UIDS_PER_STATEMENT))
      .execute();
    found.push(...rows.map((row) => row.message_id));
  }
  return found;
}

/**
 * Those of these messages that lie in this folder already: now, or in an earlier epoch, when all of it was numbered anew.
 * What was taken out of it is not there any more.
 */
export async function messagesOfFolder(
  db: Kysely<StoreTables>,
  { mailboxId, folder, uidValidity }: FolderEpoch,
  messages: readonly string[],
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const rows = await db
    .selectFrom('message_location')
    .select('message_id')
    .where('mailbox_id', '=', mailboxId)
    .where('folder', '=', folder)
    .where('message_id', 'in', [...messages])
    .where((of) => of.or([of('expunged_at', 'is', null), of('uidvalidity', '!=', uidValidity)]))
    .execute();
  return new Set(rows.map((row) => row.message_id));
}

/** Where a message lies now in one mailbox. */
export async function liveLocations(
  db: Kysely<StoreTables>,
  mailboxId: string,
  messageId: string,
): Promise<readonly LocationRow[]> {
  return db
    .selectFrom('message_location')
    .selectAll()
    .where('message_id', '=', messageId)
    .where('mailbox_id', '=', mailboxId)
    .where('expunged_at', 'is', null)
    .execute();
}

/** The mailboxes in which a message lies now: several where it was delivered to several. */
export async function liveMailboxes(db: Kysely<StoreTables>, messageId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('message_location')
    .select('mailbox_id')
    .distinct()
    .where('message_id', '=', messageId)
    .where('expunged_at', 'is', null)
    .execute();
  return rows.map((row) => row.mailbox_id);
}
