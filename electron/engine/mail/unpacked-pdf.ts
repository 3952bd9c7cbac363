import { inflateSync } from 'node:zlib';

/** A receipt unpacks to a few hundred kB; the reader keeps all that it unpacks, twice, outside the thread's heap limit. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;
const MAX_STREAMS = 2_000;
/** Filters that unpack by themselves; two of them on one stream hide from the look below what they unpack to. */
const UNPACKING = 'FlateDecode|LZWDecode|RunLengthDecode|Fl|LZW|RL';
const HIDDEN = new RegExp(`/(?:Filter|F)\\s*\\[[^\\]]{0,200}/(?:${UNPACKING})\\b[^\\]]{0,200}/(?:${UNPACKING})\\b`);
/** Names may be written as `/Fl#61te`: no honest program does. */
const DISGUISED = /\/F#|\/[A-Za-z]{0,20}#[46][0-9a-f]/i;

/**
 * Whether what the streams of a PDF unpack to is no more than a receipt's worth: a megabyte may hold a gigabyte. Unpacks
 * each to the limit at most and keeps nothing.
 */
export function unpacksSmall(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  if (HIDDEN.test(text) || DISGUISED.test(text) || text.includes('/LZWDecode')) return false;
  let left = MAX_UNPACKED_BYTES;
  let at = text.indexOf('stream');
  for (let count = 0; at >= 0 && count < MAX_STREAMS; count += 1) {
    const start = at + 'stream'.length + (text.startsWith('\r\n', at + 'stream'.length) ? 2 : 1);
    const end = text.indexOf('endstream', start);
    const unpacked = unpackedSize(buffer.subarray(start, end < 0 ? undefined : end), left);
    if (unpacked === null) return false;
    left -= unpacked;
    if (end < 0) return true;
    at = text.indexOf('stream', end + 'endstream'.length);
  }
  return at < 0;
}

/** Bytes that a stream unpacks to, 0 where it is not packed so; null where they are more than `most`. */
function unpackedSize(packed: Buffer, most: number): number | null {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    // Another filter, or a damaged stream: the reader gives up on it as zlib does.
    return error instanceof RangeError ? null : partlyUnpacked(packed, most);
  }
}

/** A stream that is cut short, or lacks its checksum, still unpacks as far as it goes. */
function partlyUnpacked(packed: Buffer, most: number): number | null {
  try {
    // Z_SYNC_FLUSH: what is there is given, and a missing end is no error.
    return inflateSync(packed, { maxOutputLength: Math.max(1, most), finishFlush: 2 }).length;
  } catch (error) {
    return error instanceof RangeError ? null : 0;
  }
}
