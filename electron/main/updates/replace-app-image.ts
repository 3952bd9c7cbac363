import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UpdateFailed } from './update-failed';

/** A copy that is older was left by a desk that ended in the middle, ms; a younger one is another desk's, at work. */
const ABANDONED_MS = 3_600_000;

/**
 * Puts a downloaded AppImage in the place of the old one, under its path, so that what starts it goes on working. The new file is whole,
 * on the disk and compared with its digest (SHA-512, base64) before one `rename` makes it the program: until then nothing has changed,
 * after it everything has. It is not started for a try. Whoever runs the old file keeps it.
 * @throws UpdateFailed `damaged`, `no-room`, `not-installed`
 */
export async function replaceAppImage(
  program: string,
  download: { readonly file: string; readonly sha512: string },
): Promise<void> {
  try {
    // A link to it stays a link.
    const old = await realpath(program);
    const beside = join(dirname(old), `.${basename(old)}.new`);
    const { mode } = await stat(old);
    await clearAbandoned(beside);
    // Fails where something of this name is there: what is written is ours alone.
    const file = await open(beside, 'wx', 0o600);
    try {
      try {
        await copyInto(file, download);
        await file.chmod((mode & 0o777) | 0o500);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, old);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dirname(old));
  } catch (error) {
    throw asFailure(program, download.file, error);
  }
}

async function copyInto(file: FileHandle, download: { readonly file: string; readonly sha512: string }): Promise<void> {
  const digest = createHash('sha512');
  for await (const chunk of createReadStream(download.file) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    await file.writeFile(chunk);
  }
  if (digest.digest('base64') !== download.sha512) {
    throw new UpdateFailed('damaged', `${download.file} is not what was downloaded`);
  }
}

async function clearAbandoned(path: string): Promise<void> {
  const left = await stat(path).catch(() => null);
  if (left !== null && Date.now() - left.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
}

/** So that the new name outlives a power cut; not every file system can, and then the old one is there still. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function asFailure(program: string, download: string, error: unknown): UpdateFailed {
  if (error instanceof UpdateFailed) return error;
  const { code, path } = error as { readonly code?: unknown; readonly path?: unknown };
  if (path === download) return new UpdateFailed('damaged', `${download} cannot be read`, error);
  const failure = code === 'ENOSPC' || code === 'EDQUOT' ? 'no-room' : 'not-installed';
  return new UpdateFailed(failure, `${program} was not replaced: ${String(error)}`, error);
}
