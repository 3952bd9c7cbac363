import { open, rm, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import { fileFailure, noRoom, ROOM_LEFT_BYTES } from './file-failure';

const CHUNK_BYTES = 1024 * 1024;
/** Written to the disk in steps: one flush of the whole file at the end would hold up the commits of the store. */
const FLUSH_BYTES = 16 * CHUNK_BYTES;

/** Throws `copy-no-room` where these bytes would leave the disk too full to work on. */
export async function refuseFullDisk(path: string, bytes: number): Promise<void> {
  try {
    const { bavail, bsize } = await statfs(dirname(path));
    const needed = bytes + ROOM_LEFT_BYTES;
    if (bavail * bsize < needed) throw noRoom(path, needed);
  } catch (error) {
    throw fileFailure(error, path);
  }
}

/**
 * Copies the first `bytes` of an open file into a new one, mode 0600, until they are on the disk. A failure leaves no
 * file. Throws `copy-no-room`, `file-unreadable`, or `engine-gone` when `signal` says that the desk is being closed.
 */
export async function copyBytes(from: FileHandle, bytes: number, to: string, signal?: AbortSignal): Promise<void> {
  let target: FileHandle | null = null;
  try {
    target = await open(to, 'wx', 0o600);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let unflushed = 0;
    for (let at = 0; at < bytes;) {
      if (signal?.aborted) throw stopped();
      const { bytesRead } = await from.read(chunk, 0, Math.min(CHUNK_BYTES, bytes - at), at);
      if (bytesRead === 0) throw shortened(to, at, bytes);
      await target.write(chunk, 0, bytesRead, at);
      at += bytesRead;
      unflushed += bytesRead;
      if (unflushed < FLUSH_BYTES) continue;
      unflushed = 0;
      await target.datasync();
    }
    await target.sync();
    await target.close();
  } catch (error) {
    await target?.close();
    if (target !== null) await rm(to, { force: true });
    throw fileFailure(error, to);
  }
}

/** Brings a folder's names to the disk: after a power cut a rename is there or is not. Windows does so by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function stopped(): SportelloError {
  return new SportelloError('engine-gone', 'The desk was closed before the copy was whole', {
    reason: 'closing',
    action: 'Write the copy again.',
    retryable: true,
  });
}

function shortened(path: string, at: number, bytes: number): SportelloError {
  return new SportelloError('file-unreadable', `Only ${at} of ${bytes} bytes could be read for ${path}.`, {
    reason: 'cut-short',
    action: 'Check the disk, then try again.',
    detail: { path },
  });
}
