import { createHash } from 'node:crypto';

/**
 * The second idempotency key of a message: a hash over its header and the digest of its body, with line ends
 * normalised because a server that moves or copies a message may rewrite them. Message-ID takes no part beyond its
 * bytes: it may be missing, forged or repeated.
 *
 * @param raw the whole message as its folder holds it
 * @returns 64 hex digits
 */
export function digestMessage(raw: Uint8Array): string {
  const bytes = unixLines(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  const end = bytes.indexOf('\n\n');
  const header = end < 0 ? bytes : bytes.subarray(0, end);
  const body = end < 0 ? bytes.subarray(bytes.length) : bytes.subarray(end + 2);
  const bodyDigest = createHash('sha256').update(body).digest();
  return createHash('sha256').update(header).update('\0').update(bodyDigest).digest('hex');
}

function unixLines(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0d)) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte === 0x0d && bytes[index + 1] === 0x0a) continue;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}
