import { readErased } from '../store/erased-people-table';
import { readSetting, writeSetting } from '../store/settings-table';
import type { AnyStore } from '../store/store';
import { askToEraseAgain } from './erased-list';

/**
 * A mailbox that the desk reads for the first time may hold mail of somebody who was erased before: who was erased is looked for once more
 * when all of it is read, as in a store that a copy brought back. On a team's server erasing again is its administrator's.
 */

/** Setting of a mailbox that was not read through yet: kept, for a first read may take several starts. */
const unreadName = (mailbox: string): string => `first_read:${mailbox}`;

/** Notes which of these mailboxes were never read; called before any of them is. */
export async function noteNeverRead(store: AnyStore, mailboxes: readonly string[]): Promise<void> {
  if (store.kind !== 'file') return;
  const rows = await store.db.selectFrom('folder').select('mailbox_id').distinct().execute();
  const known = new Set(rows.map(({ mailbox_id }) => mailbox_id));
  for (const mailbox of mailboxes) {
    if (!known.has(mailbox)) await writeSetting(store.db, unreadName(mailbox), '1');
  }
}

/** All of this mailbox was read and handed on. Answers whether who was erased must be looked for. */
export async function noteReadThrough(store: AnyStore, mailbox: string): Promise<boolean> {
  if (store.kind !== 'file' || (await readSetting(store.db, unreadName(mailbox))) === null) return false;
  return store.transaction(async (db) => {
    const mustLook = (await readErased(db)) !== null;
    if (mustLook) await askToEraseAgain(db);
    await db.deleteFrom('setting').where('name', '=', unreadName(mailbox)).execute();
    return mustLook;
  });
}
