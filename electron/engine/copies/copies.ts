import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CopiesView, StoreCopy, WrittenCopy } from '../../../shared/contract/copies';
import { SportelloError, packError } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';
import type { Outside } from '../outside';
import type { Store } from '../store/open-store';
import { copyName, namedCopies, prepareCopiesFolder } from './copy-names';
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
  /** Why the last daily copy could not be written; null while all is well. */
  failure(): PackedError | null;
  /** "Copy now": into the folder of copies, or to this absolute path. Throws as `writeCopy`. */
  write(path: string | null): Promise<WrittenCopy>;
  /** Gives up a copy under way; settles when nothing of it is left. */
  close(): Promise<void>;
};

/** Keeps the copies of a store: writes them one at a time, drops the old ones. `failed` hears of bugs only. */
export function createCopies(options: {
  readonly store: Store;
  readonly key: string | null;
  readonly outside: Outside;
  readonly isDemo: () => boolean;
  /** A daily copy failed, or was written after one that had. */
  readonly failureChanged: () => void;
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
      if (closing.signal.aborted) throw closed();
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

  function say(next: PackedError | null): void {
    const isNews = failure !== null || next !== null;
    failure = next;
    if (isNews) options.failureChanged();
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
    list: async () => ({ ...(await listCopies(store.path, key, 'counts')), failure }),
    write: (path) =>
      inTurn(async () => {
        if (path === null) return writeOwn('asked');
        const to = resolve(path);
        refuseNoFolder(to);
        return write(to, outside.clock.now());
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
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new SportelloError('file-unreadable', `There is no folder ${folder}.`, {
    action: 'Make the folder first, or name another one.',
    detail: { path: folder },
  });
}

function closed(): SportelloError {
  return new SportelloError('engine-gone', 'The desk is being closed', { action: 'Open it again.', retryable: true });
}
