import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SportelloError } from '../../../../shared/contract/errors';

/** A file to import: on the disk, or an attachment that never touches it, because the store may be encrypted. */
export type ImportFile =
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'memory'; readonly fileName: string; readonly bytes: Uint8Array };

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

export function onDisk(path: string): ImportFile {
  return { kind: 'disk', path };
}

/** What messages call it. */
export function shownName(file: ImportFile): string {
  return file.kind === 'disk' ? file.path : file.fileName;
}

/** Its name without a folder. */
export function fileNameOf(file: ImportFile): string {
  return file.kind === 'disk' ? basename(file.path) : file.fileName;
}

/** The bytes in pieces; may be asked for again. */
export async function* piecesOf(file: ImportFile): AsyncGenerator<Buffer> {
  if (file.kind === 'disk') {
    try {
      for await (const chunk of createReadStream(file.path, { highWaterMark: PIECE })) yield chunk as Buffer;
    } catch (error) {
      throw unreadable(file.path, error);
    }
    return;
  }
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** All of it; the caller has looked at its size. */
export async function wholeOf(file: ImportFile): Promise<Buffer> {
  if (file.kind === 'memory') return Buffer.from(file.bytes);
  return readFile(file.path).catch((error: unknown) => {
    throw unreadable(file.path, error);
  });
}

/** What the system says of a file becomes what a person can act on; anything else is a bug, and stays one. */
export function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SportelloError || !('syscall' in error)) return error;
  return new SportelloError('file-unreadable', `The file ${path} cannot be read.`, {
    reason: 'read',
    action: 'Check the path, and that you may read the file.',
    detail: { path },
    cause: error,
  });
}
