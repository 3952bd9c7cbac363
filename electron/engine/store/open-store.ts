import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { SportelloError } from '../../../shared/contract/errors';
import { isPlainStore } from '../copies/read-copy';
import { finishRestore } from '../copies/swap-store';
import { writeMigrationCopy } from '../copies/migration-copy';
import type { Clock, Log } from '../outside';
import { checkStore } from './check-store';
import { SqlFile, SqlFileDriver, SYNC_AT_COMMIT, sqlFileDialect } from './driver';
import { SQLITE_TYPES } from './migrations/column-types';
import { migrate } from './migrations/migrate';
import { countedSizes } from './queue-sizes';
import type { StoreTables } from './schema';
import { createSearch } from './search-index';
import { CHECKPOINT_PAGES, createStoreCopier } from './store-copier';
import type { FileStore } from './store';
import { sqliteCode } from './store-failure';

export type OpenStoreOptions = {
  readonly path: string;
  /** Encrypts the whole file; null leaves it plain. */
  readonly key: string | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Do not create a missing store. */
  readonly mustExist?: boolean;
};

/**
 * Opens or creates the store and brings it to the newest schema; an existing one is copied first, and a restore that was
 * interrupted is finished or undone. The file is 0600, its folder 0700. Throws `store-passphrase-wrong`, `store-locked` (encrypted, no key given), `store-corrupt`,
 * `store-newer`, `store-full`, `profile-incomplete` (mustExist) or `file-unreadable`.
 */
export async function openStore(options: OpenStoreOptions): Promise<FileStore> {
  const { path, key, clock, log } = options;
  const isNew = prepareFile(options);
  const file = openFile(path, key, isNew);
  const driver = new SqlFileDriver(file);
  const db = new Kysely<StoreTables>({ dialect: sqlFileDialect(driver) });
  const copier = createStoreCopier(db, file);
  const store: FileStore = {
    kind: 'file',
    place: '',
    db,
    search: createSearch(db),
    sizes: countedSizes(db),
    path,
    transaction: async (work, keeping = 'durable') => {
      driver.guard.refuseNesting();
      const run = (on: Kysely<StoreTables>) =>
        on.transaction().execute((transaction) => driver.guard.inside(() => work(transaction)));
      if (keeping === 'durable') return run(db);
      return db.connection().execute((one) => driver.withoutWaiting(() => run(one)));
    },
    copyTo: async (to, signal) => {
      driver.guard.refuseNesting();
      return copier.copyTo(to, signal);
    },
    scrub: async () => {
      driver.guard.refuseNesting();
      await copier.scrub();
    },
    // One desk: its own clock.
    serverTime: () => sql<number>`${clock.now()}`,
    sharedNow: () => clock.now(),
    check: (depth = 'thorough') => checkStore(db, path, depth),
    close: async () => {
      await db.destroy();
      await copier.close();
    },
  };
  try {
    await migrate({
      db,
      types: SQLITE_TYPES,
      path,
      clock,
      log,
      backUp: () => writeMigrationCopy(store, { key, at: clock.now(), log }),
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** Makes folder and file private before anything is in them; answers whether the store is new. */
function prepareFile({ path, mustExist, log }: OpenStoreOptions): boolean {
  const folder = dirname(path);
  try {
    finishRestore(path, log);
    if (mustExist && !existsSync(path)) {
      throw new SportelloError('profile-incomplete', `There is no store at ${path} yet.`, {
        reason: 'no-store',
        action: 'Open the profile in the desk or run `sync` or `import` once; both create the store.',
        detail: { path },
      });
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A shared folder (sticky, as /tmp is) belongs to others too and keeps its mode.
    if ((statSync(folder).mode & 0o1000) === 0) chmodSync(folder, 0o700);
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    return statSync(path).size === 0;
  } catch (error) {
    if (error instanceof SportelloError) throw error;
    throw new SportelloError('file-unreadable', `The store ${path} cannot be created or written.`, {
      reason: 'write',
      action: 'Check that the folder exists and that you may write to it.',
      detail: { path },
      cause: error,
    });
  }
}

/**
 * Pragmas of every open store. SQLite's defaults would lose the last commits on a power cut and leave deleted customers
 * readable in the file.
 */
export const STORE_SETTINGS: readonly string[] = [
  'journal_mode = wal',
  SYNC_AT_COMMIT,
  'foreign_keys = on',
  'secure_delete = on',
  'cell_size_check = on',
  'temp_store = memory',
  // A batch of mail fits in memory and goes from the log to the file once, not page by page again and again.
  'cache_size = -16000',
  `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
];

function openFile(path: string, key: string | null, isNew: boolean): SqlFile {
  if (!isNew) refuseOtherEncryption(path, key);
  const file = new SqlFile(path, key);
  try {
    file.run('pragma busy_timeout = 5000');
    // The first read of the file: here a wrong key shows.
    file.run('select count(*) as tables from sqlite_master');
    for (const setting of STORE_SETTINGS) file.run(`pragma ${setting}`);
    return file;
  } catch (error) {
    file.close();
    if (key !== null && isNotADatabase(error)) {
      throw new SportelloError('store-passphrase-wrong', `The passphrase does not open the store ${path}.`, {
        action: 'Type the passphrase again. If you are sure that it is right, the file is damaged: use a backup.',
        detail: { path },
        cause: error,
      });
    }
    throw error;
  }
}

function isNotADatabase(error: unknown): boolean {
  return error instanceof SportelloError && sqliteCode(error.cause).startsWith('SQLITE_NOTADB');
}

/** Compares what the profile says of the encryption with the file's first bytes: SQLite would only say "damaged". */
function refuseOtherEncryption(path: string, key: string | null): void {
  const isPlain = isPlainStore(path);
  if (isPlain && key !== null) {
    throw new SportelloError(
      'store-passphrase-wrong',
      `The store ${path} is not encrypted, but a passphrase was given.`,
      {
        reason: 'not-encrypted',
        action: 'Set "encryption" to "none" in profile.json, or give the file of the encrypted store.',
        detail: { path },
      },
    );
  }
  if (!isPlain && key === null) {
    throw new SportelloError(
      'store-locked',
      `The store ${path} is encrypted (or no store at all) and no key was given.`,
      {
        action: 'Give the passphrase in SPORTELLO_STORE_PASSPHRASE, or open the profile in the desk.',
        detail: { path },
      },
    );
  }
}
