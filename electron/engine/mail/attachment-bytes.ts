import { SportelloError } from '../../../shared/contract/errors';
import { parseMail } from './parse-mail';

/** Largest attachment that is handed to the window, bytes (contract, `messages.attachment`). */
const MAX_BYTES = 40 * 1024 * 1024;

/**
 * One attachment of a raw message by its position among the message's attachments; null where there is none.
 * @throws SportelloError `file-too-large`
 */
export async function readAttachment(
  raw: Uint8Array,
  index: number,
): Promise<{ readonly fileName: string; readonly contentType: string; readonly base64: string } | null> {
  const mail = await parseMail(raw);
  const attachment = mail.attachments[index];
  if (!attachment) return null;
  if (attachment.content.byteLength > MAX_BYTES) {
    throw new SportelloError('file-too-large', 'The attachment is larger than 40 MB', {
      reason: 'to-save',
      action: 'Save it with your mail program.',
      detail: { megabytes: 40 },
    });
  }
  return {
    fileName: safeName(attachment.filename ?? '', index),
    contentType: attachment.contentType.toLowerCase(),
    base64: attachment.content.toString('base64'),
  };
}

/** The bytes of all attachments of a raw message, in their order. */
export async function readAttachments(raw: Uint8Array): Promise<readonly Uint8Array[]> {
  const mail = await parseMail(raw);
  return mail.attachments.map(({ content }) => content);
}

// No path, no control or bidi character, no leading dot: the name goes into a save dialog.
function safeName(name: string, index: number): string {
  const base = name.split(/[\\/]/).pop() ?? '';
  const clean = base
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '')
    .replace(/^\.+/, '')
    .trim();
  return clean === '' ? `attachment-${index + 1}` : clean.slice(0, 200);
}
