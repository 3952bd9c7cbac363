import type { DeliveryReport } from './delivery-report';

/** A mailbox address as one header wrote it. `address` is a checked addr-spec (RFC 5321 §4.1.2) or the party is null. */
export type Party = {
  /** Display name, decoded, controls and bidi marks removed; '' when absent. */
  readonly name: string;
  /** `local@domain`, domain in ASCII (punycode) form, as written otherwise. */
  readonly address: string;
};

/** One attachment as the parser listed it; its bytes stay in the raw message, or of a large message on the server. */
export type Attachment = {
  /** Position among the message's attachments, from 0: the key to fetch its bytes. */
  readonly index: number;
  /** Cleaned base name (no path, no controls, no bidi), never ''. */
  readonly fileName: string;
  /** Lower-case media type as declared, `application/octet-stream` when absent. */
  readonly contentType: string;
  /** Decoded size in bytes. */
  readonly size: number;
  /** Content-ID without brackets, for `cid:` images; null when absent. */
  readonly contentId: string | null;
  /** Text read from a PDF, or later from a picture; '' when none was or could be read. */
  readonly text: string;
  /** Its bytes are not here: they are fetched from the mail server when somebody saves it. `size` is then an estimate. */
  readonly onServer?: true;
  /** A picture whose header promises room for a number; absent on logos and on everything else. */
  readonly picture?: true;
  /** Where in the picture numbers were read; absent where none was. */
  readonly spots?: readonly PictureSpot[];
};

/** A part of a picture, each as a share (0 to 1) of its width or height as it is shown. */
export type PictureArea = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** A number read from a picture: as it was read, and the line it stands in. */
export type PictureSpot = { readonly written: string; readonly area: PictureArea };

/** A message attached to a message: `message/rfc822`, an `.eml`, or a PEC's `postacert.eml`. */
export type AttachedMessage = {
  /** `pec`: the original of a certified mail, counts as the new text; `forwarded`: counts as quoted text (domain.md, "Cases decided"). */
  readonly kind: 'pec' | 'forwarded';
  readonly from: Party | null;
  readonly subject: string;
  readonly text: string;
};

/** What the receiving server's DMARC check said, from the configured authserv-id only (RFC 8601). */
export type DmarcVerdict = 'pass' | 'fail' | 'unverified';

/** Facts of the header that decide whether a machine wrote it and through what it came (RFC 3834, RFC 2919). */
export type MachineMarks = {
  readonly autoSubmitted: string | null;
  readonly precedence: string | null;
  readonly listId: string | null;
  readonly listUnsubscribe: boolean;
  readonly autoResponse: boolean;
  /** Return-Path was `<>`, or a MAILER-DAEMON wrote it. */
  readonly nullReturnPath: boolean;
  /** Top media type, e.g. `multipart/report`. */
  readonly contentType: string;
  /** `report-type` of a multipart/report, '' when none. */
  readonly reportType: string;
  /** X-Original-From or X-Original-Sender, set by group mailboxes. */
  readonly originalFrom: Party | null;
  /** The header says that a web form wrote it (X-Mailer, X-Form…). */
  readonly formMark: boolean;
  /** Received fields: servers it passed. Absent on mail that was read before they were counted. */
  readonly hops?: number;
};

/** One e-mail, inbound or outbound, parsed. The raw bytes are kept beside it. */
export type Message = {
  /** Message-ID without brackets; null when missing or malformed. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly from: Party | null;
  /** The display name of a From without a usable address: shown, and nothing else is made of it. Absent where there is none. */
  readonly nameAlone?: string;
  readonly replyTo: readonly Party[];
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly subject: string;
  /** Date header as epoch ms; null when missing or unreadable (mailparser would invent *now*). */
  readonly sentAt: number | null;
  /** Readable text of the whole body: text/plain, else read from the HTML. */
  readonly text: string;
  /** The HTML body as received, unsanitised; null when there is none. */
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  readonly attached: readonly AttachedMessage[];
  readonly marks: MachineMarks;
  readonly dmarc: DmarcVerdict;
  /** More than one From header or address, or a parse defect in it: no one-click (reliability.md T17). */
  readonly senderAmbiguous: boolean;
  /** `full`, or `envelope` when only header fields could be read within the budget. */
  readonly readability: 'full' | 'without-html' | 'envelope';
  /** What it says of mail that was sent, where it is a server's report; absent on everything else. */
  readonly report?: DeliveryReport;
  /** A person opened it from a file: no server of ours received it, and what it says of its own sender proves nothing. */
  readonly fromFile?: true;
};

/** The body cut in the parts that count differently for clues. */
export type BodyParts = {
  /** What the sender wrote now. */
  readonly newText: string;
  /** Quoted or forwarded text below it, with nothing dropped. */
  readonly quotedText: string;
  /** Signature and disclaimer, taken out of newText. */
  readonly signature: string;
};

/** What the sender calls himself; '' where no name was written. */
export function senderName({ from, nameAlone = '' }: Pick<Message, 'from' | 'nameAlone'>): string {
  return from?.name ?? nameAlone;
}
