import type { ListResponse } from 'imapflow';
import type { FolderRole } from '../store/folders-table';

/** A folder that is kept in step. */
export type SyncedFolder = { readonly path: string; readonly role: FolderRole };

/** One folder of a LIST answer, as much of it as choosing needs. */
export type ListedFolder = Pick<ListResponse, 'path' | 'specialUse' | 'specialUseSource'> & {
  readonly flags: ReadonlySet<string>;
};

/**
 * Chooses INBOX, Sent and Junk out of the server's list. Sent is what the settings name, else what the server marks
 * (RFC 6154), else what its name says; the server's mark beats a name. Folders that cannot be opened are left out.
 *
 * @param sentFolder path from the mailbox settings, null where they name none
 */
export function chooseFolders(
  listed: readonly ListedFolder[],
  sentFolder: string | null,
): { readonly folders: readonly SyncedFolder[]; readonly sent: string | null } {
  const selectable = listed.filter((folder) => !folder.flags.has('\\Noselect') && !folder.flags.has('\\NonExistent'));
  const inbox = selectable.find((folder) => folder.path.toUpperCase() === 'INBOX');
  const named = sentFolder === null ? null : selectable.find((folder) => folder.path === sentFolder);
  const sent = sentFolder === null ? marked(selectable, '\\Sent') : named;
  const junk = marked(selectable, '\\Junk');
  const folders: SyncedFolder[] = [];
  if (inbox) folders.push({ path: inbox.path, role: 'inbox' });
  if (sent && sent !== inbox) folders.push({ path: sent.path, role: 'sent' });
  if (junk && junk !== inbox && junk !== sent) folders.push({ path: junk.path, role: 'junk' });
  return { folders, sent: sent?.path ?? null };
}

function marked(folders: readonly ListedFolder[], use: string): ListedFolder | undefined {
  const all = folders.filter((folder) => folder.specialUse === use);
  return all.find((folder) => folder.specialUseSource !== 'name') ?? all[0];
}
