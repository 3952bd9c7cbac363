import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CopyState, WrittenCopy } from '../../../shared/contract/copies';
import { SportelloError } from '../../../shared/contract/errors';
import type { Log } from '../outside';
import type { StoreCopier } from '../store/store-copier';
import { syncFolder } from './copy-bytes';
import { partialOf, removeDatabase } from './copy-names';
import { inCopyThread } from './copy-thread';
import { fileFailure } from './file-failure';

export type WriteCopyOptions = {
  readonly copyTo: StoreCopier['copyTo'];
  /** Key of the store: the copy has the same. */
  readonly key: string | null;
  /** Absolute path of the copy; its folder exists. */
  readonly to: string;
  /** Epoch ms. */
  readonly at: number;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Writes a whole copy of an open store: under another name first, then every page is checked and what it holds is counted
 * again, and only a sound one gets its name. Whatever fails or is killed leaves no file that looks like a copy.
 * @throws SportelloError `file-unreadable` (also where a file is there already), `copy-no-room`, `copy-unusable`,
 * `profile-held`, `engine-gone`
 */
export async function writeCopy(options: WriteCopyOptions): Promise<WrittenCopy> {
  const { to, key, at, log } = options;
  refuseTaken(to);
  const partial = partialOf(to);
  removeDatabase(partial);
  try {
    const counted = await options.copyTo(partial, options.signal);
    log.info('copies', 'copied', { bytes: counted.bytes });
    const [reading] = await inCopyThread({ kind: 'seal', path: partial, key, at });
    if (reading?.state !== 'sound') throw unsound(to, reading?.state ?? 'damaged');
    if (reading.tickets !== counted.tickets || reading.messages !== counted.messages) throw unsound(to, 'damaged');
    log.info('copies', 'checked', { tickets: counted.tickets, messages: counted.messages });
    refuseTaken(to);
    await rename(partial, to);
    await syncFolder(dirname(to));
    log.info('copies', 'written', { bytes: counted.bytes });
    return {
      path: to,
      at: reading.at ?? at,
      bytes: counted.bytes,
      tickets: reading.tickets,
      messages: reading.messages,
    };
  } catch (error) {
    removeDatabase(partial);
    throw fileFailure(error, to);
  }
}

function refuseTaken(to: string): void {
  if (!existsSync(to)) return;
  throw new SportelloError('file-unreadable', `There is a file ${to} already.`, {
    reason: 'exists',
    action: 'Choose another name for the copy: none is ever overwritten.',
    detail: { path: to },
  });
}

/** A copy that does not hold what the store held: the disk, or the store itself. */
function unsound(to: string, state: CopyState): SportelloError {
  return new SportelloError(
    'copy-unusable',
    `The copy ${to} was written and is not sound (${state}); it was removed.`,
    {
      reason: 'unsound',
      action: 'Run `doctor`: the store or the disk may be damaged. Older copies are untouched.',
      detail: { path: to, state },
    },
  );
}
