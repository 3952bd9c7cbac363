import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { readPictureSize } from '../../electron/engine/mail/picture-size';
import { isWorthReading, picturesToRead, withPictureTexts } from '../../electron/engine/mail/pictures';
import type { Attachment, Message } from '../../shared/domain/message';

const fixture = (name: string): Uint8Array => readFileSync(`tests/fixtures/pictures/${name}`);
const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'string' ? [...Buffer.from(value, 'latin1')] : [value])));
const u32 = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width: number, height: number): Uint8Array =>
  bytes(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0, 0, 13, 'IHDR', ...u32(width), ...u32(height), 8, 6, 0, 0, 0);

const AREA = { left: 0, top: 0, width: 1, height: 0.1 };

describe('a picture’s size is read from its header', () => {
  it.each([
    ['receipt.png', 'png'],
    ['receipt.jpg', 'jpeg'],
    ['receipt.webp', 'webp'],
    ['receipt.gif', 'gif'],
  ])('%s', (name, format) => {
    expect(readPictureSize(fixture(name))).toEqual({ format, width: 560, height: 250 });
  });

  it.each([
    ['a lossless WebP', bytes('RIFF', 0, 0, 0, 0, 'WEBPVP8L', 0, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f), 16384, 16384],
    ['an extended WebP', bytes('RIFF....WEBPVP8X....', 0, 0, 0, 0, 0x9f, 0x86, 1, 0x1f, 3, 0), 100_000, 800],
    ['a JPEG behind 60 kB of camera data', bytes(0xff, 0xd8, 0xff, 0xe1, 0xea, 0x60, ...Array<number>(59_998).fill(7), 0xff, 0xc2, 0, 17, 8, 0, 9, 0, 8), 8, 9], // prettier-ignore
  ])('%s', (_, file, width, height) => {
    expect(readPictureSize(file)).toMatchObject({ width, height });
  });

  it.each([
    ['nothing', bytes()],
    ['text', bytes('HP4410020311 is not a picture')],
    ['a PDF', bytes('%PDF-1.7\n')],
    ['a vector drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="9999999"/>')],
    ['a PNG that ends in its header', png(400, 300).subarray(0, 20)],
    ['a PNG of no width', png(0, 300)],
    ['a JPEG without a frame', bytes(0xff, 0xd8, 0xff, 0xd9)],
    ['a JPEG whose segments stand still', bytes(0xff, 0xd8, ...Array<number>(5000).fill(0xff))],
    ['a moving GIF: every frame of it would be unpacked', fixture('moving.gif')],
    ['a GIF that never ends', bytes('GIF89a', 1, 0, 1, 0, 0, 0, 0, ...Array<number>(5000).fill(0x21))],
    ['a moving WebP', bytes('RIFF....WEBPVP8X....', 2, 0, 0, 0, 0, 1, 0, 0, 1, 0)],
  ])('%s has none', (_, file) => {
    expect(readPictureSize(file)).toBeNull();
  });

  it.each([1, 2, 5, 12, 25, 40, 200, 3000])('a file cut after %i bytes never throws', (length) => {
    for (const name of ['receipt.png', 'receipt.jpg', 'receipt.webp', 'receipt.gif', 'moving.gif']) {
      expect(() => readPictureSize(fixture(name).subarray(0, length))).not.toThrow();
    }
  });
});

/** A file of this length that begins like that. */
const padded = (start: Uint8Array, length = 4096): Uint8Array => {
  const file = new Uint8Array(length);
  file.set(start);
  return file;
};

describe('a picture is worth reading', () => {
  it.each([
    ['a screenshot of a phone', 1170, 2532, true],
    ['a photo of a phone', 4032, 3024, true],
    ['a line cut out of a screen', 210, 24, true],
    ['a signature logo', 120, 40, false],
    ['a tracking pixel', 1, 1, false],
    ['a rule across the mail', 1400, 4, false],
    ['a bomb of pixels', 65_535, 65_535, false],
    ['the largest that a PNG can say', 2 ** 31 - 1, 2 ** 31 - 1, false],
  ])('%s, %i × %i: %s', (_, width, height, worth) => {
    expect(isWorthReading(padded(png(width, height)))).toBe(worth);
  });

  it.each([
    [499, false],
    [500, true],
    [8 * 1024 * 1024, true],
    [8 * 1024 * 1024 + 1, false],
  ])('of %i bytes: %s', (length, worth) => {
    expect(isWorthReading(padded(png(800, 600), length))).toBe(worth);
  });

  it('whatever its name and type say', async () => {
    const part = (type: string, name: string, file: Uint8Array): string =>
      `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(file).toString('base64')}`;
    const parts = [
      part('image/png', 'fattura.png', new TextEncoder().encode('no picture at all '.repeat(50))),
      part('application/octet-stream', 'IMG_1', fixture('receipt.jpg')),
      part('image/gif', 'receipt.gif', fixture('moving.gif')),
      part('image/png', 'receipt.png', fixture('receipt.png')),
    ];
    const raw = `From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('\r\n')}\r\n--b--\r\n`;
    const options = { authservId: null, html: true, attachments: true };
    expect(picturesToRead(await parseMessage(Buffer.from(raw), options))).toEqual([1, 3]);
    expect(picturesToRead(await parseMessage(Buffer.from(raw), { ...options, attachments: false }))).toEqual([]);
  });
});

const file = (index: number, change: Partial<Attachment> = {}): Attachment => ({
  index,
  fileName: `IMG_${index}.png`,
  contentType: 'image/png',
  size: 30_000,
  contentId: null,
  text: '',
  picture: true,
  ...change,
});
const MARKS: Message['marks'] = {
  autoSubmitted: null,
  precedence: null,
  listId: null,
  listUnsubscribe: false,
  autoResponse: false,
  nullReturnPath: false,
  contentType: 'multipart/mixed',
  reportType: '',
  originalFrom: null,
  formMark: false,
};
const mail = (attachments: readonly Attachment[], marks: Partial<Message['marks']> = {}): Message => ({
  messageId: null,
  inReplyTo: [],
  references: [],
  from: null,
  replyTo: [],
  to: [],
  cc: [],
  subject: '',
  sentAt: null,
  text: '',
  html: null,
  attachments,
  attached: [],
  marks: { ...MARKS, ...marks },
  dmarc: 'unverified',
  senderAmbiguous: false,
  readability: 'full',
});

describe('the pictures of a message', () => {
  it('are at most four, none that was read', () => {
    const files = [file(0, { text: 'HP4410020311' }), ...[1, 2, 3, 4, 5, 6].map((index) => file(index))];
    expect(picturesToRead(mail(files))).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['a mailing list', { listId: '<l.example>' }],
    ['a newsletter', { listUnsubscribe: true }],
    ['a machine', { autoSubmitted: 'auto-generated' }],
  ] as const)('of %s are left alone', (_, marks) => {
    expect(picturesToRead(mail([file(0)], marks))).toEqual([]);
    expect(picturesToRead(mail([file(0)], { autoSubmitted: 'No' }))).toEqual([0]);
  });

  it('take their texts by position and keep what else was read', () => {
    const read = withPictureTexts(
      mail([file(0, { text: 'of a PDF' }), file(1), file(2)]),
      new Map([[1, { text: 'HP4410020311', spots: [{ written: 'HP4410020311', area: AREA }] }]]),
    );
    expect(read.attachments.map(({ text }) => text)).toEqual(['of a PDF', 'HP4410020311', '']);
    expect(read.attachments.map(({ spots }) => spots?.length)).toEqual([undefined, 1, undefined]);
  });
});
