import { SportelloError } from '../../../shared/contract/errors';
import type { SentFile } from '../../../shared/contract/views';
import { sentType } from '../../../shared/domain/attached-file';
import { cleanFileName } from '../../../shared/domain/clean-file-name';
import type { ReplyLanguage } from '../../../shared/domain/intent';
import { asciiDomain, foldAddress, isAddress } from '../../../shared/domain/address';
import type { Party } from '../../../shared/domain/message';
import type { MailCopy } from '../../../shared/domain/recipients';
import { replyHtml } from '../../../shared/domain/reply-html';
import { bareSubject } from '../../../shared/domain/reply-text';
import { composerLibrary } from '../mail/libraries';
import type { FileBytes } from '../store/draft-files-table';
import { quoteHtml, quoteText } from './quote';
import type { QuotedMessage } from './quote';

/** The message that is answered. */
export type AnsweredMessage = QuotedMessage & {
  /** Message-ID without brackets; null when it had none. */
  readonly messageId: string | null;
  /** Its References, else its In-Reply-To, oldest first, without brackets. */
  readonly references: readonly string[];
};

/** What a message is made from; everything else about it is decided here. */
export type MessageDraft = {
  readonly from: Party;
  readonly to: Party;
  readonly subject: string;
  /** Text without quote; the signature is added where it does not stand at its end already. */
  readonly text: string;
  readonly signature: string;
  readonly language: ReplyLanguage;
  /** null starts a new thread. */
  readonly answers: AnsweredMessage | null;
  /** Who gets it besides; Bcc is in the envelope alone. */
  readonly copies?: readonly MailCopy[];
  readonly files?: readonly FileBytes[];
  /** Epoch ms for the Date header. */
  readonly now: number;
  /** 128 random bits as hex. */
  readonly secret: string;
  readonly timeZone: string | undefined;
};

/** The frozen message: what is sent is these bytes to this one address. */
export type ComposedMessage = {
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly toName: string;
  readonly subject: string;
  /** The text part without the quote. */
  readonly bodyText: string;
  /** Without brackets. */
  readonly messageId: string;
  /** Checked, their domains in ASCII. */
  readonly copies: readonly MailCopy[];
  readonly files: readonly SentFile[];
  readonly raw: Buffer;
};

/** Most Message-IDs in References; long threads keep the first and the newest (RFC 5322 asks for no more than the way back). */
const MAX_REFERENCES = 20;
const MAX_ID_CHARS = 250;
const MAX_SUBJECT_CHARS = 250;
const MAX_NAME_CHARS = 100;

/**
 * Composes the exact bytes (CRLF, 7 bit) of a mail: text and simple HTML from one source, its files after them, our own
 * Message-ID, one recipient and those who were typed as copies. Throws `reply-no-recipient` where an address is not one plain address: nothing that
 * could fan out or inject ever reaches the mail library (reliability.md, T10).
 */
