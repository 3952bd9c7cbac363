import type { ImapConnection } from './imap-connection';
import { chooseFolders } from './imap-folders';
import type { SyncedFolder } from './imap-folders';
import type { FolderGlance } from './sync-plan';

/**
 * The folders of this account that are kept in step, INBOX first.
 * Rejects with `imap-protocol` where there is no INBOX, `imap-connect` where the link was lost.
 */
export async function listFolders(
  connection: ImapConnection,
  sentFolder: string | null,
  deadlineMs: number,
): Promise<readonly [inbox: SyncedFolder, ...others: SyncedFolder[]]> {
  const listed = await connection.within(deadlineMs, connection.client.list());
  const { folders } = chooseFolders(listed, sentFolder);
  const inbox = folders.find((folder) => folder.role === 'inbox');
  if (!inbox) throw connection.refusal('list an INBOX', 'Check the user name: this account has no mailbox.');
  return [inbox, ...folders.filter((folder) => folder !== inbox)];
}

/** What a folder looks like now, at the cost of one command. Rejects with SportelloError of the server. */
export async function glanceAt(
  connection: ImapConnection,
  { path, role }: SyncedFolder,
  deadlineMs: number,
): Promise<FolderGlance> {
  if (role === 'inbox') {
    // the folder that we listen to: STATUS of a selected mailbox may be stale (RFC 9051 §6.3.11), EXAMINE is not
    const opened = await connection.within(deadlineMs, connection.client.mailboxOpen(path, { readOnly: true }));
    return { uidValidity: String(opened.uidValidity), uidNext: opened.uidNext, messages: opened.exists };
  }
  const query = { uidNext: true, uidValidity: true, messages: true };
  const status = await connection.within(deadlineMs, connection.client.status(path, query));
  if (!status || status.uidNext === undefined || status.messages === undefined) {
    throw connection.refusal(`tell the state of ${path}`, 'Sportello tries again.');
  }
  return { uidValidity: String(status.uidValidity), uidNext: status.uidNext, messages: status.messages };
}
