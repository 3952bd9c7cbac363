import { open, stat } from 'node:fs/promises';
import { SportelloError } from '../../../../shared/contract/errors';
import { encodingOf, MAX_JSON_BYTES, MAX_LINE_BYTES } from './file-text';
import type { TextEncoding } from './file-text';
import { unreadable } from './import-file';
import type { ImportFile } from './import-file';
import { refuseFile } from './refuse-file';

/** Largest purchase or catalogue file, bytes: more than ten million sales; whoever has more exports by year. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024 * 1024;

/** Bytes at the start of a file that tell what it is: a workbook with a password says so within them. */
const START = 8192;

/** What a file is, by its bytes: names lie. */
export type FileSurvey =
  | { readonly format: 'text'; readonly encoding: TextEncoding; readonly size: number }
  | { readonly format: 'json'; readonly encoding: TextEncoding; readonly size: number }
  | { readonly format: 'xlsx'; readonly size: number };

/**
 * Looks a file over before anything is read out of it. Throws `file-unreadable`, `file-too-large` (MAX_FILE_BYTES) or
 * `import-unreadable` for what is neither text nor a workbook.
 */
export async function surveyFile(file: ImportFile): Promise<FileSurvey> {
  const { start, size } = await readStart(file);
  const head = Buffer.from(start).toString('latin1');
  if (size === 0) throw refuseFile(file, 'empty');
  if (head.startsWith('PK')) return { format: 'xlsx', size };
  if (start.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    // Excel wraps a workbook with a password into the old container.
    throw refuseFile(file, head.includes('E\0n\0c\0r\0y\0p\0t') ? 'locked-workbook' : 'old-workbook');
  }
  const format = isJson(start) ? 'json' : 'text';
  // A JSON document is often one line.
  const encoding = await encodingOf(file, start, format === 'json' ? MAX_JSON_BYTES : MAX_LINE_BYTES);
  return { format, encoding, size };
}

/** A table's first line never begins as a list or an object does. */
function isJson(start: Buffer): boolean {
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return /^(?:\{\s*["}]|\[\s*[[{\]])/.test(text);
}

async function readStart(file: ImportFile): Promise<{ readonly start: Buffer; readonly size: number }> {
  if (file.kind === 'memory') return { start: Buffer.from(file.bytes.subarray(0, START)), size: file.bytes.length };
  const { path } = file;
  try {
    // opening a pipe would wait for whoever writes into it
    if (!(await stat(path)).isFile()) throw refuseFile(file, 'no-file');
    const opened = await open(path, 'r');
    try {
      const { size } = await opened.stat();
      if (size > MAX_FILE_BYTES) {
        throw new SportelloError('file-too-large', `${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`, {
          reason: 'table',
          action: 'Export a shorter period, or split the file; each part may be imported on its own.',
          detail: { megabytes: MAX_FILE_BYTES / 1024 / 1024, path, size },
        });
      }
      const start = Buffer.alloc(START);
      const { bytesRead } = await opened.read(start, 0, start.length, 0);
      return { start: start.subarray(0, bytesRead), size };
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}
