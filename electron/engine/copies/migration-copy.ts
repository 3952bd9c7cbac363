import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copiesToDrop } from '../../../shared/domain/copy-rotation';
import type { Log } from '../outside';
import type { StoreCopier } from '../store/store-copier';
import { copyName, namedCopies, prepareCopiesFolder } from './copy-names';
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
  const name = copyName('before-migration', options.at);
  await writeCopy({ ...options, copyTo: store.copyTo, to: join(folder, name) });
  dropCopies(store.path, name, options.at);
}

/** Removes the copies that the rotation lets go, now that `written` is there. */
export function dropCopies(storePath: string, written: string, now: number): void {
  const folder = prepareCopiesFolder(storePath);
  for (const name of copiesToDrop(namedCopies(storePath), written, now)) rmSync(join(folder, name), { force: true });
}
