import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib';

/**
 * How much of a message is stored. `gzip`: the whole. `gzip-head`: only its first bytes. `gzip-text`: its header and
 * texts in their structure; what is attached stays on the server.
 */
export type RawEncoding = 'gzip' | 'gzip-head' | 'gzip-text';

/** Compressed bytes of a message. */
export type PackedRaw = {
  readonly encoding: RawEncoding;
  /** Size on the server before compression, bytes. */
  readonly size: number;
  readonly bytes: Uint8Array;
};

const zipAside = promisify(gzip);
const unzipAside = promisify(gunzip);

/** Below this a message is compressed in 0.1 ms here; handing it to another thread costs five times that. */
const AT_ONCE_BYTES = 64 * 1024;

/**
 * Level 3 halves the time of the default and costs 5 % of the space on mail; the smaller window and chunk save setting up
 * 256 kB of memory for a mail of 6 kB.
 */
const SMALL_MAIL = { level: 3, windowBits: 13, memLevel: 6, chunkSize: 8192 } as const;

/** Most bytes that a stored message may unpack to: more than intake ever stores, so a damaged row cannot fill memory. */
const LARGEST_UNPACKED = 128 * 1024 * 1024;

async function zip(raw: Uint8Array): Promise<Uint8Array> {
  return raw.byteLength <= AT_ONCE_BYTES ? gzipSync(raw, SMALL_MAIL) : zipAside(raw, { level: 3 });
}

/** The bytes as they were before `packRaw`. Throws for what unpacks to more than any message that was stored. */
export async function unzip(bytes: Uint8Array): Promise<Uint8Array> {
  const limit = { maxOutputLength: LARGEST_UNPACKED };
  return bytes.byteLength <= AT_ONCE_BYTES / 4 ? gunzipSync(bytes, limit) : unzipAside(bytes, limit);
}

/** Compresses a message for the store. `part` says what `raw` is of a message that is not stored whole, and its whole size. */
export async function packRaw(
  raw: Uint8Array,
  part: { readonly encoding: RawEncoding; readonly size: number } = { encoding: 'gzip', size: raw.byteLength },
): Promise<PackedRaw> {
  return { ...part, bytes: await zip(raw) };
}
