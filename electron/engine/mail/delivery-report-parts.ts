import type { Attachment as ParsedAttachment, ParsedMail } from 'mailparser';
import { MAX_REPORT_TEXT, mayBeReport, readDeliveryReport } from '../../../shared/domain/delivery-report';
import type { DeliveryReport } from '../../../shared/domain/delivery-report';
import type { MachineMarks, Party } from '../../../shared/domain/message';
import type { HeaderLine } from './authentication-results';
import { idsIn, valueOf } from './header-fields';

/** Parts in which a report gives the mail back, whole or as its header (RFC 3464, RFC 6533, and servers' own names). */
const RETURNED_PART = /^(?:message\/(?:rfc822|global)(?:-headers)?|text\/rfc822(?:-headers)?)$/;
const STATUS_PART = /^message\/(?:global-)?delivery-status$/;
const MAX_PARTS = 5;
/** Of each of these parts that is looked at: their headers stand first; bytes. */
const MAX_PART_BYTES = 64_000;

/** What a mail reports of mail that was sent; null where it is no server's report. `text` is its readable body. */
export function readReport(
  mail: ParsedMail,
  headers: readonly HeaderLine[],
  read: {
    readonly marks: MachineMarks;
    readonly text: string;
    readonly from: Party | null;
    readonly clean: (text: string) => string;
  },
): DeliveryReport | null {
  const { marks, text, from, clean } = read;
  const failedRecipients = valueOf(headers, 'x-failed-recipients')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const sender = { marks, fromAddress: from?.address ?? null, failedRecipients };
  if (!mayBeReport(sender)) return null;
  const parts = mail.attachments ?? [];
  const textsOf = (some: readonly ParsedAttachment[]) =>
    some.slice(0, MAX_PARTS).map((part) => part.content.subarray(0, MAX_PART_BYTES).toString('utf8'));
  const isReturned = (part: ParsedAttachment) =>
    RETURNED_PART.test(part.contentType) || (part.filename || '').toLowerCase().endsWith('.eml');
  // The body may have been read from its HTML: the fields of a delivery-status part stand in the plain text.
  const plain = clean((mail.text ?? '').slice(0, MAX_REPORT_TEXT));
  const status = textsOf(parts.filter((part) => STATUS_PART.test(part.contentType)));
  return readDeliveryReport({
    ...sender,
    subject: clean(mail.subject ?? ''),
    text: [...status, plain, ...(text.startsWith(plain) && plain !== '' ? [] : [text])].join('\n\n'),
    answers: [
      // A certified mail (PEC) names its original so.
      ...idsIn(valueOf(headers, 'x-riferimento-message-id')),
      ...idsIn(valueOf(headers, 'in-reply-to')),
      ...idsIn(valueOf(headers, 'references')).reduceRight<string[]>((ids, id) => [...ids, id], []),
    ],
    returned: textsOf(parts.filter(isReturned)),
  });
}
