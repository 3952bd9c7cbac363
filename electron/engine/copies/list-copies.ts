import { statSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_KINDS } from '../../../shared/contract/copies';
import type { CopiesView, StoreCopy } from '../../../shared/contract/copies';
import { SportelloError } from '../../../shared/contract/errors';
import { copiesFolder, namedCopies } from './copy-names';
import type { NamedCopy } from './copy-names';
import { inCopyThread } from './copy-thread';
import { fileFailure } from './file-failure';
import type { CopyReading, ReadDepth } from './read-copy';

/**
 * The copies of a store, newest first, each opened to see what it is worth; the store itself is not touched and need not
 * open. Nothing is written. Throws `file-unreadable` where the folder itself cannot be read.
 */
export async function listCopies(
  storePath: string,
  key: string | null,
  depth: ReadDepth,
): Promise<Omit<CopiesView, 'failure'>> {
  const folder = copiesFolder(storePath);
  const named = namedCopies(storePath);
  const paths = named.map((copy) => join(folder, copy.name));
  const readings = paths.length === 0 ? [] : await inCopyThread({ kind: 'read', paths, key, depth });
  return { folder, copies: named.flatMap((copy, index) => storeCopy(folder, copy, readings[index]) ?? []) };
}

/**
 * The newest copy that opens and whose pages are whole; null where there is none. A store that a restore replaced does not
 * count: somebody had a reason to. Throws as `listCopies`.
 */
export async function newestSoundCopy(storePath: string, key: string | null): Promise<StoreCopy | null> {
  const folder = copiesFolder(storePath);
  for (const copy of namedCopies(storePath)) {
    if (KEPT_KINDS.includes(copy.kind)) continue;
    const path = join(folder, copy.name);
    const [reading] = await inCopyThread({ kind: 'read', paths: [path], key, depth: 'pages' });
    if (reading?.state === 'sound') return storeCopy(folder, copy, reading);
  }
  return null;
}

function storeCopy(folder: string, named: NamedCopy, reading: CopyReading | undefined): StoreCopy | null {
  const path = join(folder, named.name);
  const bytes = sizeOf(path);
  // Dropped since the folder was read.
  if (bytes === null || reading === undefined) return null;
  const isSound = reading.state === 'sound';
  return {
    ...named,
    path,
    bytes,
    state: reading.state,
    tickets: isSound ? reading.tickets : null,
    messages: isSound ? reading.messages : null,
  };
}

/** Bytes of a file, 0 where the system does not say; null where there is none. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? null;
  } catch (error) {
    if (fileFailure(error, path) instanceof SportelloError) return 0;
    throw error;
  }
}
