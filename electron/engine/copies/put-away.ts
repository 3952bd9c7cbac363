import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KEPT_KINDS } from '../../../shared/contract/copies';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import { copiesFolder, partialOf, prepareCopiesFolder, readCopyName } from './copy-names';
import { fileFailure } from './file-failure';

/**
 * Where a restore sets the old store aside: beside the store, so on the same disk, whatever disk the folder of copies is
 * on. `name`: that of the copy it becomes.
 */
export function asidePath(storePath: string, name: string): string {
  return `${storePath}.${name}`;
}

/** Where an old store is now: in the folder of copies, or beside the store where it could not be moved yet. */
export function findReplaced(storePath: string, name: string): string {
  const aside = asidePath(storePath, name);
  return existsSync(aside) ? aside : join(copiesFolder(storePath), name);
}

/**
 * Moves old stores that were set aside into the folder of copies. Where that cannot be they stay beside the store, which is
 * no reason not to open it, and the next call tries again.
 */
export function putAway(storePath: string, log: Log): void {
  try {
    const names = setAside(storePath);
    if (names.length === 0) return;
    const folder = prepareCopiesFolder(storePath);
    // The log goes first: without it the database would be an older one.
    for (const name of names)
      for (const end of ['-wal', '']) move(asidePath(storePath, name) + end, join(folder, name) + end);
    log.info('restore', 'put-away', { stores: names.length });
  } catch (error) {
    const failure = fileFailure(error, copiesFolder(storePath));
    if (!(failure instanceof SportelloError)) throw error;
    log.warn('restore', 'not-put-away', { code: failure.code, message: failure.message });
  }
}

function setAside(storePath: string): readonly string[] {
  const folder = dirname(storePath);
  if (!existsSync(folder)) return [];
  const start = `${basename(storePath)}.`;
  const names = readdirSync(folder).map((name) => (name.startsWith(start) ? name.slice(start.length) : ''));
  return names.filter((name) => KEPT_KINDS.some((kind) => readCopyName(name)?.kind === kind));
}

/** By a rename, or byte by byte where the target is on another disk. */
function move(from: string, to: string): void {
  if (!existsSync(from)) return;
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EXDEV') throw error;
    const partial = partialOf(to);
    copyFileSync(from, partial);
    syncNow(partial, 'r+');
    renameSync(partial, to);
  }
  syncFolderNow(dirname(to));
  rmSync(from, { force: true });
}

/** Brings a folder's names to the disk. Windows does so by itself, and opens no folder. */
export function syncFolderNow(folder: string): void {
  if (process.platform !== 'win32') syncNow(folder, 'r');
}

/** Brings a file to the disk. */
export function syncNow(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
