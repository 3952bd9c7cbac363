import type { BlockedSender } from '../../../shared/contract/put-away';
import { insertRows } from './insert-rows';
import type { Db } from './tickets-table';

/** Those of these folded addresses whose mail is filed. */
export async function blockedAmong(db: Db, folded: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(folded)].filter((address) => address !== '');
  if (asked.length === 0) return new Set();
  const rows = await db.selectFrom('blocked_sender').select('address').where('address', 'in', asked).execute();
  return new Set(rows.map((row) => row.address));
}

/** All blocked senders, the newest first. */
export async function blockedSenders(db: Db): Promise<readonly BlockedSender[]> {
  const rows = await db
    .selectFrom('blocked_sender')
    .select(['written', 'by', 'at'])
    .orderBy('at', 'desc')
    .orderBy('address')
    .execute();
  return rows.map(({ written, by, at }) => ({ address: written, by, at }));
}

/** Blocks an address that is not blocked yet. */
export async function addBlockedSender(
  db: Db,
  sender: { readonly folded: string; readonly written: string; readonly by: string; readonly at: number },
): Promise<void> {
  const { folded: address, written, by, at } = sender;
  await insertRows(db, 'blocked_sender', [{ address, written, by, at }]);
}

/** Answers whose block was taken away; null where nobody had blocked it. */
export async function removeBlockedSender(db: Db, folded: string): Promise<string | null> {
  const row = await db.selectFrom('blocked_sender').select('by').where('address', '=', folded).executeTakeFirst();
  if (row === undefined) return null;
  await db.deleteFrom('blocked_sender').where('address', '=', folded).execute();
  return row.by;
}
