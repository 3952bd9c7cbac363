import { piecesOf } from './import-file';
import type { ImportFile } from './import-file';
import { refuseFile } from './refuse-file';

/** A line of this many bytes is no table: the whole file is refused as soon as one is met, without reading on. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/**
 * Largest file that is one JSON document, bytes: some 4,000 events. Parsed, a hostile one of `{}` takes forty times that; larger
 * logs are written one event a line.
 */
export const MAX_JSON_BYTES = 16 * 1024 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Windows-1252 where it differs from Latin-1: 0x80–0x9F; what it leaves free keeps its control character. */
const CP1252 =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/** The text of a file in pieces, in the encoding that `encodingOf` found. */
export async function* readText(file: ImportFile, encoding: TextEncoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding);
  for await (const bytes of piecesOf(file)) yield decode(bytes, true);
  yield decode(Buffer.alloc(0), false);
}

/**
 * UTF-16 where its mark stands first, UTF-8 where every byte fits, else Windows-1252, as Excel writes it. The whole file
 * is looked at: one accent of Windows-1252 may stand in its last row. Throws `import-unreadable` for a file that is no
 * text, or one line without end.
 */
export async function encodingOf(
  file: ImportFile,
  start: Uint8Array,
  mostLineBytes = MAX_LINE_BYTES,
): Promise<TextEncoding> {
  const mark = Buffer.from(start.subarray(0, 2)).toString('hex');
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const strict = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let lineBytes = { longest: 0, open: 0 };
  for await (const bytes of piecesOf(file)) {
    if (bytes.includes(0)) throw refuseFile(file, 'binary');
    lineBytes = longestLine(bytes, lineBytes);
    if (lineBytes.longest > mostLineBytes) throw refuseFile(file, 'endless-line');
    isUtf8 &&= decodes(strict, bytes);
  }
  return isUtf8 && decodes(strict, null) ? 'utf-8' : 'windows-1252';
}

type LineBytes = { readonly longest: number; readonly open: number };

/** Bytes of the line that goes on after this piece, and of the longest that ended or goes on in it (to within a piece). */
function longestLine(bytes: Buffer, before: LineBytes): LineBytes {
  const last = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
  const open = last < 0 ? before.open + bytes.length : bytes.length - last - 1;
  return { longest: Math.max(open, last < 0 ? 0 : before.open), open };
}

function decodes(strict: TextDecoder, bytes: Buffer | null): boolean {
  try {
    if (bytes === null) strict.decode();
    else strict.decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

type Decode = (bytes: Uint8Array, more: boolean) => string;

function decoderOf(encoding: TextEncoding): Decode {
  if (encoding === 'windows-1252') return (bytes) => decodeCp1252(bytes);
  const decoder = new TextDecoder(encoding);
  return (bytes, more) => decoder.decode(bytes, { stream: more });
}

function decodeCp1252(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009F]/g, (character) => CP1252[character.charCodeAt(0) - 0x80] ?? character);
}
