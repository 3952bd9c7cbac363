import type { MailboxSettings } from '../../../shared/contract/profile';
import type { Outside } from '../outside';
import { liveLocations } from '../store/locations-table';
import type { LocationRow } from '../store/locations-table';
import type { Store } from '../store/open-store';
import { connectImap } from './imap-connection';
import type { ImapAccess, ImapConnection } from './imap-connection';
import { imapRefusal } from './imap-failure';
import { chooseFolders } from './imap-folders';
import type { SentFolder } from './mailbox';

/** Time for one command; an APPEND of a large reply over a slow line fits in it. */
const COMMAND_MS = 120_000;
/** The second connection is given back when nothing was asked of it for this long. */
const UNUSED_MS = 60_000;

/** The Sent folder with its own connection: the second and last one of a mailbox, opened when needed. */
export type SentFolderWork = SentFolder & {
  /** Gives up a link that is not to be trusted any more; the next command makes a new one. */
  drop(): void;
  close(): Promise<void>;
};

/** What the outbox needs of the server; see `SentFolder`. Commands run one after another. */
export function createSentFolder(options: {
  readonly settings: MailboxSettings;
  readonly access: ImapAccess;
  readonly store: Store;
  readonly outside: Outside;
}): SentFolderWork {
  const { settings, access, store, outside } = options;
  const { server } = access;
  let connection: ImapConnection | null = null;
  let sentPath: string | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let cancelClosing: () => void = () => undefined;
  let closed = false;

  async function connected(): Promise<ImapConnection> {
    if (closed) throw imapRefusal(server, 'keep its connection: the mailbox is being closed', 'Try again later.');
    if (connection?.isLost() !== false) {
      connection = await connectImap(access);
      sentPath = null;
    }
    return connection;
  }

  /** One command at a time; the connection is closed when it was not used for a while. */
  function inTurn<T>(work: (current: ImapConnection) => Promise<T>): Promise<T> {
    const run = last.then(async () => {
      cancelClosing();
      try {
        return await work(await connected());
      } finally {
        cancelClosing = outside.clock.after(UNUSED_MS, () => {
          const unused = connection;
          connection = null;
          unused?.close().catch((error: unknown) => {
            outside.log.warn('imap', 'close.failed', { reason: String(error) });
          });
        });
      }
    });
    // the next command waits for this one, whatever came of it; the caller hears of the failure through `run`
    last = run.catch(() => undefined);
    return run;
  }

  async function lookForSent(current: ImapConnection): Promise<string | null> {
    if (sentPath !== null) return sentPath;
    const listed = await current.within(COMMAND_MS, current.client.list());
    sentPath = chooseFolders(listed, settings.sentFolder ?? null).sent;
    return sentPath;
  }

  async function findSent(current: ImapConnection): Promise<string> {
    const sent = await lookForSent(current);
    if (sent === null) {
      const what = settings.sentFolder ? `list the Sent folder "${settings.sentFolder}"` : 'name a Sent folder';
      throw current.refusal(what, 'Name the Sent folder in the settings of the mailbox, exactly as the server does.');
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
      const locations = await liveLocations(store.db, messageRowId);
      if (locations.length === 0) return false;
      return inTurn(async (current) => {
        let confirmed = false;
        for (const location of locations) confirmed = (await flagAt(current, location)) || confirmed;
        return confirmed;
      });
    },
    drop: () => connection?.client.close(),
    async close() {
      closed = true;
      cancelClosing();
      await last;
      cancelClosing();
      await connection?.close();
      connection = null;
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
