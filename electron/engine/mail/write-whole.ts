import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';

/** Ends the name of a file that is not whole yet. */
const PARTIAL = '.sportello-partial';

/**
 * Writes what comes into a file, for its owner only: under another name in the same folder until all is there, so that
 * nobody opens half of it. Where it fails, that part is removed and the failure thrown; memory holds one piece at a time.
 *
 * @param options `id`: a name that nothing else has; `limit`: bytes, beyond which it is given up
 * @returns bytes written
 * @throws SportelloError `file-unreadable`, `file-too-large`, and whatever `pieces` throws
 */
export async function writeWhole(
  pieces: AsyncIterable<Uint8Array>,
  path: string,
  options: { readonly id: string; readonly limit: number; onProgress(bytes: number): void },
): Promise<number> {
  const partial = join(dirname(path), `${options.id}${PARTIAL}`);
  const file = await onDisk(path, open(partial, 'wx', 0o600));
  let bytes = 0;
  try {
    try {
      for await (const piece of pieces) {
        bytes += piece.byteLength;
        if (bytes > options.limit) throw tooLarge(options.limit);
        // write() may take less than it is given: what a full disk leaves is asked of it again
        for (let at = 0; at < piece.byteLength;) at += (await onDisk(path, file.write(piece, at))).bytesWritten;
        options.onProgress(bytes);
      }
    } finally {
      await onDisk(path, file.close());
    }
    await onDisk(path, rename(partial, path));
    return bytes;
  } catch (error) {
    await onDisk(path, rm(partial, { force: true }));
    throw error;
  }
}

async function onDisk<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
    throw new SportelloError('file-unreadable', `The file ${path} cannot be written (${code}).`, {
      reason: 'write',
      action: 'Choose another folder, or free some space on that disk.',
      retryable: true,
      detail: { path, code },
      cause: error,
    });
  }
}

function tooLarge(limit: number): SportelloError {
  const megabytes = Math.floor(limit / 1024 / 1024);
  return new SportelloError('file-too-large', `This is larger than ${String(megabytes)} MB.`, {
    reason: 'to-save',
    action: 'Save it with your mail program.',
    detail: { megabytes },
  });
}
