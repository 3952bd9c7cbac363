import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copiesToDrop } from '../../../shared/domain/copy-rotation';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import type { StoreCopier } from '../store/store-copier';
import { copyName, namedCopies, prepareCopiesFolder, removeDatabase } from './copy-names';
import { writeCopy } from './write-copy';

/**
 * Copies a store before its tables are changed: without the copy nothing is changed. Then the oldest of these copies go.
 * Throws as `writeCopy`.
 */
export async function writeMigrationCopy(
  store: { readonly path: string; readonly copyTo: StoreCopier['copyTo'] },
  options: { readonly key: string | null; readonly at: number; readonly log: Log },
): Promise<void> {
  const folder = prepareCopiesFolder(store.path);
  const name = freeName(folder, options.at);
  await writeCopy({ ...options, copyTo: store.copyTo, to: join(folder, name) });
  try {
    dropCopies(store.path, name, options.at);
  } catch (error) {
    if (!(error instanceof SportelloError)) throw error;
    // The copy is there: an old one that cannot be removed must not keep the store from being opened.
    options.log.warn('copies', 'not-dropped', { code: error.code, message: error.message });
  }
}

/** A clock that was set back may come to the moment of an older copy, and that is never written over. */
function freeName(folder: string, at: number): string {
  const name = copyName('before-migration', at);
  return existsSync(join(folder, name)) ? freeName(folder, at + 1) : name;
}

/**
 * Removes the copies that the rotation lets go, now that `written` is there; all that can be, also where one cannot.
 * @throws SportelloError `file-unreadable`
 */
export function dropCopies(storePath: string, written: string, now: number): void {
  const folder = prepareCopiesFolder(storePath);
  const kept: unknown[] = [];
  for (const name of copiesToDrop(namedCopies(storePath), written, now)) {
    try {
      removeDatabase(join(folder, name));
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
      kept.push(error);
    }
  }
  const [first] = kept;
  if (!(first instanceof SportelloError)) return;
  throw new SportelloError(
    'file-unreadable',
    `A new copy was written, but an old one is not removed: ${first.message}`,
    {
      reason: 'old-copy',
      action: 'Check that you may write to the folder of copies, or remove the old copy by hand.',
      retryable: true,
      detail: first.detail,
      cause: first,
    },
  );
}
