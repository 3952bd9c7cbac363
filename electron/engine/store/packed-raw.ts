import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
  gunzip,
  gunzipSync,
} from 'node:zlib';

/**
 * How much of a message is stored. `head`: only its first bytes. `text`: its header and texts in their structure; what is
 * attached stays on the server.
 */
export type RawExtent = 'whole' | 'head' | 'text';

/** How a message is stored: what compressed it, then how much of it that is. Stores from before schema 280 hold the older ones, too. */
const ENCODINGS = {
  whole: ['brotli', 'gzip'],
  head: ['brotli-head', 'gzip-head'],
  text: ['brotli-text', 'gzip-text'],
} as const satisfies Record<RawExtent, readonly [string, string]>;

export type RawEncoding = (typeof ENCODINGS)[RawExtent][number];

/** Compressed bytes of a message. */
export type PackedRaw = {
  readonly encoding: RawEncoding;
  /** Size on the server before compression, bytes. */
  readonly size: number;
  readonly bytes: Uint8Array;
};

const zipAside = promisify(brotliCompress);
const unzipAside = promisify(brotliDecompress);
const gunzipAside = promisify(gunzip);

/** Below this a message is compressed in 0.05 ms here; handing it to another thread costs ten times that. */
const AT_ONCE_BYTES = 64 * 1024;

/** On mail this makes what gzip made, in half the time or less: receiving is fetching and this. */
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
const QUALITY = 2;
/** A window of 16 kB is soon made ready; attachments want more. */
const SMALL_WINDOW = 14;
const LARGE_WINDOW = 18;

/** Most bytes that a stored message may unpack to: more than intake ever stores, so a damaged row cannot fill memory. */
const LARGEST_UNPACKED = 128 * 1024 * 1024;
const LIMIT = { maxOutputLength: LARGEST_UNPACKED } as const;

async function zip(raw: Uint8Array): Promise<Uint8Array> {
  const isSmall = raw.byteLength <= AT_ONCE_BYTES;
  const params = {
    [BROTLI_PARAM_QUALITY]: QUALITY,
    [BROTLI_PARAM_LGWIN]: isSmall ? SMALL_WINDOW : LARGE_WINDOW,
    [BROTLI_PARAM_SIZE_HINT]: raw.byteLength,
  };
  return isSmall ? brotliCompressSync(raw, { params, chunkSize: 8192 }) : zipAside(raw, { params });
}

/** The encodings under which this much of a message may be stored. */
export function encodingsOf(extent: RawExtent): readonly RawEncoding[] {
  return ENCODINGS[extent];
}

/** How much of a message is stored under this encoding. */
export function extentOf(encoding: string): RawExtent {
  const has = (extent: RawExtent): boolean => encodingsOf(extent).some((known) => known === encoding);
  return has('whole') ? 'whole' : has('text') ? 'text' : 'head';
}

/** The bytes as they were before `packRaw`. Throws for what is damaged, or unpacks to more than any message that was stored. */
export async function unpackRaw({
  encoding,
  bytes,
}: {
  readonly encoding: string;
  readonly bytes: Uint8Array;
}): Promise<Uint8Array> {
  const isSmall = bytes.byteLength <= AT_ONCE_BYTES / 4;
  if (encoding.startsWith('gzip')) return isSmall ? gunzipSync(bytes, LIMIT) : gunzipAside(bytes, LIMIT);
  return isSmall ? brotliDecompressSync(bytes, LIMIT) : unzipAside(bytes, LIMIT);
}

/** Compresses a message for the store. `part` says what `raw` is of a message that is not stored whole, and its whole size. */
export async function packRaw(
  raw: Uint8Array,
  part: { readonly extent: RawExtent; readonly size: number } = { extent: 'whole', size: raw.byteLength },
): Promise<PackedRaw> {
  return { encoding: ENCODINGS[part.extent][0], size: part.size, bytes: await zip(raw) };
}
