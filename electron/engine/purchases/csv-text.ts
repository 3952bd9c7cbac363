import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { SportelloError } from '../../../shared/contract/errors';

/** Largest purchase or catalogue file, bytes: some millions of sales. */
export const MAX_FILE_BYTES = 500 * 1024 * 1024;

/** Windows-1252 where it differs from Latin-1: 0x80–0x9F; what it leaves free keeps its control character. */
const CP1252 =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/**
 * The text of a file in pieces: UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252, as Excel writes it.
 * Throws `file-unreadable`, `file-too-large` (MAX_FILE_BYTES) or `import-unreadable` for a workbook.
 */
export async function* readText(path: string): AsyncGenerator<string> {
  const decode = await decoderOf(path);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield decode(chunk as Buffer, true);
  yield decode(Buffer.alloc(0), false);
}

type Decode = (bytes: Uint8Array, more: boolean) => string;

async function decoderOf(path: string): Promise<Decode> {
  const start = await readStart(path);
  if (start.subarray(0, 2).toString('latin1') === 'PK' || start.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    throw new SportelloError('import-unreadable', `${path} is an Excel workbook, not a CSV file.`, {
      action: 'Open it in Excel or LibreOffice, save it as "CSV UTF-8", and import that file.',
      detail: { path },
    });
  }
  const mark = start.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return streamDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be');
  return (await isUtf8(path)) ? streamDecoder('utf-8') : (bytes) => decodeCp1252(bytes);
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MAX_FILE_BYTES) {
        throw new SportelloError('file-too-large', `${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`, {
          action: 'Export a shorter period, or split the file; each part may be imported on its own.',
          detail: { path, size },
        });
      }
      const start = Buffer.alloc(4);
      const { bytesRead } = await file.read(start, 0, start.length, 0);
      return start.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SportelloError) throw error;
    throw new SportelloError('file-unreadable', `The file ${path} cannot be read.`, {
      action: 'Check the path, and that you may read the file.',
      detail: { path },
      cause: error,
    });
  }
}

/** The whole file is looked at: one cp1252 accent may stand in its last row. */
async function isUtf8(path: string): Promise<boolean> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) strict.decode(chunk as Buffer, { stream: true });
    strict.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function streamDecoder(encoding: string): Decode {
  const decoder = new TextDecoder(encoding);
  return (bytes, more) => decoder.decode(bytes, { stream: more });
}

function decodeCp1252(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009F]/g, (character) => CP1252[character.charCodeAt(0) - 0x80] ?? character);
}
