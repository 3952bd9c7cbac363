import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packError, SportelloError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import { readCursor, writeCursor } from '../store/fetch-cursors-table';
import type { Store } from '../store/store';
import { onDisk } from './files/import-file';
import type { Imports } from './imports';

/** Imports what appears in one folder. Files are read where they lie: never moved, changed or deleted. */
export type WatchedFolder = {
  start(): void;
  /** Looks now; settles when the folder was looked through: what is ready is imported after that. */
  look(): Promise<void>;
  /** Why the folder cannot be looked at; null while all is well, or none is set. */
  problem(): PackedError | null;
  close(): Promise<void>;
};

type Room = {
  readonly store: Store;
  readonly outside: Pick<Outside, 'clock' | 'log'>;
  readonly imports: Imports;
  /** Absolute path; null where none is set. */
  folder(): string | null;
  changed(): void;
  readonly failed: (error: unknown) => void;
};

/** A look costs one listing; watching by the system misses files on network drives. */
const EVERY_MS = 30_000;
/** A folder of exports holds a few; one with more files is the wrong one. */
const MAX_FILES = 2000;
/** A file during whose import the engine ended without a word this often is not tried again. */
const MAX_ATTEMPTS = 2;
/** Value of the cursor of a file that needs no more importing; else how often its import was begun. */
const DONE = '';
/** Lock files of spreadsheet programs, and files that are still being copied. */
const UNFINISHED = /^(?:~\$|\.)/;
const TABLE = /\.(?:csv|xlsx|json|jsonl|ndjson)$/i;

export function createWatchedFolder(room: Room): WatchedFolder {
  const { store, outside, imports } = room;
  /** Size and time of each file at the last look: one that is still being written is another one at the next. */
  let before = new Map<string, string>();
  let problem: PackedError | null = null;
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let importing: Promise<void> = Promise.resolve();
  const queued = new Set<string>();
  let closed = false;

  async function look(): Promise<void> {
    const folder = room.folder();
    if (folder === null || closed) return setProblem(null);
    const files = await listFiles(folder);
    if (files instanceof SportelloError) return setProblem(packError(files));
    setProblem(null);
    const ready = files.filter(({ path, version }) => before.get(path) === version);
    before = new Map(files.map(({ path, version }) => [path, version]));
    for (const file of ready) {
      if (queued.has(file.key) || (await readCursor(store.db, file.key)) === DONE) continue;
      queued.add(file.key);
      importing = importing.then(() => importFile(file)).finally(() => queued.delete(file.key));
      importing.catch(room.failed);
    }
    return undefined;
  }

  async function importFile({ path, name, key, changedAt }: FolderFile): Promise<void> {
    if (closed) return;
    const attempts = Number((await readCursor(store.db, key)) ?? 0);
    const note = (value: string): Promise<void> => writeCursor(store.db, { name: key, value, at: outside.clock.now() });
    if (attempts >= MAX_ATTEMPTS) {
      outside.log.warn('folder', 'abandoned', { attempts });
      await note(DONE);
      return;
    }
    await note(String(attempts + 1));
    const wish = { source: 'folder', name } as const;
    try {
      await imports.run({ ...wish, kind: null, asOf: changedAt, file: onDisk(path) });
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
      // stopped by a person or by the end of the desk: it is ready again at the next start
      if (error.code === 'import-cancelled') {
        await note(String(attempts));
        return;
      }
      await imports.noteFailure(wish, error);
    }
    await note(DONE);
  }

  function setProblem(next: PackedError | null): undefined {
    if (problem?.message !== next?.message) {
      if (next) outside.log.warn('folder', 'unreadable', { code: next.code });
      problem = next;
      room.changed();
    }
    return undefined;
  }

  function lookInTurn(): Promise<void> {
    // one look that failed must not end the watching
    running = running.catch(() => undefined).then(look);
    return running;
  }

  function wait(): void {
    if (closed) return;
    cancel = outside.clock.after(EVERY_MS, watch);
  }

  function watch(): void {
    lookInTurn().catch(room.failed).finally(wait);
  }

  return {
    start: watch,
    look: lookInTurn,
    problem: () => problem,
    async close() {
      closed = true;
      cancel?.();
      await running.catch(() => undefined);
      cancel?.();
      await importing.catch(() => undefined);
    },
  };
}

type FolderFile = {
  readonly path: string;
  readonly name: string;
  /** Size and time: another one is another file. */
  readonly version: string;
  readonly key: string;
  readonly changedAt: number;
};

/** The tables of the folder, the oldest first: a newer export has the last word. */
async function listFiles(folder: string): Promise<readonly FolderFile[] | SportelloError> {
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      (entry) => entry.isFile() && TABLE.test(entry.name) && !UNFINISHED.test(entry.name),
    );
    if (entries.length > MAX_FILES) {
      return new SportelloError('file-unreadable', `The folder ${folder} holds more than ${MAX_FILES} tables.`, {
        reason: 'many-tables',
        action: 'Choose a folder for exports only, or move old ones away.',
        detail: { most: MAX_FILES, path: folder },
      });
    }
    const files = await Promise.all(entries.map(({ name }) => fileOf(folder, name)));
    return files.sort((one, other) => one.changedAt - other.changedAt || (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return new SportelloError('file-unreadable', `The folder ${folder} cannot be read.`, {
      reason: 'read',
      action: 'Check that it exists and that you may read it, or choose another one in Settings.',
      detail: { path: folder },
      cause: error,
    });
  }
}

async function fileOf(folder: string, name: string): Promise<FolderFile> {
  const path = join(folder, name);
  const { size, mtimeMs } = await stat(path);
  const version = `${String(size)} ${String(mtimeMs)}`;
  const key = `folder ${createHash('sha256').update(`${path} ${version}`).digest('hex')}`;
  return { path, name, version, key, changedAt: Math.round(mtimeMs) };
}
