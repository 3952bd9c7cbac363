import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packError } from '../../shared/contract/errors';
import type { Message } from '../../shared/domain/message';
import type { ImageReader } from '../engine/mail/image-text';
import { parseMessage } from '../engine/mail/parse-message';
import { picturesToRead, readPictures, withPictureTexts } from '../engine/mail/pictures';

/** One file as read: a message, or why it is none. */
export type ReadFile = { readonly file: string; readonly message: Message | null; readonly error: string };

/** Files that are fetched from the disk while another is parsed: more would only hold memory. */
const READ_AHEAD = 8;

/**
 * All messages below a folder, oldest Date first; those without a readable Date after all others, by file
 * (domain.md, "The headless contract"). Text in their pictures is read too. A file that cannot be read comes with its
 * error; throws only where the folder itself cannot be listed.
 */
export async function readMailFolder(
  folder: string,
  authservId: string | null,
  reader: ImageReader,
): Promise<readonly ReadFile[]> {
  const files = await emlBelow(folder, '');
  const read: ReadFile[] = [];
  let pictures: Promise<void> = Promise.resolve();
  for await (const [at, file, bytes] of bytesOf(folder, files)) {
    const one = await readMail(file, bytes, authservId);
    read[at] = one;
    // In their own thread while the next files are parsed here.
    if (one.message !== null && picturesToRead(one.message).length > 0) {
      pictures = pictures.then(async () => {
        read[at] = await withPictures(one, folder, reader);
      });
    }
  }
  await pictures;
  return read.sort((a, b) => {
    const [at, other] = [a.message?.sentAt ?? Infinity, b.message?.sentAt ?? Infinity];
    return at === other ? (a.file < b.file ? -1 : 1) : at - other;
  });
}

async function emlBelow(root: string, below: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await emlBelow(root, name)));
    else if (entry.name.toLowerCase().endsWith('.eml')) found.push(name);
  }
  return found.sort();
}

/** The bytes of a file, or why there are none. */
type FileBytes = { readonly raw: Buffer } | { readonly failure: unknown };

/** The bytes of each file in the order given; the next ones are fetched while the caller works on one. */
async function* bytesOf(
  root: string,
  files: readonly string[],
): AsyncGenerator<readonly [at: number, file: string, bytes: FileBytes]> {
  const fetch = (file: string): Promise<FileBytes> =>
    readFile(path.join(root, file)).then(
      (raw) => ({ raw }),
      (failure: unknown) => ({ failure }),
    );
  const coming = files.slice(0, READ_AHEAD).map(fetch);
  for (const [at, file] of files.entries()) {
    const bytes = await coming.shift();
    const next = files[at + READ_AHEAD];
    if (next !== undefined) coming.push(fetch(next));
    if (bytes !== undefined) yield [at, file, bytes];
  }
}

async function readMail(file: string, bytes: FileBytes, authservId: string | null): Promise<ReadFile> {
  try {
    if ('failure' in bytes) throw bytes.failure;
    return { file, message: await parseMessage(bytes.raw, { authservId, html: true, attachments: true }), error: '' };
  } catch (error) {
    return { file, message: null, error: packError(error).message };
  }
}

/** The file is read again: holding the bytes of all that wait would fill the memory. */
async function withPictures(read: ReadFile, folder: string, reader: ImageReader): Promise<ReadFile> {
  if (read.message === null) return read;
  const raw = await readFile(path.join(folder, read.file)).catch(() => null);
  const texts = raw && (await readPictures(reader, raw, picturesToRead(read.message)));
  return texts ? { ...read, message: withPictureTexts(read.message, texts) } : read;
}
