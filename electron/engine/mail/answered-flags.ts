import type { FlagsEvent } from 'imapflow';
import type { ServerSettings } from '../../../shared/contract/profile';
import type { Outside } from '../outside';
import { answeredUids, markAnswered, saveAnsweredLook } from '../store/answered-table';
import { readFolder } from '../store/folders-table';
import type { FolderEpoch } from '../store/locations-table';
import type { Store } from '../store/store';
import { chooseAnsweredLook } from './answered-plan';
import type { InboxGlance } from './folder-glance';
import type { ImapConnection } from './imap-connection';
import { imapFailure } from './imap-failure';
import type { PassKind } from './sync-plan';

/** `\Answered` of the INBOX, kept as the server has it; reads only. */
export type AnsweredFlags = {
  /** Remembers the flags that this connection is told of unasked; what an earlier one was told is known or compared again. */
  listen(connection: ImapConnection, inbox: string): void;
  /**
   * Writes what was told and what the server says now; `glance` is the EXAMINE just before. Rejects with SportelloError of
   * the server or the store; what was written stays.
   */
  look(connection: ImapConnection, glance: InboxGlance, pass: PassKind): Promise<void>;
};

export type AnsweredFlagsOptions = {
  readonly server: ServerSettings;
  readonly store: Store;
  readonly outside: Outside;
  readonly mailboxId: string;
  /** All flags are compared again after this time, ms. */
  readonly fullMs: number;
  /** Time for SEARCH, ms. */
  readonly commandMs: number;
  /** Gets row ids of messages that were answered, or are not any more, by whoever. */
  onChanged(messageRowIds: readonly string[]): Promise<void>;
};

/** Flags that are written together while the others still come: somebody may mark 100,000 mails as read at once. */
const CHUNK = 1000;
/** Flags remembered between two looks; a server that tells of more is asked for all of them instead. */
const MAX_TOLD = 10_000;
const ANSWERED = '\\Answered';

/** Whether this is worth a look at once: a mail that was only read is not. */
export function tellsOfAnswer(event: FlagsEvent): boolean {
  return event.flags.has(ANSWERED);
}

/** See `AnsweredFlags`. The first look of a process compares all. */
export function createAnsweredFlags(options: AnsweredFlagsOptions): AnsweredFlags {
  const { store, outside, mailboxId } = options;
  let comparedAt: number | null = null;
  let told = new Map<number, boolean>();
  /** A server may tell of a change by its place in the list alone, which may be another one by now; or of too many. */
  let isToldVaguely = false;

  async function write(epoch: FolderEpoch, states: ReadonlyMap<number, boolean>, since: number | null) {
    if (states.size === 0) return;
    const changed = await store.transaction((db) => markAnswered(db, epoch, states, since));
    if (changed.length > 0) await options.onChanged(changed);
  }

  /** One SEARCH instead of the flags of all messages: it costs what listing them does, whatever the server counts. */
  async function compareAll(connection: ImapConnection, epoch: FolderEpoch, since: number | null): Promise<void> {
    const found = await connection.within(
      options.commandMs,
      connection.client.search({ answered: true }, { uid: true }),
    );
    if (!found) throw connection.refusal(`search ${epoch.folder}`, 'Sportello tries again.');
    const now = new Set(found);
    const before = new Set(await answeredUids(store.db, epoch));
    const states = new Map<number, boolean>();
    for (const uid of now) if (!before.has(uid)) states.set(uid, true);
    for (const uid of before) if (!now.has(uid)) states.set(uid, false);
    await write(epoch, states, since);
  }

  async function readChanged(connection: ImapConnection, epoch: FolderEpoch, known: bigint, now: number) {
    let states = new Map<number, boolean>();
    const query = { uid: true, flags: true };
    try {
      for await (const item of connection.client.fetch('1:*', query, { uid: true, changedSince: known })) {
        // A change that comes unasked in between may lack its UID; it has a higher sequence and is read next time.
        if (item.uid === undefined || !item.flags) continue;
        states.set(item.uid, item.flags.has(ANSWERED));
        if (states.size < CHUNK) continue;
        await write(epoch, states, now);
        states = new Map();
      }
    } catch (error) {
      throw imapFailure(error, options.server);
    }
    if (connection.isLost()) {
      throw imapFailure(new Error('The connection was lost while reading flags'), options.server);
    }
    await write(epoch, states, now);
  }

  return {
    listen(connection, inbox) {
      told = new Map();
      isToldVaguely = false;
      connection.client.on('flags', (event) => {
        if (event.path !== inbox) return;
        if (event.uid !== undefined && told.size < MAX_TOLD) told.set(event.uid, tellsOfAnswer(event));
        else if (tellsOfAnswer(event)) isToldVaguely = true;
      });
    },

    async look(connection, glance, pass) {
      const epoch = { mailboxId, folder: glance.path, uidValidity: glance.uidValidity };
      const folder = await readFolder(store.db, mailboxId, glance.path);
      // Numbered anew since the last pass: the next one reads its messages, and their flags with them.
      if (folder?.uidvalidity !== glance.uidValidity) return;
      const now = outside.clock.now();
      const news = told;
      told = new Map();
      await write(epoch, news, now);
      const known = folder.highest_modseq === null ? null : BigInt(folder.highest_modseq);
      const isFirst = folder.answered_read_at === null;
      const isDue = isFirst || comparedAt === null || now - comparedAt >= options.fullMs;
      const { modseq } = glance;
      // A server that counts its changes is asked by them.
      const isVague = isToldVaguely && modseq === null;
      isToldVaguely = false;
      const how = chooseAnsweredLook({ modseq, known, isDue: isDue || isVague, pass });
      if (how === 'nothing') return;
      const { client } = connection;
      const lock = await connection.within(options.commandMs, client.getMailboxLock(glance.path, { readOnly: true }));
      try {
        if (client.mailbox === false || String(client.mailbox.uidValidity) !== glance.uidValidity) return;
        if (how === 'changed' && known !== null) await readChanged(connection, epoch, known, now);
        else await compareAll(connection, epoch, isFirst ? null : now);
      } finally {
        lock.release();
      }
      await store.transaction((db) => saveAnsweredLook(db, epoch, modseq, how === 'all' ? now : null));
      if (how === 'all') comparedAt = now;
    },
  };
}
