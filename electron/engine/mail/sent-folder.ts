import type { MailboxSettings } from '../../../shared/contract/profile';
import type { Outside } from '../outside';
import { liveLocations } from '../store/locations-table';
import type { LocationRow } from '../store/locations-table';
import type { Store } from '../store/store';
import type { ImapConnection } from './imap-connection';
import { chooseFolders } from './imap-folders';
import type { SentFolder } from './mailbox';
import type { SecondConnection } from './second-connection';

/** Time for one command; an APPEND of a large reply over a slow line fits in it. */
const COMMAND_MS = 120_000;

/** What the outbox needs of the server; see `SentFolder`. Commands run one after another. */
export function createSentFolder(options: {
  readonly settings: MailboxSettings;
  readonly mailboxId: string;
  readonly second: SecondConnection;
  readonly store: Store;
  readonly outside: Outside;
}): SentFolder {
  const { settings, mailboxId, store, outside } = options;
  const { inTurn } = options.second;
  /** Where Sent lies, as the session said that found it. */
  let sentAt: { readonly session: ImapConnection; readonly path: string } | null = null;

  async function lookForSent(current: ImapConnection): Promise<string | null> {
    if (sentAt?.session === current) return sentAt.path;
    const listed = await current.within(COMMAND_MS, current.client.list());
    const { sent } = chooseFolders(listed, settings.sentFolder ?? null);
    sentAt = sent === null ? null : { session: current, path: sent };
    return sent;
  }

  async function findSent(current: ImapConnection): Promise<string> {
    const sent = await lookForSent(current);
    if (sent === null) {
      const what = settings.sentFolder ? `list the Sent folder "${settings.sentFolder}"` : 'name a Sent folder';
      throw current.refusal(
        what,
        'Name the Sent folder in the settings of the mailbox, exactly as the server does.',
        settings.sentFolder ? 'folder-missing' : 'sent-folder',
        settings.sentFolder,
      );
    }
    return sent;
  }

  return {
    append: (raw, messageId) =>
      inTurn(async (current) => {
        const path = await findSent(current);
        const content = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
        // imapflow drops flags that the *selected* folder does not allow, and a folder opened for reading allows none
        const lock = await current.within(COMMAND_MS, current.client.getMailboxLock(path));
        const answer = await current
          .within(COMMAND_MS, current.client.append(path, content, ['\\Seen']))
          .finally(() => lock.release());
        // imapflow answers false or undefined where it sent nothing
        if (!answer) throw current.refusal(`file the reply in ${path}`, 'The reply was sent; filing is tried again.');
        outside.log.info('imap', 'sent.filed', { message: messageId, uid: answer.uid ?? null });
        return answer.uid ?? null;
      }),
    // A folder that the settings name and the server does not is a slip that somebody can mend.
    exists: () => inTurn(async (current) => Boolean(settings.sentFolder) || (await lookForSent(current)) !== null),
    has: (messageId) =>
      inTurn(async (current) => {
        const path = await findSent(current);
        const lock = await current.within(COMMAND_MS, current.client.getMailboxLock(path, { readOnly: true }));
        try {
          const query = { header: { 'message-id': messageId } };
          const found = await current.within(COMMAND_MS, current.client.search(query, { uid: true }));
          if (!found) throw current.refusal(`search ${path}`, 'Sportello looks again.');
          return found.length > 0;
        } finally {
          lock.release();
        }
      }),
    async flagAnswered(messageRowId) {
      const locations = await liveLocations(store.db, mailboxId, messageRowId);
      if (locations.length === 0) return false;
      return inTurn(async (current) => {
        let confirmed = false;
        for (const location of locations) confirmed = (await flagAt(current, location)) || confirmed;
        return confirmed;
      });
    },
    async isAnswered(messageRowId) {
      const locations = await liveLocations(store.db, mailboxId, messageRowId);
      if (locations.length === 0) return null;
      return inTurn(async (current) => {
        const states: boolean[] = [];
        for (const location of locations) states.push(...(await readAnswered(current, location)));
        return states.length === 0 ? null : states.includes(true);
      });
    },
  };
}

/** Sets \Answered at one place and reads it back: STORE on a UID that is gone succeeds without a word. */
async function flagAt(current: ImapConnection, location: LocationRow): Promise<boolean> {
  const { client } = current;
  const lock = await current.within(COMMAND_MS, client.getMailboxLock(location.folder));
  try {
    if (client.mailbox === false || String(client.mailbox.uidValidity) !== location.uidvalidity) return false;
    const uid = String(location.uid);
    const stored = await current.within(COMMAND_MS, client.messageFlagsAdd(uid, ['\\Answered'], { uid: true }));
    if (!stored) return false;
    const read = await current.within(COMMAND_MS, client.fetchOne(uid, { uid: true, flags: true }, { uid: true }));
    return read !== undefined && read !== false && read.flags?.has('\\Answered') === true;
  } finally {
    lock.release();
  }
}

/** `\Answered` at one place as the server has it now; nothing where the message is gone. */
async function readAnswered(current: ImapConnection, location: LocationRow): Promise<readonly boolean[]> {
  const { client } = current;
  // Opened anew: in a folder that was opened before, a server may first tell what it knew then.
  const opened = await current.within(COMMAND_MS, client.mailboxOpen(location.folder, { readOnly: true }));
  if (String(opened.uidValidity) !== location.uidvalidity) return [];
  const query = { uid: true, flags: true };
  const read = await current.within(COMMAND_MS, client.fetchOne(String(location.uid), query, { uid: true }));
  return read === undefined || read === false || !read.flags ? [] : [read.flags.has('\\Answered')];
}