export async function composeMessage(draft: MessageDraft): Promise<ComposedMessage> {
  const from = checkedAddress(draft.from.address);
  const to = checkedAddress(draft.to.address);
  const subject = oneLine(draft.subject, MAX_SUBJECT_CHARS);
  const bodyText = withSignature(cleanText(draft.text), cleanText(draft.signature));
  const messageId = `${draft.secret}@${from.slice(from.lastIndexOf('@') + 1).toLowerCase()}`;
  const toName = oneLine(draft.to.name, MAX_NAME_CHARS);
  const { answers } = draft;
  // A customer's words go back to their own sender only (issue A.9): never into a form's Reply-To or to a producer.
  const copies = (draft.copies ?? []).map((copy) => ({ ...copy, address: checkedAddress(copy.address) }));
  const isOnlyTheirs = [to, ...copies.map(({ address }) => address)].every(
    (address) => answers !== null && foldAddress(answers.fromAddress) === foldAddress(address),
  );
  const quoted = isOnlyTheirs ? answers : null;
  const files = (draft.files ?? []).map((file) => ({
    ...file,
    fileName: cleanFileName(file.fileName),
    contentType: sentType(file.contentType),
  }));
  const cc = copies.flatMap(({ kind, address }) => (kind === 'cc' ? [{ name: '', address }] : []));
  const textQuote = quoted === null ? '' : `\n\n${quoteText(quoted, draft.language, draft.timeZone)}`;
  const htmlQuote = quoted === null ? '' : quoteHtml(quoted, draft.language, draft.timeZone);
  const references = referenceChain(answers);
  const parent = answers === null ? null : checkedId(answers.messageId);
  const { default: MailComposer } = await composerLibrary();
  const composer = new MailComposer({
    from: { name: oneLine(draft.from.name, MAX_NAME_CHARS), address: from },
    to: [{ name: toName, address: to }],
    ...(cc.length === 0 ? {} : { cc }),
    subject,
    messageId: `<${messageId}>`,
    date: new Date(draft.now),
    ...(parent === null ? {} : { inReplyTo: `<${parent}>` }),
    ...(references.length === 0 ? {} : { references: references.map((id) => `<${id}>`) }),
    // Exchange's out-of-office and other robots stay silent; a person's answer is not affected.
    headers: { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    text: `${bodyText}${textQuote}\n`,
    html: `<!DOCTYPE html><html lang="${draft.language}"><body>${replyHtml(bodyText)}${htmlQuote}</body></html>`,
    attachments: files.map(({ fileName, contentType, bytes }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      contentDisposition: 'attachment' as const,
      contentTransferEncoding: 'base64' as const,
    })),
    newline: 'windows',
    baseBoundary: draft.secret,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await composer.compile().build();
  const named = files.map(({ fileName, contentType, size }) => ({ fileName, contentType, size }));
  return { envelopeFrom: from, envelopeTo: to, toName, subject, bodyText, messageId, copies, files: named, raw };
}

/** The one address as it goes into envelope and header: nothing invisible in it, its domain in ASCII. */
function checkedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = asciiDomain(address.slice(at + 1));
  if (isAddress(address) && domain !== null && !/[\s\p{Cc}\p{Cf}]/u.test(address)) {
    return `${address.slice(0, at)}@${domain}`;
  }
  throw new SportelloError('reply-no-recipient', 'The reply has no usable address to go to or to come from.', {
    reason: 'unusable',
    action: 'Check the address of the requester and of the mailbox, and send it again.',
  });
}

/** One header line: no controls, no bidi overrides, no line ends, bounded. */
function oneLine(text: string, max: number): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  // Never half a character at the end.
  return line.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/** Body text: line ends as \n, no controls but tab; a lone CR could read as a line end elsewhere (T11). */
function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n+$/, '');
}

/** Macros may carry the signature already; it must not stand there twice. */
function withSignature(text: string, signature: string): string {
  const words = (some: string): string => some.replace(/\s+/g, ' ').trim();
  if (signature === '' || words(text).endsWith(words(signature))) return text;
  return `${text}\n\n${signature}`;
}

function checkedId(id: string | null): string | null {
  return id !== null && id.length <= MAX_ID_CHARS && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id) ? id : null;
}

/** Parent's References plus the parent, each once, the oldest and the newest where there are too many. */
function referenceChain(answers: AnsweredMessage | null): readonly string[] {
  if (answers === null) return [];
  const chain = [...answers.references, answers.messageId].map(checkedId).filter((id) => id !== null);
  const unique = [...new Set(chain)];
  if (unique.length <= MAX_REFERENCES) return unique;
  return [...unique.slice(0, 1), ...unique.slice(1 - MAX_REFERENCES)];
}

/** `Re: …` once, whatever reply prefixes the subject already has. */
export function replySubject(subject: string): string {
  return `Re: ${bareSubject(subject)}`;
}
