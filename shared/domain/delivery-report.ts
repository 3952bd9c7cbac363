import { findAddresses, foldAddress, isAddress } from './address';
import { DELAYED_WORDS, FAILED_WORDS, GIVEN_UP_WORDS, REPORT_SUBJECT, RETURNED_MARK } from './delivery-report-words';
import { foldPlain } from './fold-text';
import type { MachineMarks } from './message';
import { readHeaderBlock, readReturnedMail } from './returned-header';
import type { ReturnedMail } from './returned-header';

/** What a server says of one recipient (RFC 3464 §2.3.3). */
export const DELIVERY_OUTCOMES = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** One recipient of a delivery report. */
export type ReportedRecipient = {
  /** Folded addresses that stand for him: Final-Recipient, Original-Recipient. */
  readonly addresses: readonly string[];
  readonly outcome: DeliveryOutcome;
  /** Enhanced status (`5.1.1`, RFC 3463), else the SMTP code (`550`), else ''. */
  readonly code: string;
  /** The server's words, one line, at most 300 characters; '' where it said none. */
  readonly text: string;
};

/** A report on mail that was sent, whoever says so: what it claims still has to be one of our own mails. */
export type DeliveryReport = {
  /** Mails that it may be about, likeliest first. */
  readonly mails: readonly ReturnedMail[];
  readonly recipients: readonly ReportedRecipient[];
  /** 128-bit marks that our own mails carry in their boundaries: a server may have rewritten the Message-ID. */
  readonly tokens: readonly string[];
};

/** What the report is read from. */
export type DeliveryReportInput = {
  readonly subject: string;
  /** The whole text with the fields of a delivery-status part in it. */
  readonly text: string;
  readonly marks: MachineMarks;
  readonly fromAddress: string | null;
  /** Addresses of an X-Failed-Recipients header (Exim, Gmail). */
  readonly failedRecipients: readonly string[];
  /** Message-IDs that the report itself answers, nearest first. */
  readonly answers: readonly string[];
  /** The attached mails or headers that came back, as text. */
  readonly returned: readonly string[];
};

/** Longest part of a text that is looked at, in characters: what follows is the returned mail. */
export const MAX_REPORT_TEXT = 100_000;
const MAX_RECIPIENTS = 50;
const MAX_MAILS = 40;
const MAX_TOKENS = 5;
const MAX_WORDS = 300;
/** Who writes reports. An answer machine may write without return path too: its words tell it apart. */
const REPORTER =
  /^(?:mailer-?_?daemon|postmaster|mail-?daemon|daemon|mdaemon|mail-?delivery|mail-?system|maildeliverysubsystem|microsoftexchange\w*|bounces?|no-?_?reply|posta-certificata|administrator|system)(?:[+._-].*)?@/i;
const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d?)/;
const SMTP_CODE = /(?<![\d.])([45]\d\d)(?=[ -])/;

/**
 * Reads a bounce: RFC 3464, and the forms that servers without it use. Null for every other mail: a person who writes
 * about a mail that came back bears no mark of a machine, and one who attaches the bounce sends it as his own. Pure and
 * linear; the subject alone never makes one.
 */
export function readDeliveryReport(input: DeliveryReportInput): DeliveryReport | null {
  if (!mayBeReport(input)) return null;
  const { marks } = input;
  const text = input.text.slice(0, MAX_REPORT_TEXT).replaceAll('\r', '');
  const isStandard = marks.contentType === 'multipart/report' && marks.reportType === 'delivery-status';
  const { said, returned } = cutReturned(text);
  const fields = readFields(text);
  const recipients = fields.length > 0 ? fields : readWords(input, said, returned);
  const isBounce = isStandard || fields.length > 0 || recipients.length > 0;
  if (!isBounce) return null;
  const mails = mailsOf(input, text);
  return { mails, recipients: recipients.slice(0, MAX_RECIPIENTS), tokens: tokensIn([...input.returned, text]) };
}

/** Whether the header allows a report at all: cheap, and false for everything that a person sends. */
export function mayBeReport(sender: Pick<DeliveryReportInput, 'marks' | 'fromAddress' | 'failedRecipients'>): boolean {
  const { marks, fromAddress, failedRecipients } = sender;
  // A read receipt or an abuse report is no word on delivery.
  if (marks.contentType === 'multipart/report' && marks.reportType !== '')
    return marks.reportType === 'delivery-status';
  return marks.nullReturnPath || failedRecipients.length > 0 || REPORTER.test(fromAddress ?? '');
}

/** The report's own words, and what came back below them. */
function cutReturned(text: string): { readonly said: string; readonly returned: string } {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.length < 200 && RETURNED_MARK.test(foldPlain(line.trim())));
  return at < 1
    ? { said: text, returned: '' }
    : { said: lines.slice(0, at).join('\n'), returned: lines.slice(at).join('\n') };
}

/** The per-recipient fields of RFC 3464 §2.3, wherever in the text they stand. */
function readFields(text: string): readonly ReportedRecipient[] {
  const found: ReportedRecipient[] = [];
  for (const block of text.split(/\n[ \t]*\n/)) {
    if (!/^(?:final|original)-recipient[ \t]*:/im.test(block)) continue;
    const fields = readHeaderBlock(block);
    const addresses = ['original-recipient', 'final-recipient'].flatMap((name) => typedAddress(fields.get(name) ?? ''));
    const status = ENHANCED.exec(fields.get('status') ?? '')?.[1] ?? '';
    const diagnostic = (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]{1,20}\s*;/, '');
    const outcome = outcomeOf(fields.get('action') ?? '', status);
    if (addresses.length === 0 || outcome === null) continue;
    const code = status || statusIn(diagnostic);
    found.push({ addresses: [...new Set(addresses)], outcome, code, text: words(diagnostic) });
    if (found.length >= MAX_RECIPIENTS) break;
  }
  return found;
}

