import { describe, expect, it } from 'vitest';
import type { MessageStructureObject } from 'imapflow';
import { outlineLarge } from '../../electron/engine/mail/large-outline';
import { assembleText, digestLarge, sectionsOf } from '../../electron/engine/mail/large-text';

const HEADER = 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="out"';
const text = (part: string): MessageStructureObject => ({ part, type: 'text/plain', encoding: '8bit', size: 20 });
const film = (part: string, size = 30_000_000): MessageStructureObject => ({
  part,
  type: 'video/mp4',
  encoding: 'base64',
  size,
  disposition: 'attachment',
  dispositionParameters: { filename: 'film.mp4' },
});
const mixed = (...childNodes: MessageStructureObject[]): MessageStructureObject => ({
  type: 'multipart/mixed',
  parameters: { boundary: 'out' },
  childNodes,
});
const deep = (levels: number): MessageStructureObject =>
  levels === 0
    ? text('1')
    : { type: 'multipart/mixed', parameters: { boundary: 'out' }, childNodes: [deep(levels - 1)] };

describe('what is read of a large message', () => {
  it('is its text, wherever it stands; the rest is listed with its decoded size', () => {
    const outline = outlineLarge(mixed(film('1'), text('2')), HEADER);
    expect(outline && sectionsOf(outline.content).map(({ section }) => section)).toEqual(['2.mime', '2']);
    expect(outline?.left).toMatchObject([{ index: 0, part: '1', fileName: 'film.mp4', size: 21_923_076 }]);
  });

  it('is not a text that came as a file', () => {
    const log = { ...text('1'), disposition: 'attachment', parameters: { name: 'errors.log' } };
    const outline = outlineLarge(mixed(log, text('2')), HEADER);
    expect(outline?.left.map((part) => part.fileName)).toEqual(['errors.log']);
    expect(outline && sectionsOf(outline.content).map(({ section }) => section)).toEqual(['2.mime', '2']);
  });

  it('is what a mail server says of an undelivered mail, beside the mail itself', () => {
    const report = { part: '2', type: 'message/delivery-status', size: 300 };
    const returned = { part: '3', type: 'message/rfc822', size: 30_000_000, childNodes: [film('3')] };
    const outline = outlineLarge(mixed(text('1'), report, returned), HEADER);
    expect(outline && sectionsOf(outline.content).map(({ section }) => section)).toEqual([
      '1.mime',
      '1',
      '2.mime',
      '2',
    ]);
    expect(outline?.left.map((part) => part.part)).toEqual(['2', '3']);
  });

  it('is of a single text the body itself, of a single file nothing', () => {
    const single = outlineLarge({ type: 'text/plain', size: 50_000_000 }, HEADER);
    expect(single).toMatchObject({ content: { kind: 'body', section: 'text' }, left: [] });
    const { part: _part, ...alone } = film('');
    expect(outlineLarge(alone, HEADER)).toMatchObject({ content: { kind: 'empty' }, left: [{ part: '1' }] });
  });

  it('is bounded, however many texts a sender puts in', () => {
    const outline = outlineLarge(mixed(...Array.from({ length: 400 }, (_, index) => text(String(index + 1)))), HEADER);
    expect(outline && sectionsOf(outline.content)).toHaveLength(24);
    expect(outline?.left).toHaveLength(388);
  });
});

describe('a structure is not believed', () => {
  it.each<[string, MessageStructureObject]>([
    ['that says nothing', { type: '/' }],
    ['whose boundary is not in the header', { ...mixed(text('1')), parameters: { boundary: 'other' } }],
    ['without a boundary', { type: 'multipart/mixed', childNodes: [text('1')] }],
    ['that nests a thousand deep', deep(1000)],
  ])('%s', (_name, structure) => {
    expect(outlineLarge(structure, HEADER)).toBeNull();
  });

  it('in its names and types: what is listed has a clean name', () => {
    const hostile = {
      ...film('1'),
      type: 'video/mp4\r\nx: y',
      dispositionParameters: { filename: '../..\\\u202efdp.exe' },
    };
    expect(outlineLarge(mixed(hostile), HEADER)?.left[0]).toMatchObject({
      fileName: 'fdp.exe',
      contentType: 'application/octet-stream',
    });
  });
});

describe('what identifies a large message', () => {
  const header = Buffer.from(HEADER);
  const digest = (structure: MessageStructureObject, words: string, end: string): string => {
    const outline = outlineLarge(structure, HEADER);
    if (!outline) throw new Error('it was not believed');
    return digestLarge(header, outline, new Map([['2', Buffer.from(words)]]), new Map([['1', Buffer.from(end)]]));
  };
  const same = digest(mixed(film('1'), text('2')), 'ciao\r\n', 'end');

  it('is the same whatever the line ends are', () => {
    expect(digest(mixed(film('1'), text('2')), 'ciao\n', 'end')).toBe(same);
  });

  it.each([
    ['its text', digest(mixed(film('1'), text('2')), 'addio\r\n', 'end')],
    ['the end of a part', digest(mixed(film('1'), text('2')), 'ciao\r\n', 'END')],
    ['the size of a part', digest(mixed(film('1', 30_000_001), text('2')), 'ciao\r\n', 'end')],
  ])('is another with another %s', (_what, other) => {
    expect(other).not.toBe(same);
  });
});

describe('the text put together', () => {
  it('stands in the structure of the message, with its own header lines', () => {
    const inner = {
      part: '1',
      type: 'multipart/alternative',
      parameters: { boundary: 'in' },
      childNodes: [text('1.1'), text('1.2')],
    };
    const outline = outlineLarge(mixed(inner, film('2')), HEADER);
    const sections = new Map(
      [['1.1.mime', 'Content-Type: text/plain\r\n\r\n'], ['1.1', 'uno'], ['1.2.mime', 'Content-Type: text/html'], ['1.2', 'due']] // prettier-ignore
        .map(([section = '', bytes = '']) => [section, Buffer.from(bytes)] as const),
    );
    const raw = assembleText(Buffer.from(HEADER), outline?.content ?? { kind: 'empty' }, sections);
    expect(raw.toString()).toBe(
      [
        HEADER,
        '',
        '--out',
        'Content-Type: multipart/alternative; boundary="in"',
        '',
        '--in',
        'Content-Type: text/plain',
        '',
        'uno',
        '--in',
        'Content-Type: text/html',
        '',
        'due',
        '--in--',
        '',
        '--out--',
        '',
      ].join('\r\n'),
    );
  });
});
