import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import { MAX_SAVED_MAIL_BYTES } from '../../../shared/contract/limits';
import { unreadable } from '../purchases/files/import-file';

const MB = 1024 * 1024;

/**
 * The bytes of a saved mail. A pipe or a device behind the name is not waited for.
 * @throws SportelloError `file-unreadable`, `file-too-large`
 */
export async function readSavedMail(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size } = await lookedAt(file, path);
      const bytes = Buffer.alloc(size);
      let read = 0;
      // what grows meanwhile is not read further than it was looked at
      while (read < size) {
        const { bytesRead } = await file.read(bytes, read, size - read, read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      return bytes.subarray(0, read);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function lookedAt(file: Awaited<ReturnType<typeof open>>, path: string): Promise<{ readonly size: number }> {
  const found = await file.stat();
  const name = basename(path);
  if (!found.isFile() || found.size === 0) {
    throw new SportelloError('file-unreadable', `${name} is no saved e-mail.`, {
      reason: 'no-mail',
      action: 'Save the mail again in your mail program.',
      detail: { name },
    });
  }
  if (found.size <= MAX_SAVED_MAIL_BYTES) return found;
  throw new SportelloError('file-too-large', `${name} is larger than ${MAX_SAVED_MAIL_BYTES / MB} MB.`, {
    reason: 'to-save',
    action: 'Open it with your mail program.',
    detail: { megabytes: MAX_SAVED_MAIL_BYTES / MB, name, mb: MAX_SAVED_MAIL_BYTES / MB },
  });
}
