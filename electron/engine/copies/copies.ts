import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KEPT_KINDS } from '../../../shared/contract/copies';
import type { CopiesView, StoreCopy, WrittenCopy } from '../../../shared/contract/copies';
import { SportelloError, packError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import { deskClosing } from '../desk-closing';
import type { Outside } from '../outside';
import type { FileStore } from '../store/store';
import { copiesFolder, copyName, namedCopies, prepareCopiesFolder, removeDatabase } from './copy-names';
import { inCopyThread } from './copy-thread';
import { fileFailure } from './file-failure';
import { listCopies } from './list-copies';
import { dropCopies } from './migration-copy';
import { writeCopy } from './write-copy';

/** A copy is due a day after the last one. */
const DAY_MS = 24 * 3_600_000;
/** The first look after a start: the inbox is shown and mail is fetched first. */
const FIRST_LOOK_MS = 30_000;
/** Looks, not one alarm a day: a laptop sleeps, and a copy that failed is tried again. */
const LOOK_EVERY_MS = 3_600_000;

/** The copies of an open store. */
export type Copies = {
  /** Writes the daily copy now where it is due, and whenever it is; not for a demo, whose mail is invented. */
  start(): void;
  list(): Promise<CopiesView>;
  /** Why the last daily copy could not be written, or the copies not be read; null while all is well. */
  failure(): PackedError | null;
  /** "Copy now": into the folder of copies, or to this absolute path. Throws as `writeCopy`. */
  write(path: string | null): Promise<WrittenCopy>;
  /**
   * Deletes what a restore had kept, `replaced-…` or `damaged-…`, by its name in the folder of copies.
   * @throws SportelloError `not-allowed` for others, which go by themselves, and for the only sound copy; `not-found`,
   * `file-unreadable`
   */
  remove(name: string): Promise<void>;
  /** Gives up a copy under way; settles when nothing of it is left. */
  close(): Promise<void>;
};

/** Keeps the copies of a store: writes them one at a time, drops the old ones. `failed` hears of bugs only. */
export function createCopies(options: {
  readonly store: FileStore;
  readonly key: string | null;
  readonly outside: Outside;
  readonly isDemo: () => boolean;
  /** A daily copy failed, or was written after one that had. */
  readonly failureChanged: () => void;
  /** A copy was written or removed, or why one is missing changed. */
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}): Copies {
  const { store, key, outside } = options;
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let failure: PackedError | null = null;
  let cancelLook: () => void = () => undefined;

  /** One copy at a time: each may take the disk's whole speed. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(() => {
      if (closing.signal.aborted) throw deskClosing();
      return work();
    });
    // the next one waits for this one, whatever came of it; the caller hears of a failure through `run`
    last = run.catch(() => undefined);
    return run;
  }

  async function writeOwn(kind: StoreCopy['kind']): Promise<WrittenCopy> {
    const at = outside.clock.now();
    const folder = prepareCopiesFolder(store.path);
    const name = copyName(kind, at);
    const written = await write(join(folder, name), at);
    options.changed();
    dropCopies(store.path, name, at);
    return written;
  }

  function write(to: string, at: number): Promise<WrittenCopy> {
    const { log } = outside;
    return writeCopy({ copyTo: store.copyTo, key, to, at, log, signal: closing.signal });
  }

  async function look(): Promise<void> {
    try {
      if (isDue()) await inTurn(() => writeOwn('daily'));
      say(null);
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
      if (closing.signal.aborted) return;
      // Said in Settings and by `doctor`, and tried again at the next look.
      say(packError(error));
      outside.log.error('copies', 'failed', { code: error.code, message: error.message });
    }
    lookIn(LOOK_EVERY_MS);
  }

  /** Whether nothing that could be restored would be left. */
  async function isOnlySound(name: string): Promise<boolean> {
    const isSound = async (one: string): Promise<boolean> => {
      const paths = [join(copiesFolder(store.path), one)];
      const [reading] = await inCopyThread({ kind: 'read', paths, key, depth: 'pages' });
      return reading?.state === 'sound';
    };
    if (!(await isSound(name))) return false;
    for (const other of namedCopies(store.path)) if (other.name !== name && (await isSound(other.name))) return false;
    return true;
  }

  function say(next: PackedError | null): void {
    const isNews = failure !== null || next !== null;
    failure = next;
    if (!isNews) return;
    options.failureChanged();
    options.changed();
  }

  function isDue(): boolean {
    const now = outside.clock.now();
    // A copy from the future tells of a clock that was wrong, not of a copy that is fresh.
    const newest = namedCopies(store.path).find((copy) => copy.kind === 'daily' && copy.at <= now);
    return newest === undefined || now - newest.at >= DAY_MS;
  }

  function lookIn(delayMs: number): void {
    if (closing.signal.aborted) return;
    cancelLook = outside.clock.after(delayMs, () => void look().catch(options.failed));
  }

  return {
    start: () => {
      if (!options.isDemo()) lookIn(FIRST_LOOK_MS);
    },
    failure: () => failure,
    list: async () => {
      try {
        return { ...(await listCopies(store.path, key, 'counts')), failure };
      } catch (error) {
        if (!(error instanceof SportelloError)) throw error;
        return { folder: copiesFolder(store.path), copies: [], failure: packError(error) };
      }
    },
    write: (path) =>
      inTurn(async () => {
        if (path === null) return writeOwn('asked');
        const to = resolve(path);
        refuseNoFolder(to);
        return write(to, outside.clock.now());
      }),
    remove: (name) =>
      inTurn(async () => {
        const copy = namedCopies(store.path).find((each) => each.name === name);
        if (copy === undefined) throw new SportelloError('not-found', `There is no copy ${name}.`, { action: '' });
        if (!KEPT_KINDS.includes(copy.kind)) throw goesByItself(name);
        if (await isOnlySound(name)) throw onlySound(name);
        removeDatabase(join(copiesFolder(store.path), name));
        options.changed();
      }),
    close: async () => {
      closing.abort();
      cancelLook();
      await last;
    },
  };
}

function refuseNoFolder(to: string): void {
  const folder = dirname(to);
  if (isFolder(folder)) return;
  throw new SportelloError('file-unreadable', `There is no folder ${folder}.`, {
    reason: 'folder-missing',
    action: 'Make the folder first, or name another one.',
    detail: { path: folder },
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function goesByItself(name: string): SportelloError {
  return new SportelloError('not-allowed', `The copy ${name} is not deleted by hand.`, {
    reason: 'copy-by-itself',
    action: 'Copies of days, of updates and those you asked for go by themselves when newer ones are there.',
    detail: { name },
  });
}

function onlySound(name: string): SportelloError {
  return new SportelloError('not-allowed', `The copy ${name} is the only sound one.`, {
    reason: 'last-copy',
    action: 'Choose Copy now first, then delete it.',
    detail: { name },
  });
}