/** `rfc822; marta@posta.example` (RFC 3464 §2.3.1); spaces and brackets as servers put them. */
function typedAddress(value: string): readonly string[] {
  const address = value
    .slice(value.indexOf(';') + 1)
    .trim()
    .replace(/^<|>$/g, '');
  return isAddress(address) ? [foldAddress(address)] : [];
}

function outcomeOf(action: string, status: string): DeliveryOutcome | null {
  const named = DELIVERY_OUTCOMES.find((one) => action.trim().toLowerCase().startsWith(one));
  if (named !== undefined) return named;
  if (status.startsWith('5')) return 'failed';
  if (status.startsWith('4')) return 'delayed';
  return status.startsWith('2') ? 'delivered' : null;
}

/** Reports without fields: what they say, and the addresses they say it of. */
function readWords(input: DeliveryReportInput, said: string, returned: string): readonly ReportedRecipient[] {
  const subject = foldPlain(input.subject).trim();
  const folded = foldPlain(said);
  const isFailed = FAILED_WORDS.test(folded) || FAILED_WORDS.test(subject);
  const isDelayed = DELAYED_WORDS.test(folded) || DELAYED_WORDS.test(subject);
  // Somebody on holiday may write from a mailbox without return path: nothing in his words says that a mail failed.
  const isReport = isFailed || isDelayed || (REPORT_SUBJECT.test(subject) && statusIn(said) !== '');
  if (!isReport && input.failedRecipients.length === 0) return [];
  const outcome = isDelayed && !GIVEN_UP_WORDS.test(folded) && !statusIn(said).startsWith('5') ? 'delayed' : 'failed';
  const addresses = addressesOf(input, said, returned);
  return addresses.map((address) => {
    const diagnostic = diagnosticOf(said, address);
    return {
      addresses: [foldAddress(address)],
      outcome,
      code: statusIn(diagnostic) || statusIn(said),
      text: diagnostic,
    };
  });
}

function addressesOf(input: DeliveryReportInput, said: string, returned: string): readonly string[] {
  const named = [...input.failedRecipients.filter(isAddress), ...findAddresses(said)].filter(
    (address) => !REPORTER.test(address) && foldAddress(address) !== foldAddress(input.fromAddress ?? ''),
  );
  if (named.length > 0) return [...new Set(named)].slice(0, MAX_RECIPIENTS);
  // Some say only "your message" and append it.
  return [returned, ...input.returned].flatMap((one) => readReturnedMail(one)?.to ?? []).slice(0, MAX_RECIPIENTS);
}

/** The server's answer nearest to the address: a line with a code, else the line that follows the address. */
function diagnosticOf(said: string, address: string): string {
  const at = Math.max(0, said.indexOf(address));
  const after = said.slice(at, at + 2_000);
  const coded =
    after.split('\n').find((line) => statusIn(line) !== '') ?? said.split('\n').find((line) => statusIn(line) !== '');
  if (coded !== undefined) return words(coded);
  const [, next = ''] = after.split('\n').filter((line) => line.trim() !== '');
  return words(next);
}

/** The enhanced status in a text (`5.1.1`, RFC 3463), else its SMTP code (`550`), else ''. */
export function statusIn(text: string): string {
  return ENHANCED.exec(text)?.[1] ?? SMTP_CODE.exec(text)?.[1] ?? '';
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_WORDS);
}

function mailsOf(input: DeliveryReportInput, text: string): readonly ReturnedMail[] {
  const returned = [...input.returned, text].flatMap((one) => readReturnedMail(one) ?? []);
  const answered = input.answers.map((messageId) => ({ messageId, to: [] }));
  const seen = new Set<string>();
  return [...returned, ...answered]
    .filter(({ messageId }) => !seen.has(messageId) && seen.add(messageId))
    .slice(0, MAX_MAILS);
}

/** The boundary of a mail of ours is made from the same secret as its Message-ID (outbox/message-bytes.ts). */
function tokensIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) =>
    [...text.matchAll(/_NmP-([0-9a-z]{32})-Part_/g)].map(([, token = '']) => token),
  );
  return [...new Set(found)].slice(0, MAX_TOKENS);
}

/** What a failure is about, for the words that say what to do (RFC 3463 §3). */
export type FailureCause = 'address' | 'full' | 'size' | 'refused' | 'other';

/** Reads the cause from the code, else from the server's words. */
export function failureCause(code: string, text: string): FailureCause {
  const folded = foldPlain(text);
  if (/^[45]\.2\.2$/.test(code) || /(?:mailbox (?:is )?full|quota|casella (?:e )?piena|out of storage)/.test(folded))
    return 'full';
  if (/^5\.(?:3\.4|2\.3)$/.test(code) || /(?:too (?:large|big)|size limit)/.test(folded)) return 'size';
  if (/^5\.1\.\d+$/.test(code) || /^5\.(?:2\.1|4\.4|4\.1)$/.test(code)) return 'address';
  if (/^5\.7\.\d+$/.test(code) || /(?:spam|blocked|blacklist|policy|denied|reputation|dmarc|spf)/.test(folded))
    return 'refused';
  const isAbsent = /(?:no such|unknown|not found|does(?: not|n't) exist|inesistente|sconosciut|disabled|no mailbox)/;
  return isAbsent.test(folded) ? 'address' : 'other';
}
