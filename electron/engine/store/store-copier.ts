import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { SportelloError } from '../../../shared/contract/errors';
import { copyBytes, refuseFullDisk } from '../copies/copy-bytes';
import type { SqlFile } from './driver';
import type { StoreTables } from './schema';

/** What a copy must hold, counted at its moment. */
export type StoreCounts = { readonly tickets: number; readonly messages: number; readonly bytes: number };

export type StoreCopier = {
  /**
   * Writes the store as it is at this moment into a new file, byte by byte, so encrypted with the same key. Others go on
   * reading and writing meanwhile. Throws `copy-no-room`, `file-unreadable`, `profile-held`, `engine-gone` (`signal`).
   */
  copyTo(path: string, signal?: AbortSignal): Promise<StoreCounts>;
  /** Leaves nothing of deleted rows in index, file and log. Waits for a copy that is under way. */
  scrub(): Promise<void>;
  /** Only after the store itself is closed. */
  close(): Promise<void>;
};

/** Pages of the log after which SQLite writes it back into the file by itself. */
export const CHECKPOINT_PAGES = 4000;

/**
 * Copies a store that is in use. VACUUM INTO would hold the engine's thread for the whole copy (measured on 200 MB: 0.7 s
 * plain, 1.3 s encrypted; this way a commit waits 30 ms at most). Instead the log is written
 * back into the file once; as long as SQLite does not do so again, the file stays what it was at that moment, for all
 * that is written goes to the log. That holds because the store has this one connection: nothing else may write the log
 * back, so nothing may call `wal_checkpoint` while a copy is under way.
 */
export function createStoreCopier(db: Kysely<StoreTables>, file: SqlFile): StoreCopier {
  // Closing any handle of a file takes away all locks that the process has on it (POSIX), SQLite's too: so this one is
  // closed after the store is.
  let source: FileHandle | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function copy(path: string, signal: AbortSignal | undefined): Promise<StoreCounts> {
    source ??= await open(file.path, 'r');
    try {
      // Whoever holds the connection has no transaction open, and nothing comes between these statements.
      const counts = await db.connection().execute(async () => freeze(file));
      const { size } = await source.stat();
      await refuseFullDisk(path, size);
      await copyBytes(source, size, path, signal);
      return { ...counts, bytes: size };
    } finally {
      await db.connection().execute(async () => file.run(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`));
    }
  }

  return {
    copyTo(path, signal) {
      const run = last.then(() => copy(path, signal));
      // the next copy waits for this one, whatever came of it; the caller hears of a failure through `run`
      last = run.catch(() => undefined);
      return run;
    },
    scrub() {
      const run = last.then(() => db.connection().execute(async () => scrub(file)));
      last = run.catch(() => undefined);
      return run;
    },
    close: async () => {
      await last;
      await source?.close();
      source = null;
    },
  };
}

function freeze(file: SqlFile): { readonly tickets: number; readonly messages: number } {
  file.run('pragma wal_autocheckpoint = 0');
  const [done] = file.run('pragma wal_checkpoint(passive)').rows;
  if (done?.['busy'] !== 0 || done['log'] !== done['checkpointed']) {
    throw new SportelloError('profile-held', `Another program reads the store ${file.path}: it cannot be copied now.`, {
      reason: 'store',
      action: 'Close the other program, then try again.',
      retryable: true,
      detail: { path: file.path },
    });
  }
  return countStore(file);
}

/**
 * secure_delete has written zeros over deleted rows, but a page that was balanced may keep parts of its old cells, the search
 * index its old segments, and the log whole old pages: so each is written anew.
 */
function scrub(file: SqlFile): void {
  file.run("insert into ticket_search(ticket_search) values ('optimize')");
  file.run('vacuum');
  file.run('pragma wal_checkpoint(truncate)');
}

/** How many tickets and messages a store holds. */
export function countStore(file: SqlFile): { readonly tickets: number; readonly messages: number } {
  const [row] = file.run(
    'select (select count(*) from ticket) as tickets, (select count(*) from message) as messages',
  ).rows;
  return { tickets: Number(row?.['tickets']), messages: Number(row?.['messages']) };
}
