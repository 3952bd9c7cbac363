import type { AddressObject, Attachment as ParsedAttachment, ParsedMail } from 'mailparser';
import { SportelloError } from '../../../shared/contract/errors';
import { asciiDomain, isAddress } from '../../../shared/domain/address';
import type { AttachedMessage, Attachment, MachineMarks, Message, Party } from '../../../shared/domain/message';
import { readAttachmentText } from './attachment-text';
import { type HeaderLine, readDmarc } from './authentication-results';
import { readReport } from './delivery-report-parts';
import { headerLines, idsIn, valueOf } from './header-fields';
import { htmlText } from './html-text';
import { parseMail } from './parse-mail';
import { isWorthReading } from './pictures';
import { untypedBody } from './untyped-body';

export type ParseOptions = {
  /** The receiving server's id (RFC 8601); null: no Authentication-Results are trusted. */
  readonly authservId: string | null;
  /** false: the HTML is not read, for the second try after a killed one. */
  readonly html: boolean;
  /** false: texts of attachments and attached messages are not read. */
  readonly attachments: boolean;
};

const MAX_BODY = 2_000_000;
const MAX_ATTACHED = 5;
const MAX_ATTACHED_BYTES = 5_000_000;
const MAX_READ_ATTACHMENTS = 5;
const MAX_PARTIES = 200;

/**
 * One raw message as the engine knows it. What cannot be read fully comes back with `readability` saying so; throws
 * `file-unreadable` only where not even the header can be read.
 */
export async function parseMessage(raw: Uint8Array, options: ParseOptions): Promise<Message> {
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  try {
    return await readMail(await parseMail(buffer), options, options.html ? 'full' : 'without-html');
  } catch (error) {
    if (error instanceof SportelloError) throw error;
    const mail = await parseMail(headerOf(buffer)).catch((cause: unknown) => {
      throw unreadable(cause);
    });
    return readMail(mail, options, 'envelope');
  }
}

