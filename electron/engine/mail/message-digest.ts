import { createHash } from 'node:crypto';

/** A message in its two halves, line ends normalised, one character a byte. */
export type SplitMessage = {
  /** The header without its empty line. */
  readonly header: string;
  readonly bodyDigest: Uint8Array;
};

/** Splits a raw message; who needs several keys of it has its body hashed once. */
export function splitMessage(raw: Uint8Array): SplitMessage {
  // one character a byte: what comes out of the replacement are the same bytes with shorter line ends
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1').replaceAll('\r\n', '\n');
  const end = bytes.indexOf('\n\n');
  const header = end < 0 ? bytes : bytes.slice(0, end);
  const body = end < 0 ? '' : bytes.slice(end + 2);
  return { header, bodyDigest: createHash('sha256').update(body, 'latin1').digest() };
}

/**
 * The second idempotency key of a message: a hash over its header and the digest of its body, with line ends
 * normalised because a server that moves or copies a message may rewrite them. Message-ID takes no part beyond its
 * bytes: it may be missing, forged or repeated.
 *
 * @param raw the whole message as its folder holds it
 * @returns 64 hex digits
 */
export function digestMessage(raw: Uint8Array): string {
  return digestSplit(splitMessage(raw));
}

/** The same of a message that was split already. */
export function digestSplit({ header, bodyDigest }: SplitMessage): string {
  return createHash('sha256').update(header, 'latin1').update('\0').update(bodyDigest).digest('hex');
}
