import { SportelloError } from '../../../shared/contract/errors';
import type { ImapConnection } from './imap-connection';
import { uidSet } from './sync-plan';

/** How to ask again for messages of one folder, each time that a session ended over the last question. */
export type SecondLook = {
  readonly folder: string;
  /** Bytes of each message that are asked for. */
  readonly maxBytes: number;
  /** Time for SELECT, ms. */
  readonly commandMs: number;
  readonly connect: () => Promise<ImapConnection>;
};

/**
 * Whether the server itself ended or refused a FETCH, in words: not a cable, a router or a sleep. Dovecot says BYE over
 * a message whose file it cannot read, others say NO; either way the whole command is lost, neighbours too.
 */
export function isServersWord(error: unknown): boolean {
  const cause = error instanceof SportelloError ? error.cause : error;
  if (!(cause instanceof Error)) return false;
  return typeof Reflect.get(cause, 'reason') === 'string' || Reflect.get(cause, 'responseStatus') === 'NO';
}

/**
 * Finds those of `uids` that the server cannot hand over, by asking for ever smaller parts. A message counts only when the
 * server failed over it alone, twice: one that shuts down says goodbye as well, and then lets nobody in.
 * Rejects with SportelloError where the server is not to be reached.
 */
export async function findRefused(look: SecondLook, uids: readonly number[]): Promise<readonly number[]> {
  const asker = createAsker(look);
  const refused: number[] = [];
  try {
    let left = uids;
    while (left.length > 0 && (await asker.fails(left))) {
      const culprit = await narrow(asker, left);
      if (culprit === null) break;
      refused.push(culprit);
      left = left.filter((uid) => uid !== culprit);
    }
    return refused;
  } finally {
    await asker.close();
  }
}

async function narrow(asker: Asker, uids: readonly number[]): Promise<number | null> {
  let suspects = uids;
  while (suspects.length > 1) {
    const half = suspects.slice(0, Math.ceil(suspects.length / 2));
    suspects = (await asker.fails(half)) ? half : suspects.slice(half.length);
  }
  const [only] = suspects;
  if (only === undefined) return null;
  return (await asker.fails([only])) && (await asker.fails([only])) ? only : null;
}

type Asker = { fails(uids: readonly number[]): Promise<boolean>; close(): Promise<void> };

function createAsker(look: SecondLook): Asker {
  let connection: ImapConnection | null = null;
  return {
    async fails(uids) {
      if (connection?.isLost() !== false) connection = await look.connect();
      const { client } = connection;
      const lock = await connection.within(look.commandMs, client.getMailboxLock(look.folder, { readOnly: true }));
      try {
        const query = { uid: true, source: { start: 0, maxLength: look.maxBytes } };
        // Only whether they come is looked at; the next pass fetches them.
        for await (const item of client.fetch(uidSet(uids), query, { uid: true })) void item.uid;
        return false;
      } catch (error) {
        if (!isServersWord(error)) throw error;
        return true;
      } finally {
        lock.release();
      }
    },
    close: async () => connection?.close(),
  };
}
