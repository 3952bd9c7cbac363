import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createImageReader } from '../../electron/engine/mail/image-text';
import type { ImageReader } from '../../electron/engine/mail/image-text';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { picturesToRead, readPictures } from '../../electron/engine/mail/pictures';
import type { Clock } from '../../electron/engine/outside';
import { readNumbers } from '../../shared/domain/transaction-number';
import { RESOURCES } from '../support/make-engine';
import { silentLog } from '../support/make-store';

const LONG = 60_000;
const picture = (name: string): Uint8Array => readFileSync(`tests/fixtures/pictures/${name}`);
const numbersIn = (read: { readonly text: string } | null): readonly string[] =>
  readNumbers(read?.text ?? '').map(({ number }) => number);

/** Real time, but a delay of `cut.delayMs` is over at once. */
function cuttingClock(cut: { delayMs: number | null }): Clock {
  return {
    now: () => 0,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs === cut.delayMs ? 0 : delayMs);
      return () => clearTimeout(timer);
    },
  };
}

function makeReader(options: { clock?: Clock; lines?: string[]; resourcesDir?: string } = {}): ImageReader {
  const write = (area: string, event: string, fields: object = {}): void => {
    options.lines?.push(`${area} ${event} ${JSON.stringify(fields)}`);
  };
  return createImageReader({
    clock: options.clock ?? cuttingClock({ delayMs: null }),
    log: { ...silentLog, warn: write, error: write },
    resourcesDir: options.resourcesDir ?? RESOURCES,
  });
}

describe('the text in pictures', () => {
  const reader = makeReader();
  afterAll(() => reader.close());

  it.each(['receipt.png', 'receipt.jpg', 'receipt.webp', 'receipt.gif'])(
    'is read from %s',
    async (name) => {
      expect(numbersIn(await reader.read(picture(name)))).toEqual(['HP4410020311']);
    },
    LONG,
  );

  it.each([
    ['no bytes', new Uint8Array()],
    ['a text', new TextEncoder().encode('HP4410020311 '.repeat(50))],
    ['a picture that ends in its middle', picture('receipt.png').subarray(0, 3000)],
    ['a picture with holes', picture('receipt.jpg').map((byte, index) => (index > 700 && index % 50 === 0 ? 0 : byte))],
    ['a header without a picture', picture('receipt.webp').subarray(0, 60)],
  ])(
    'of %s is no failure, and the next picture is read',
    async (_, file) => {
      expect(await reader.read(file)).toMatchObject({ text: expect.any(String) as string });
      // another digest than before: it is really read again
      const again = Buffer.concat([picture('receipt.png'), Buffer.from(_)]);
      expect(numbersIn(await reader.read(again))).toEqual(['HP4410020311']);
    },
    LONG,
  );

  it(
    'is read for several at once, each its own',
    async () => {
      const [png, none, gif] = await Promise.all(
        [picture('receipt.png'), picture('moving.gif'), picture('receipt.gif')].map((file) => reader.read(file)),
      );
      expect([png, none, gif].map((read) => numbersIn(read ?? null))).toEqual([['HP4410020311'], [], ['HP4410020311']]);
      expect(none).toEqual({ text: '', lines: [] });
    },
    LONG,
  );
});

describe('a reader', () => {
  it(
    'gives up a picture that takes too long and reads the next one in a new thread',
    async () => {
      const cut = { delayMs: 10_000 };
      const lines: string[] = [];
      const reader = makeReader({ clock: cuttingClock(cut), lines });
      onTestFinished(() => reader.close());
      expect(await reader.read(picture('receipt.png'))).toEqual({ text: '', lines: [] });
      expect(lines).toEqual([expect.stringContaining('it took too long')]);
      cut.delayMs = 0;
      expect(numbersIn(await reader.read(picture('receipt.jpg')))).toEqual(['HP4410020311']);
    },
    LONG,
  );

  it(
    'ends its thread when nothing comes and starts another one for the next picture',
    async () => {
      const reader = makeReader({ clock: cuttingClock({ delayMs: 20_000 }) });
      onTestFinished(() => reader.close());
      expect(numbersIn(await reader.read(picture('receipt.png')))).toHaveLength(1);
      await new Promise((done) => setImmediate(done));
      expect(numbersIn(await reader.read(picture('receipt.jpg')))).toHaveLength(1);
    },
    LONG,
  );

  it(
    'says that it cannot read now, instead of "nothing in it", where its language data is damaged',
    async () => {
      const lines: string[] = [];
      const folder = mkdtempSync(join(tmpdir(), 'sportello-data-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      for (const code of ['ita', 'por', 'spa', 'eng']) {
        const place = join(folder, 'tessdata', code, '4.0.0_best_int');
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, `${code}.traineddata.gz`), 'not gzip, not data');
      }
      const reader = makeReader({ lines, resourcesDir: folder });
      onTestFinished(() => reader.close());
      expect(await reader.read(picture('receipt.png'))).toBeNull();
      expect(lines).toEqual([expect.stringContaining('reader.missing')]);
    },
    LONG,
  );

  it(
    'that is closed while it reads leaves the picture unread',
    async () => {
      const reader = makeReader();
      expect(numbersIn(await reader.read(picture('receipt.png')))).not.toEqual([]);
      const reading = reader.read(picture('receipt.jpg'));
      const waiting = reader.read(picture('receipt.gif'));
      await new Promise((done) => setImmediate(done));
      await reader.close();
      expect(await Promise.all([reading, waiting])).toEqual([null, null]);
      expect(await reader.read(picture('receipt.webp'))).toBeNull();
    },
    LONG,
  );
});

// The samples lie beside the checkout, not in it.
const samples = join(import.meta.dirname, '../../../shared/samples/tickets');
describe.skipIf(!existsSync(samples))('the sample tickets whose number is only in a picture', () => {
  const reader = makeReader();
  afterAll(() => reader.close());

  it.each([
    ['018.eml', 'HP1162839787'],
    ['058.eml', 'HP2525786929'],
    ['060.eml', 'HP117917936122099'],
  ])(
    '%s: %s',
    async (name, number) => {
      const raw = readFileSync(join(samples, name));
      const message = await parseMessage(raw, { authservId: null, html: true, attachments: true });
      const texts = await readPictures(reader, raw, picturesToRead(message));
      expect([...(texts?.values() ?? [])].flatMap(numbersIn)).toContain(number);
    },
    LONG,
  );
});
