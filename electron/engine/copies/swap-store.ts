import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import { readCopyName, removeDatabase } from './copy-names';
import { fileFailure } from './file-failure';
import { asidePath, putAway, syncFolderNow, syncNow } from './put-away';

/**
 * A restore is one rename on the disk: before the order below is written, the store is the old one; once it is, whoever
 * opens the store next carries it out, as often as it takes. Only the store's own folder is needed for that: the old store
 * is set aside there, and moved into the folder of copies, perhaps on another disk, when the new one is in its place.
 */

/** The copy that is about to be the store. */
export function restoringPath(storePath: string): string {
  return `${storePath}.restoring`;
}

/** The order: under which name the old store is kept. */
function orderPath(storePath: string): string {
  return `${storePath}.restore-order`;
}

/**
 * Orders the swap. From here on the restore is done, even if the power goes. `replaced`: name of a copy.
 * @throws SportelloError `file-unreadable`, `copy-no-room`: then nothing is ordered
 */
export function orderSwap(storePath: string, replaced: string): void {
  const order = orderPath(storePath);
  try {
    writeFileSync(`${order}.new`, replaced, { mode: 0o600 });
    syncNow(`${order}.new`, 'r+');
    renameSync(`${order}.new`, order);
    syncFolderNow(dirname(storePath));
  } catch (error) {
    throw fileFailure(error, order);
  }
}

/**
 * Carries out a swap that was ordered, or takes away what a restore that never got so far left behind. Every step may be
 * the last one of this process: the next call goes on from there. The caller holds the profile.
 * @throws SportelloError `file-unreadable` where the store's own folder does not let it: nothing is lost, and the next call
 * tries again
 */
export function finishRestore(storePath: string, log: Log): void {
  const restoring = restoringPath(storePath);
  const order = orderPath(storePath);
  if (existsSync(order)) {
    const replaced = readOrder(order);
    try {
      if (existsSync(restoring)) swap(storePath, asidePath(storePath, replaced), log);
      rmSync(order, { force: true });
      syncFolderNow(dirname(storePath));
    } catch (error) {
      throw notCarriedOut(error, storePath);
    }
  } else {
    try {
      rmSync(`${order}.new`, { force: true });
    } catch (error) {
      throw fileFailure(error, order);
    }
    removeDatabase(restoring);
  }
  putAway(storePath, log);
}

function swap(storePath: string, aside: string, log: Log): void {
  const restoring = restoringPath(storePath);
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

function readOrder(order: string): string {
  try {
    const name = readFileSync(order, 'utf8');
    if (readCopyName(name) !== null) return name;
  } catch (error) {
    throw fileFailure(error, order);
  }
  throw new SportelloError('file-unreadable', `The file ${order} of an interrupted restore cannot be read.`, {
    reason: 'restore-order',
    action: 'Move this file away; the store and its copies are untouched. Then restore again.',
    detail: { path: order },
  });
}

/** Neither store is lost: both lie beside each other until the folder lets one take the other's place. */
function notCarriedOut(error: unknown, storePath: string): unknown {
  const failure = fileFailure(error, storePath);
  if (!(failure instanceof SportelloError)) return error;
  const folder = dirname(storePath);
  return new SportelloError(
    'file-unreadable',
    `A copy was to be restored, and the store cannot be replaced by it: ${failure.message} Nothing is lost.`,
    {
      reason: 'restore-stuck',
      action: `Close other programs that use ${folder}, make sure that you may write to it and to the files in it, then open the profile again: the restore goes on by itself. Leave the files whose names begin with ${storePath} where they are.`,
      retryable: true,
      detail: { path: storePath },
      cause: error,
    },
  );
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
