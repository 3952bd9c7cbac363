import { findAddresses, foldAddress } from './address';

/** A mail that a report gave back, as far as its header tells. */
export type ReturnedMail = {
  /** Without brackets. */
  readonly messageId: string;
  /** Folded addresses of its To field; empty where only the Message-ID is known. */
  readonly to: readonly string[];
};

/** Longest header that is looked at, in characters. */
const MAX_HEADER = 64_000;
const MESSAGE_ID =
  /^[>|*\s]*(?:x-original-)?message-id[ \t]*:[ \t]*(?:\n[>|*]?[ \t]+)?<?([^\s<>]{1,250}@[^\s<>]{1,250})>?/im;
const TO = /^[>|*\s]*to[ \t]*:[ \t]*([^\n]{0,2000}(?:\n[ \t]+[^\n]{1,500}){0,5})/im;

/** The fields of a header block by lower-case name, unfolded; of a repeated one the first. */
export function readHeaderBlock(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/**
 * The mail whose header stands in this text: a message/rfc822 or rfc822-headers part, or a header that was quoted or
 * pasted into a report's words. Null where no Message-ID is found.
 */
export function readReturnedMail(text: string): ReturnedMail | null {
  const header = text.slice(0, MAX_HEADER).replaceAll('\r', '');
  const messageId = MESSAGE_ID.exec(header)?.[1];
  if (messageId === undefined) return null;
  const to = findAddresses(TO.exec(header)?.[1] ?? '').map(foldAddress);
  return { messageId, to };
}