function unreadable(cause?: unknown): SportelloError {
  return new SportelloError('file-unreadable', 'This is not an e-mail message: it has no readable header.', {
    reason: 'no-mail',
    action: 'Look at the file in another mail program.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The first header block alone, at most 256 kB of it. */
function headerOf(raw: Buffer): Buffer {
  const head = raw.subarray(0, 256_000);
  const end = head.indexOf('\r\n\r\n') >= 0 ? head.indexOf('\r\n\r\n') : head.indexOf('\n\n');
  return Buffer.concat([end < 0 ? head : head.subarray(0, end), Buffer.from('\r\n\r\n')]);
}

async function readMail(
  mail: ParsedMail,
  options: ParseOptions,
  readability: Message['readability'],
): Promise<Message> {
  const headers = headerLines(mail);
  if (!headers.some(({ key }) => ['from', 'date', 'subject', 'message-id', 'received', 'to'].includes(key)))
    throw unreadable();
  const html = readability === 'envelope' ? null : htmlOf(mail);
  const from = partiesOf(mail.from);
  const attachments = await readAttachments(mail.attachments ?? [], options);
  const marks = readMarks(headers, from[0] ?? null);
  const untyped = untypedBody(mail, valueOf(headers, 'content-type'), MAX_BODY);
  const text = untyped === null ? bodyText(mail, html, options) : cleanText(untyped);
  const report = readReport(mail, headers, { marks, text, from: from[0] ?? null, clean: cleanText });
  return {
    messageId: idsIn(valueOf(headers, 'message-id'))[0] ?? null,
    inReplyTo: idsIn(valueOf(headers, 'in-reply-to')),
    references: idsIn(valueOf(headers, 'references')),
    from: from[0] ?? null,
    ...(from.length === 0 ? nameAlone(mail.from) : {}),
    replyTo: partiesOf(mail.replyTo),
    to: partiesOf(mail.to),
    cc: partiesOf(mail.cc),
    subject: cleanText(mail.subject ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
    sentAt: readDate(valueOf(headers, 'date')),
    text,
    html,
    attachments,
    attached:
      options.attachments && readability !== 'envelope' ? await readAttached(mail.attachments ?? [], headers) : [],
    marks,
    dmarc: readDmarc(headers, options.authservId),
    senderAmbiguous: isAmbiguous(headers, mail.from),
    readability,
    ...(report === null ? {} : { report }),
  };
}

/** mailparser invents *now* for a missing or unreadable Date, so the header is read here. */
function readDate(value: string): number | null {
  if (value === '') return null;
  const at = Date.parse(value.replace(/\([^)]*\)/g, ' ').trim());
  return Number.isFinite(at) && at > Date.UTC(1980, 0) && at < Date.UTC(2200, 0) ? at : null;
}

function bodyText(mail: ParsedMail, html: string | null, options: ParseOptions): string {
  const text = cleanText((mail.text ?? '').slice(0, MAX_BODY));
  if (html === null || !options.html) return text;
  // Some programs send a text part that only says "open this in a browser".
  if (text.trim().length >= 120) return text;
  const read = cleanText(htmlText(html));
  return text.trim() === '' || read.length > 4 * text.trim().length + 80 ? read : text;
}

function htmlOf(mail: ParsedMail): string | null {
  return typeof mail.html === 'string' && mail.html !== '' ? mail.html.slice(0, MAX_BODY) : null;
}

/** NUL, other controls and lone surrogates never reach the rules or a store (reliability.md M6). */
function cleanText(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- controls are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
  );
}

/** Display names and file names: no controls, no bidi marks, one line. */
function cleanName(name: string): string {
  return cleanText(name)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

function partiesOf(parsed: AddressObject | AddressObject[] | undefined): readonly Party[] {
  const objects = parsed === undefined ? [] : Array.isArray(parsed) ? parsed : [parsed];
  return objects
    .flatMap((object) => object.value)
    .flatMap((entry) => [entry, ...(entry.group ?? [])])
    .slice(0, MAX_PARTIES)
    .flatMap(({ address, name }) => {
      const party = partyOf(address ?? '', name);
      return party === null ? [] : [party];
    });
}

/** The first name that a From without any usable address gives. */
function nameAlone(parsed: AddressObject | undefined): Pick<Message, 'nameAlone'> {
  const name = (parsed?.value ?? []).map((entry) => cleanName(entry.name)).find((written) => written !== '');
  return name === undefined ? {} : { nameAlone: name };
}

/** null for everything that no reply may be addressed to. */
function partyOf(address: string, name: string): Party | null {
  if (!isAddress(address)) return null;
  const at = address.lastIndexOf('@');
  return { name: cleanName(name), address: `${address.slice(0, at)}@${asciiDomain(address.slice(at + 1)) ?? ''}` };
}

/** More than one From field or address, a group, or an address that the field does not hold as it was read (T17). */
function isAmbiguous(headers: readonly HeaderLine[], from: AddressObject | undefined): boolean {
  const lines = headers.filter(({ key }) => key === 'from');
  const value = lines[0]?.value ?? '';
  const entries = from?.value ?? [];
  const entry = entries[0];
  if (lines.length !== 1 || entries.length !== 1 || entry === undefined || entry.group !== undefined) return true;
  if (!isAddress(entry.address ?? '')) return true;
  const unquoted = value.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/=\?[^?\s]*\?[bq]\?[^?\s]*\?=/gi, '');
  const angled = unquoted.match(/<[^<>]*>/g) ?? [];
  if (angled.length > 1 || unquoted.includes(',') || unquoted.includes('\0')) return true;
  const written = (angled[0]?.slice(1, -1) ?? unquoted).trim().toLowerCase();
  const local = (entry.address ?? '').slice(0, (entry.address ?? '').lastIndexOf('@')).toLowerCase();
  return (
    !written.startsWith(`${local}@`) || (angled.length === 0 && /\s/.test(written.replace(/\([^)]*\)/g, '').trim()))
  );
}

function readMarks(headers: readonly HeaderLine[], from: Party | null): MachineMarks {
  const has = (key: string): boolean => headers.some((header) => header.key === key);
  const value = (key: string): string | null => {
    const text = valueOf(headers, key);
    return text === '' ? null : text;
  };
  const contentType = (value('content-type') ?? 'text/plain').toLowerCase();
  const mailer = `${value('x-mailer') ?? ''} ${value('x-php-originating-script') ?? ''}`;
  return {
    autoSubmitted: value('auto-submitted'),
    precedence: value('precedence'),
    listId: value('list-id'),
    listUnsubscribe: has('list-unsubscribe'),
    autoResponse: has('x-autoreply') || has('x-autorespond') || has('x-autoresponder') || has('x-mail-autoreply'),
    nullReturnPath:
      /^<\s*>$/.test(value('return-path') ?? '') || /^(?:mailer-daemon|postmaster)@/i.test(from?.address ?? ''),
    contentType: /^[^;\s]+/.exec(contentType)?.[0] ?? 'text/plain',
    reportType: /report-type\s*=\s*"?([a-z-]+)/.exec(contentType)?.[1] ?? '',
    originalFrom: addressIn(value('x-original-from') ?? value('x-original-sender') ?? ''),
    formMark:
      headers.some(({ key }) => /^x-(?:form|contact-form|wpcf7|wpforms|webform|jotform)/.test(key)) ||
      /\bform/i.test(mailer),
    hops: headers.filter(({ key }) => key === 'received').length,
  };
}

function addressIn(value: string): Party | null {
  const angled = /^(.*)<([^<>\s]+)>\s*$/.exec(value);
  return partyOf((angled?.[2] ?? value).trim(), (angled?.[1] ?? '').replace(/["']/g, ''));
}

async function readAttachments(
  parsed: readonly ParsedAttachment[],
  options: ParseOptions,
): Promise<readonly Attachment[]> {
  const attachments: Attachment[] = [];
  for (const [index, part] of parsed.entries()) {
    const contentType = (part.contentType ?? 'application/octet-stream').toLowerCase();
    const fileName = fileNameOf(part.filename, contentType, index);
    const isRead = options.attachments && index < MAX_READ_ATTACHMENTS;
    attachments.push({
      index,
      fileName,
      contentType,
      size: part.size,
      contentId: part.cid ?? null,
      text: isRead ? cleanText(await readAttachmentText({ fileName, contentType, bytes: part.content })) : '',
      ...(options.attachments && isWorthReading(part.content) ? { picture: true } : {}),
    });
  }
  return attachments;
}

/** The name of an attachment: no path, no controls, never ''. */
export function fileNameOf(name: string | undefined | false, contentType: string, index: number): string {
  const base = cleanName((name || '').split(/[\\/]/).pop() ?? '')
    .replace(/^\.+/, '')
    .slice(0, 120);
  if (base !== '') return base;
  return contentType === 'message/rfc822' ? `message-${index + 1}.eml` : `attachment-${index + 1}`;
}

/** Attached messages, two deep: a PEC's original sits in its envelope as postacert.eml (domain.md, "Cases decided"). */
async function readAttached(
  parsed: readonly ParsedAttachment[],
  headers: readonly HeaderLine[],
  depth = 0,
): Promise<readonly AttachedMessage[]> {
  const found: AttachedMessage[] = [];
  const isCertified = headers.some(
    ({ key }) => key === 'x-trasporto' || key === 'x-ricevuta' || key === 'x-riferimento-message-id',
  );
  for (const part of parsed) {
    const name = (part.filename || '').toLowerCase();
    const isMessage = part.contentType === 'message/rfc822' || name.endsWith('.eml');
    if (!isMessage || found.length >= MAX_ATTACHED || part.content.length > MAX_ATTACHED_BYTES) continue;
    // An attached message that cannot be read stays what it is for the agent: an attachment.
    const inner = await parseMail(part.content).catch(() => null);
    if (inner === null) continue;
    const html = htmlOf(inner);
    const plain = cleanText((inner.text ?? '').slice(0, MAX_BODY));
    found.push({
      kind: name === 'postacert.eml' || (isCertified && depth === 0 && parsed.length <= 4) ? 'pec' : 'forwarded',
      from: partiesOf(inner.from)[0] ?? null,
      subject: cleanText(inner.subject ?? ''),
      text: plain.trim() === '' && html !== null ? cleanText(htmlText(html)) : plain,
    });
    if (depth < 1) found.push(...(await readAttached(inner.attachments ?? [], headerLines(inner), depth + 1)));
  }
  return found.slice(0, MAX_ATTACHED);
}
