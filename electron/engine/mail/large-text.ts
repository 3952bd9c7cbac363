import { createHash } from 'node:crypto';
import type { Outline, LargeOutline } from './large-outline';

/** Bytes of sections as the server gave them, by their name. */
export type Sections = ReadonlyMap<string, Uint8Array>;

/** Sections that must be fetched to put the text together; `mime` and `header` ones are headers. */
export function sectionsOf(outline: Outline): readonly { readonly section: string; readonly isHeader: boolean }[] {
  switch (outline.kind) {
    case 'empty':
      return [];
    case 'body':
      return [{ section: outline.section, isHeader: false }];
    case 'text':
      return [
        { section: outline.mime, isHeader: true },
        { section: outline.section, isHeader: false },
      ];
    case 'multipart':
      return outline.children.flatMap(sectionsOf);
    case 'message':
      return [
        { section: outline.mime, isHeader: true },
        { section: outline.header, isHeader: true },
        ...sectionsOf(outline.content),
      ];
  }
}

/**
 * A message that holds the header and the texts of a large one in their structure, nothing of it rewritten, so that all
 * that reads mail reads it too. It is no copy of the message: what is attached is missing.
 */
export function assembleText(header: Uint8Array, outline: Outline, sections: Sections): Buffer {
  return Buffer.concat([headerBlock(header), content(outline, sections)]);
}

/**
 * What identifies a large message, stable wherever and whenever it is seen again: its header, the size of each of its
 * parts, its texts, and how its parts end, since two may begin alike. Line ends do not count (`digestMessage`).
 *
 * @param texts sections that were fetched; `ends` the last bytes of the parts
 * @returns 64 hex digits
 */
export function digestLarge(header: Uint8Array, outline: LargeOutline, texts: Sections, ends: Sections): string {
  const hash = createHash('sha256').update(lines(header)).update('\0').update(outline.fingerprint);
  for (const [kind, sections] of [['text', texts] as const, ['end', ends] as const]) {
    for (const [section, bytes] of [...sections].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const digest = createHash('sha256').update(lines(bytes)).digest('hex');
      hash.update(`\0${kind} ${section} ${digest}`);
    }
  }
  return hash.digest('hex');
}

function content(outline: Outline, sections: Sections): Buffer {
  const bytes = (section: string): Uint8Array => sections.get(section) ?? new Uint8Array();
  switch (outline.kind) {
    case 'empty':
      return Buffer.alloc(0);
    case 'body':
      return Buffer.from(bytes(outline.section));
    case 'text':
      return Buffer.concat([headerBlock(bytes(outline.mime)), bytes(outline.section)]);
    case 'multipart': {
      const { boundary, announced, contentType, children } = outline;
      const parts = children.flatMap((child) => [
        Buffer.from(`--${boundary}\r\n`),
        content(child, sections),
        Buffer.from('\r\n'),
      ]);
      const header = announced ? '' : `Content-Type: ${contentType}; boundary="${boundary}"\r\n\r\n`;
      return Buffer.concat([Buffer.from(header), ...parts, Buffer.from(`--${boundary}--\r\n`)]);
    }
    case 'message':
      return Buffer.concat([
        headerBlock(bytes(outline.mime)),
        headerBlock(bytes(outline.header)),
        content(outline.content, sections),
      ]);
  }
}

/** A header with exactly one empty line after it. */
function headerBlock(header: Uint8Array): Buffer {
  const text = Buffer.from(header)
    .toString('latin1')
    .replace(/(?:\r?\n)+$/, '');
  return Buffer.from(text === '' ? '\r\n' : `${text}\r\n\r\n`, 'latin1');
}

function lines(bytes: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
