import type { ImapConnection } from './imap-connection';
import { chooseFolders } from './imap-folders';
import type { SyncedFolder } from './imap-folders';
import type { FolderGlance } from './sync-plan';

/** The INBOX as it was just opened. */
export type InboxGlance = FolderGlance & {
  readonly path: string;
  /** HIGHESTMODSEQ, null where the server has none that can be used (RFC 7162 §3.1.2.2, or 0 as some say). */
  readonly modseq: bigint | null;
};

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
  if (!inbox)
    throw connection.refusal('list an INBOX', 'Check the user name: this account has no mailbox.', 'no-inbox');
  return [inbox, ...folders.filter((folder) => folder !== inbox)];
}

/** What a folder other than the INBOX looks like now, at the cost of one command. Rejects with SportelloError of the server. */
export async function glanceAt(connection: ImapConnection, path: string, deadlineMs: number): Promise<FolderGlance> {
  const query = { uidNext: true, uidValidity: true, messages: true };
  const status = await connection.within(deadlineMs, connection.client.status(path, query));
  if (!status || status.uidNext === undefined || status.messages === undefined) {
    throw connection.refusal(`tell the state of ${path}`, 'Sportello tries again.');
  }
  return { uidValidity: String(status.uidValidity), uidNext: status.uidNext, messages: status.messages };
}

/** Opens the INBOX anew for reading and says what it looks like. Rejects with SportelloError of the server. */
export async function glanceAtInbox(
  connection: ImapConnection,
  path: string,
  deadlineMs: number,
): Promise<InboxGlance> {
  const { client } = connection;
  const opened = await connection.within(deadlineMs, client.mailboxOpen(path, { readOnly: true }));
  const counts = client.enabled.has('CONDSTORE') && opened.noModseq !== true;
  return {
    path,
    uidValidity: String(opened.uidValidity),
    uidNext: opened.uidNext,
    messages: opened.exists,
    // Dovecot names it without having been asked to keep it; only what CHANGEDSINCE will take counts
    modseq: counts ? opened.highestModseq || null : null,
  };
}
