import type { ListResponse } from 'imapflow';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { fetchLarge } from './fetch-large';
import type { ImapConnection } from './imap-connection';
import { digestOf } from './intake';
import type { ServerSettings } from '../../../shared/contract/profile';

/** Where a message lies on the server. */
export type Place = { readonly folder: string; readonly uid: number };

/** Folders that are searched; a person who sorts by customer has hundreds, and each costs two commands. */
const MAX_FOLDERS = 100;
/** Messages of one Message-ID that are looked at in a folder: a copy or two, or somebody's attack. */
const MAX_CANDIDATES = 3;
const COMMAND_MS = 120_000;

/**
 * Looks for a message in all folders, also those that are not kept in step: an agent's mail program archives what is
 * answered. Found by its Message-ID, believed by what identifies it in the store. Null where it is in none.
 * Rejects with SportelloError where the server cannot be asked.
 */
export async function findElsewhere(
  current: ImapConnection,
  run: { readonly server: ServerSettings; readonly store: Store; readonly outside: Outside },
  messageRowId: string,
): Promise<Place | null> {
  const row = await run.store.db
    .selectFrom('message')
    .select(['mailbox_id', 'digest', 'message_id'])
    .where('id', '=', messageRowId)
    .executeTakeFirst();
  if (!row || row.message_id === null) return null;
  const { client } = current;
  const listed = await current.within(COMMAND_MS, client.list());
  for (const { path } of inOrder(listed).slice(0, MAX_FOLDERS)) {
    const lock = await current.within(COMMAND_MS, client.getMailboxLock(path, { readOnly: true }));
    try {
      const query = { header: { 'message-id': row.message_id } };
      const found = await current.within(COMMAND_MS, client.search(query, { uid: true }));
      if (!found) throw current.refusal(`search ${path}`, 'Try again.');
      for (const uid of found.slice(-MAX_CANDIDATES)) {
        const folder = { path, role: 'inbox' } as const;
        const large = { ...run, connection: current, mailboxId: row.mailbox_id, folder, structureTries: new Map() };
        const query = { uid: true, size: true, source: { start: 0, maxLength: 512 * 1024 } };
        const head = await current.within(COMMAND_MS, client.fetchOne(String(uid), query, { uid: true }));
        const message = head ? await fetchLarge(large, head) : null;
        if (message && digestOf(message) === row.digest) return { folder: path, uid };
      }
    } finally {
      lock.release();
    }
  }
  return null;
}

/** Where mail programs put what is done with comes first. */
function inOrder(listed: readonly ListResponse[]): readonly ListResponse[] {
  const open = listed.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'));
  const rank = ({ specialUse = '' }: ListResponse): number => (['\\Archive', '\\All'].includes(specialUse) ? 0 : 1);
  return [...open].sort((one, other) => rank(one) - rank(other));
}
