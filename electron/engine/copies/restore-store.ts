import { realpathSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CopyState, RestoreReport } from '../../../shared/contract/copies';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import { copyBytes, refuseFullDisk } from './copy-bytes';
import { copyName } from './copy-names';
import { inCopyThread } from './copy-thread';
import { fileFailure } from './file-failure';
import { findReplaced, putAway } from './put-away';
import type { CopyReading } from './read-copy';
import { finishRestore, orderSwap, restoringPath } from './swap-store';

export type RestoreOptions = {
  /** The store of the profile; it need not exist. */
  readonly storePath: string;
  /** Its key; null leaves it plain. */
  readonly key: string | null;
  /** The copy, absolute. It is only read. */
  readonly file: string;
  readonly now: number;
  readonly log: Log;
};

/**
 * Puts a copy in the place of the store. The copy is taken over and checked first; the old store goes into the folder of
 * copies as it is, damaged or not (or stays beside the store where that folder cannot be written). Killed at any moment, the next start finds the old store or the new one. What the copy
 * had not seen settled is frozen when it is opened (`freezeRestored`). The caller holds the profile, and no engine is open
 * on it.
 * @throws SportelloError `copy-unusable` (other key, newer, damaged, no store), `copy-no-room`, `file-unreadable`
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoreReport> {
  const { storePath, key, now, log } = options;
  finishRestore(storePath, log);
  const file = findCopy(options.file, storePath);
  const restoring = restoringPath(storePath);
  await takeOver(file, restoring);
  await takeOver(`${file}-wal`, `${restoring}-wal`);
  log.info('restore', 'copied');
  const writtenAt = Math.round(statSync(file).mtimeMs);
  const [reading] = await inCopyThread({ kind: 'seal', path: restoring, key, at: writtenAt });
  if (reading?.state !== 'sound') {
    // Takes the refused copy away again.
    finishRestore(storePath, log);
    throw unusable(file, reading ?? { state: 'damaged', schema: null }, key);
  }
  log.info('restore', 'checked', { tickets: reading.tickets, messages: reading.messages });
  const hadStore = sizeOf(storePath) > 0;
  const replaced = copyName('replaced', now);
  orderSwap(storePath, replaced);
  log.info('restore', 'ordered');
  finishRestore(storePath, log);
  log.info('restore', 'restored');
  const { tickets, messages, at } = reading;
  const kept = hadStore ? await keepReplaced(findReplaced(storePath, replaced), options) : null;
  return { file, at: at ?? writtenAt, tickets, messages, replaced: kept };
}

/** The file as a person named it: there, a file, and not the store itself. */
function findCopy(file: string, storePath: string): string {
  try {
    const real = realpathSync(file);
    if (!statSync(real).isFile()) throw unusable(file, { state: 'no-store', schema: null }, null);
    if (sizeOf(storePath) > 0 && real === realpathSync(storePath)) {
      throw new SportelloError('copy-unusable', `${file} is the store itself.`, {
        reason: 'itself',
        action: 'Name a copy of it.',
        detail: { path: file },
      });
    }
    return real;
  } catch (error) {
    throw fileFailure(error, file);
  }
}

async function takeOver(from: string, to: string): Promise<void> {
  const bytes = sizeOf(from);
  if (bytes === 0 && from.endsWith('-wal')) return;
  let source: FileHandle | null = null;
  try {
    await refuseFullDisk(to, bytes);
    source = await open(from, 'r');
    await copyBytes(source, bytes, to);
  } catch (error) {
    throw fileFailure(error, from);
  } finally {
    await source?.close();
  }
}

/**
 * Makes the store that was replaced a copy like the others. A damaged one cannot be made one: it stays as it is, under a
 * name that says so.
 */
async function keepReplaced(path: string, options: RestoreOptions): Promise<string> {
  const { storePath, key, now, log } = options;
  try {
    const [reading] = await inCopyThread({ kind: 'seal', path, key, at: now });
    if (reading?.state === 'sound') return path;
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    // Another program has it open, or the disk is full: it is kept all the same, and the restore is done.
    log.warn('restore', 'replaced-not-checked', { code: error.code, message: error.message });
    return path;
  }
  const name = copyName('damaged', now);
  const damaged = join(dirname(path), basename(path).replace(copyName('replaced', now), name));
  try {
    for (const end of ['-wal', '']) if (sizeOf(`${path}${end}`) > 0) renameSync(`${path}${end}`, `${damaged}${end}`);
  } catch (error) {
    const failure = fileFailure(error, path);
    if (!(failure instanceof SportelloError)) throw error;
    log.warn('restore', 'replaced-not-renamed', { code: failure.code, message: failure.message });
    return path;
  }
  putAway(storePath, log);
  return findReplaced(storePath, name);
}

function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch (error) {
    throw fileFailure(error, path);
  }
}

const REASONS: Readonly<Record<Exclude<CopyState, 'sound'>, { readonly what: string; readonly action: string }>> = {
  damaged: { what: 'is damaged', action: 'Take an older copy.' },
  newer: {
    what: 'was written by a newer version of Sportello',
    action: 'Install the newest version, then restore it.',
  },
  unreadable: { what: 'cannot be read', action: 'Check that you may read it and that its disk is there.' },
  'no-store': { what: 'is no store of Sportello, or only a part of one', action: 'Name a copy of this profile.' },
  'other-key': {
    what: 'does not open with the key of this profile',
    action: 'A copy opens only with the key or passphrase that its store had when it was written.',
  },
};

/** Why a file cannot be restored. */
export function unusable(file: string, reading: CopyReading, key: string | null): SportelloError {
  const state = reading.state === 'sound' ? 'damaged' : reading.state;
  const { what, action } = REASONS[state];
  const isPlainProfile = state === 'other-key' && key === null;
  const more = isPlainProfile ? ' (it is encrypted, or no store at all, and this profile has no key)' : '';
  return new SportelloError('copy-unusable', `The file ${file} ${what}${more}; nothing was changed.`, {
    reason: state,
    action,
    detail: { path: file, state },
  });
}
