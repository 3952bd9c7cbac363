import type { Outside } from '../outside';
import { connectImap } from './imap-connection';
import type { ImapAccess, ImapConnection } from './imap-connection';
import { imapRefusal } from './imap-failure';

/** The connection is given back when nothing was asked of it for this long. */
const UNUSED_MS = 60_000;

/**
 * The second and last connection of a mailbox, opened when needed, for all that must not disturb the one that listens: it
 * files replies and fetches what somebody asked for.
 */
export type SecondConnection = {
  /** Does one piece of work after another; rejects with SportelloError where the server cannot be reached. */
  readonly inTurn: <T>(work: (current: ImapConnection) => Promise<T>) => Promise<T>;
  /** Gives up a link that is not to be trusted any more; the next work makes a new one. */
  drop(): void;
  /** Settles when the work under way is done. */
  close(): Promise<void>;
};

/** Makes one; nothing is connected yet. */
export function createSecondConnection(access: ImapAccess, outside: Outside): SecondConnection {
  let connection: ImapConnection | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let cancelClosing: () => void = () => undefined;
  let closed = false;

  async function connected(): Promise<ImapConnection> {
    if (closed)
      throw imapRefusal(
        access.server,
        'keep its connection: the mailbox is being closed',
        'Try again later.',
        'closing',
      );
    if (connection?.isLost() !== false) connection = await connectImap(access);
    return connection;
  }

  return {
    inTurn(work) {
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
