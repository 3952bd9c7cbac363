import type { Attachment, BodyParts, Message } from '../../../shared/domain/message';
import { splitBody } from './body-parts';
import { parseMessage } from './parse-message';

/** How much of a message is read: everything, all but HTML and attachments, or its header alone. */
export type ReadDepth = 'full' | 'text' | 'envelope';

/** What a reader must know of a message beside its bytes. */
export type MessageOrigin = {
  readonly authservId: string | null;
  /** Of a large message that is stored by its texts: all its attachments, as the server listed them. */
  readonly left?: readonly Attachment[];
};

export type ReadOptions = MessageOrigin & { readonly depth: ReadDepth };

export type ReadResult = {
  readonly message: Message;
  readonly parts: BodyParts;
};

/** A header block is never longer than this; the rest of an endless one is not looked at. */
const LARGEST_HEADER_BYTES = 256 * 1024;

/** Of a message that could not be read whole, as much is read for its text alone. */
const LARGEST_TEXT_BYTES = 1024 * 1024;

/** Reads one raw message to the depth asked for. Throws `file-unreadable` where not even the envelope can be read. */
export async function readOneMessage(raw: Uint8Array, options: ReadOptions): Promise<ReadResult> {
  const { authservId, depth, left } = options;
  // the bytes hold none of its attachments, so the server's list is the whole list
  const listed = left === undefined ? {} : { attachments: left };
  if (depth === 'envelope') {
    const header = headerBlock(raw);
    const message = await parseMessage(header, { authservId, html: false, attachments: false });
    return {
      message: { ...message, ...listed, text: '', html: null, readability: 'envelope' },
      parts: { newText: '', quotedText: '', signature: '' },
    };
  }
  const full = depth === 'full';
  // What made the first try too long must not do so again: what the person wrote stands first.
  const given = full ? raw : raw.subarray(0, LARGEST_TEXT_BYTES);
  const message = await parseMessage(given, { authservId, html: full, attachments: full });
  return { message: { ...message, ...listed }, parts: splitBody(message) };
}

/** The first header block with its empty line, for reading the envelope of a message that nothing else can read. */
function headerBlock(raw: Uint8Array): Uint8Array {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, LARGEST_HEADER_BYTES));
  const ends = [head.indexOf('\r\n\r\n'), head.indexOf('\n\n')].filter((end) => end >= 0);
  const end = ends.length === 0 ? head.length : Math.min(...ends);
  return Buffer.concat([head.subarray(0, end), Buffer.from('\r\n\r\n')]);
}
