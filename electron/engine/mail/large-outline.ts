import type { MessageStructureObject } from 'imapflow';
import type { ServerPart } from '../store/server-parts-table';
import { fileNameOf } from './parse-message';

/**
 * What is read of one part of a large message, and how it stands in it. Sections are those of BODY[…] (RFC 9051 §6.4.5).
 */
export type Outline =
  | { readonly kind: 'text'; readonly mime: string; readonly section: string }
  | { readonly kind: 'body'; readonly section: string }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'multipart';
      readonly contentType: string;
      readonly boundary: string;
      /** The header above names type and boundary already: that of the message, or of an attached one. */
      readonly announced: boolean;
      readonly children: readonly Outline[];
    }
  | { readonly kind: 'message'; readonly mime: string; readonly header: string; readonly content: Outline };

/** What becomes of a large message: read now, or left on the server. */
export type LargeOutline = {
  readonly content: Outline;
  readonly left: readonly ServerPart[];
  /** Sections whose end is looked at to tell two messages apart that begin alike, and their size, bytes. */
  readonly ends: readonly { readonly section: string; readonly octets: number }[];
  /** Every leaf in one line each: part of what identifies the message. */
  readonly fingerprint: string;
};

/** Text parts that are fetched; a mail has two or three, and each costs up to 512 kB. */
const MAX_TEXTS = 12;
/** Attachments that are listed: more belong into an archive. */
const MAX_LISTED = 500;
/** Ends that are fetched; each costs up to 64 kB. */
const MAX_ENDS = 8;
/** Real mail nests up to 6 deep; a structure beyond this is an attack on the stack. */
const MAX_DEPTH = 30;
/** Messages in messages that are read, as everywhere (`parse-message.ts`): a PEC's original, a forwarded mail. */
const MAX_ATTACHED_DEPTH = 2;
/** RFC 2046 §5.1.1, with quotes left out, so that it can stand between them. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{1,70}$/;

const BODY_TEXTS: ReadonlySet<string> = new Set(['text/plain', 'text/html']);
/** What a mail server says of a mail it could not deliver, or a reader of one he got: small, and read by rules. */
const REPORTS: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/disposition-notification',
  'text/rfc822-headers',
]);

type Walk = { texts: number; readonly left: ServerPart[]; readonly leaves: string[]; readonly ends: LargeEnd[] };
type LargeEnd = LargeOutline['ends'][number];

/**
 * Reads a BODYSTRUCTURE (RFC 9051 §7.5.2): what is the text of this message, wherever it stands, and what is attached.
 * Null where the structure says nothing, or cannot be that of this header: then nothing of it is believed.
 *
 * @param header the message's own header block, as the server has it
 */
export function outlineLarge(structure: MessageStructureObject, header: string): LargeOutline | null {
  const walk: Walk = { texts: 0, left: [], leaves: [], ends: [] };
  if (structure.type === '/' || depthOf(structure) > MAX_DEPTH) return null;
  if (isMultipart(structure) && !header.includes(boundaryOf(structure) ?? '\0')) return null;
  const content = outlineContent(structure, walk, 0, 'text') ?? { kind: 'empty' };
  const ends = [...walk.ends].sort((one, other) => other.octets - one.octets).slice(0, MAX_ENDS);
  return { content, left: walk.left, ends, fingerprint: walk.leaves.join('\n') };
}

/** What stands below a message's header; `own` is the section of a body that is no multipart. */
function outlineContent(node: MessageStructureObject, walk: Walk, attachedDepth: number, own: string): Outline | null {
  if (isMultipart(node)) return outlineMultipart(node, walk, attachedDepth, true);
  const read = isRead(node, walk);
  note(node, walk, attachedDepth, read, own);
  return read ? { kind: 'body', section: own } : null;
}

function outlinePart(node: MessageStructureObject, walk: Walk, attachedDepth: number): Outline | null {
  if (isMultipart(node)) return outlineMultipart(node, walk, attachedDepth, false);
  const section = node.part ?? '';
  const mime = `${section}.mime`;
  const [inner] = node.type === 'message/rfc822' ? (node.childNodes ?? []) : [];
  const read = inner === undefined && isRead(node, walk);
  note(node, walk, attachedDepth, read, section);
  if (read) return { kind: 'text', mime, section };
  if (inner === undefined || attachedDepth >= MAX_ATTACHED_DEPTH) return null;
  const content = outlineContent(inner, walk, attachedDepth + 1, `${section}.text`);
  return content && { kind: 'message', mime, header: `${section}.header`, content };
}

function outlineMultipart(
  node: MessageStructureObject,
  walk: Walk,
  attachedDepth: number,
  announced: boolean,
): Outline | null {
  const children = (node.childNodes ?? []).flatMap((child) => outlinePart(child, walk, attachedDepth) ?? []);
  const boundary = boundaryOf(node) ?? `sportello-part-${node.part ?? ''}`;
  if (children.length === 0) return null;
  return { kind: 'multipart', contentType: node.type, boundary, announced, children };
}

/** Whether a leaf is text that a person or a rule reads. */
function isRead(node: MessageStructureObject, walk: Walk): boolean {
  const isShown = node.disposition === undefined || node.disposition === '' || node.disposition === 'inline';
  const isBody = BODY_TEXTS.has(node.type) && isShown;
  if ((!isBody && !REPORTS.has(node.type)) || walk.texts >= MAX_TEXTS) return false;
  walk.texts += 1;
  return true;
}

/** Lists what is attached to the message itself; what is attached to an attached message comes with that one. */
function note(node: MessageStructureObject, walk: Walk, attachedDepth: number, read: boolean, section: string): void {
  const octets = sizeOf(node);
  walk.leaves.push(`${node.part ?? ''} ${node.type} ${node.encoding ?? ''} ${String(octets)}`);
  if (attachedDepth > 0) return;
  walk.ends.push({ section, octets });
  if ((read && BODY_TEXTS.has(node.type)) || walk.left.length >= MAX_LISTED) return;
  const index = walk.left.length;
  const name = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'];
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(node.type) ? node.type : 'application/octet-stream';
  walk.left.push({
    index,
    // a body that is no multipart has the number 1 (RFC 9051 §6.4.5)
    part: node.part ?? '1',
    fileName: fileNameOf(name, contentType, index),
    contentType,
    size: decodedSize(node.encoding ?? '', octets),
    contentId: node.id === undefined ? null : node.id.trim().replace(/^<|>$/g, '').slice(0, 300),
    text: '',
    onServer: true,
  });
}

/** 57 bytes become a line of 76 characters and its end (RFC 2045 §6.8); what else there is grows little. */
function decodedSize(encoding: string, octets: number): number {
  return encoding === 'base64' ? Math.floor((octets / 78) * 57) : octets;
}

function sizeOf(node: MessageStructureObject): number {
  return Number.isSafeInteger(node.size) && node.size !== undefined && node.size > 0 ? node.size : 0;
}

function isMultipart(node: MessageStructureObject): boolean {
  return node.type.startsWith('multipart/');
}

function boundaryOf(node: MessageStructureObject): string | null {
  const boundary = node.parameters?.['boundary'] ?? '';
  return BOUNDARY.test(boundary) ? boundary : null;
}

function depthOf(structure: MessageStructureObject): number {
  let depth = 0;
  let level: readonly MessageStructureObject[] = [structure];
  while (level.length > 0 && depth <= MAX_DEPTH) {
    depth += 1;
    level = level.flatMap((node) => node.childNodes ?? []);
  }
  return depth;
}
