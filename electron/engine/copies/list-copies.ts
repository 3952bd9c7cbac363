import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CopiesView, StoreCopy } from '../../../shared/contract/copies';
import { copiesFolder, namedCopies } from './copy-names';
import type { NamedCopy } from './copy-names';
import { inCopyThread } from './copy-thread';
import type { CopyReading, ReadDepth } from './read-copy';

/**
 * The copies of a store, newest first, each opened to see what it is worth; the store itself is not touched and need not
 * open. Nothing is written.
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
 * count: somebody had a reason to.
 */
export async function newestSoundCopy(storePath: string, key: string | null): Promise<StoreCopy | null> {
  const folder = copiesFolder(storePath);
  for (const copy of namedCopies(storePath)) {
    if (copy.kind === 'replaced') continue;
    const path = join(folder, copy.name);
    const [reading] = await inCopyThread({ kind: 'read', paths: [path], key, depth: 'pages' });
    if (reading?.state === 'sound') return storeCopy(folder, copy, reading);
  }
  return null;
}

function storeCopy(folder: string, named: NamedCopy, reading: CopyReading | undefined): StoreCopy | null {
  const path = join(folder, named.name);
  const stat = statSync(path, { throwIfNoEntry: false });
  // Dropped since the folder was read.
  if (stat === undefined || reading === undefined) return null;
  const isSound = reading.state === 'sound';
  return {
    ...named,
    path,
    bytes: stat.size,
    state: reading.state,
    tickets: isSound ? reading.tickets : null,
    messages: isSound ? reading.messages : null,
  };
}
