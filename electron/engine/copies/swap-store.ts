import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import { prepareCopiesFolder, readCopyName, removeDatabase } from './copy-names';

/**
 * A restore is one rename on the disk: before the order below is written, the store is the old one; once it is, whoever
 * opens the store next carries it out, as often as it takes.
 */

/** The copy that is about to be the store. */
export function restoringPath(storePath: string): string {
  return `${storePath}.restoring`;
}

/** The order: under which name the old store goes into the folder of copies. */
function orderPath(storePath: string): string {
  return `${storePath}.restore-order`;
}

/** Orders the swap. From here on the restore is done, even if the power goes. `replaced`: name of a copy. */
export function orderSwap(storePath: string, replaced: string): void {
  const order = orderPath(storePath);
  writeFileSync(`${order}.new`, replaced, { mode: 0o600 });
  syncPath(`${order}.new`);
  renameSync(`${order}.new`, order);
  syncFolderNow(dirname(storePath));
}

/**
 * Carries out a swap that was ordered, or takes away what a restore that never got so far left behind. Every step may be
 * the last one of this process: the next call goes on from there. The caller holds the profile.
 */
export function finishRestore(storePath: string, log: Log): void {
  const restoring = restoringPath(storePath);
  const order = orderPath(storePath);
  if (!existsSync(order)) {
    rmSync(`${order}.new`, { force: true });
    removeDatabase(restoring);
    return;
  }
  const replaced = readOrder(order);
  if (existsSync(restoring)) {
    const aside = join(prepareCopiesFolder(storePath), replaced);
    // The log goes first: beside the new store it would be written into it.
    moveIfThere(`${storePath}-wal`, `${aside}-wal`);
    rmSync(`${storePath}-shm`, { force: true });
    log.info('restore', 'log-moved');
    moveIfThere(storePath, aside);
    syncFolderNow(dirname(aside));
    log.info('restore', 'store-moved');
    renameSync(restoring, storePath);
    syncFolderNow(dirname(storePath));
    log.info('restore', 'swapped');
  }
  rmSync(order, { force: true });
  syncFolderNow(dirname(storePath));
}

function readOrder(order: string): string {
  const name = readFileSync(order, 'utf8');
  if (readCopyName(name) !== null) return name;
  throw new SportelloError('file-unreadable', `The file ${order} of an interrupted restore cannot be read.`, {
    action: 'Move this file away; the store and its copies are untouched. Then restore again.',
    detail: { path: order },
  });
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

function syncPath(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Windows brings names to the disk by itself, and opens no folder. */
function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
