import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import type { MessageParser, ParseBudget } from '../../electron/engine/mail/parser-host';
import { buildParser } from '../support/built-parser';
import { aRawMail, testOutside } from '../support/make-mailbox';

/** Stands for a parser that a message can hang, fill or crash, by what the message says and how deep it is read. */
const STAND_IN = `
const { parentPort, workerData } = require('node:worker_threads');
const current = new Int32Array(workerData.current);
parentPort.on('message', (jobs) => parentPort.postMessage({ kind: 'answers', answers: jobs.map(answerTo) }));
function answerTo({ id, raw, options }) {
  const text = Buffer.from(raw).toString();
  const hits = (word) => text.includes(word) && (options.depth === 'full' || text.includes(word + ' TWICE') && options.depth === 'text');
  Atomics.store(current, 0, id);
  if (hits('LOOP')) for (;;);
  if (hits('EAT')) { const all = []; for (;;) all.push(new Array(100000).fill(text)); }
  if (hits('DIE')) process.exit(3);
  Atomics.store(current, 0, 0);
  if (hits('BETWEEN')) process.exit(4);
  const error = { code: 'bug', message: 'no', action: '', retryable: false, detail: {} };
  if (hits('THROW')) return { kind: 'failed', id, error };
  return { kind: 'read', id, message: { subject: text, depth: options.depth }, parts: {} };
}
parentPort.postMessage({ kind: 'ready' });
`;

let folder = '';
let standIn = '';
let built = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sportello-parser-'));
  standIn = join(folder, 'stand-in.cjs');
  writeFileSync(standIn, STAND_IN);
  built = await buildParser(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeParser(workerFile: string | null, budget: Partial<ParseBudget> = {}, lines: string[] = []): MessageParser {
  const { clock, log } = testOutside(lines);
  const parser = createMessageParser({ clock, log, workerFile, budget });
  onTestFinished(() => parser.close());
  return parser;
}

function parse(parser: MessageParser, raw: string) {
  return parser.parse(Buffer.from(raw, 'latin1'), { authservId: null });
}

describe('a message that the parser cannot take', () => {
  const cases = [
    ['hangs it once', 'LOOP', 'text'],
    ['hangs it twice', 'LOOP TWICE', 'envelope'],
    ['fills its memory once', 'EAT', 'text'],
    ['ends its thread once', 'DIE', 'text'],
    ['ends its thread twice', 'DIE TWICE', 'envelope'],
    ['makes it throw once', 'THROW', 'text'],
    ['makes it throw twice', 'THROW TWICE', 'envelope'],
  ] as const;

  test.each(cases)('and %s is read lighter, its neighbours in full', async (_name, hostile, depth) => {
    const parser = makeParser(standIn, { timeMs: 250, heapMb: 40 });
    const results = await Promise.all(['one', hostile, 'two', 'three'].map((raw) => parse(parser, raw)));
    expect(results.map(({ message }) => message)).toEqual([
      { subject: 'one', depth: 'full' },
      { subject: hostile, depth },
      { subject: 'two', depth: 'full' },
      { subject: 'three', depth: 'full' },
    ]);
  });

  test('and ends the thread behind it is read lighter where it stood first, so that the others come through', async () => {
    const parser = makeParser(standIn, { timeMs: 250 });
    const results = await Promise.all(['BETWEEN', 'one', 'two'].map((raw) => parse(parser, raw)));
    expect(results.map(({ message }) => message)).toMatchObject([
      { subject: 'BETWEEN', depth: 'text' },
      { subject: 'one', depth: 'full' },
      { subject: 'two', depth: 'full' },
    ]);
  });

  test('names the reason in the log, never the message', async () => {
    const lines: string[] = [];
    const parser = makeParser(standIn, { timeMs: 250 }, lines);
    await parse(parser, 'LOOP secret words');
    expect(lines.join('\n')).toContain('"message.abandoned"');
    expect(lines.join('\n')).not.toContain('secret');
  });
});

test('a parser that cannot start says so instead of waiting', async () => {
  const parser = makeParser(join(folder, 'missing.cjs'));
  await expect(parse(parser, 'one')).rejects.toThrow('The parser cannot be started');
});

test('closing rejects what is still waiting, as no fault of the message', async () => {
  const parser = makeParser(standIn);
  const outcome = parse(parser, 'LOOP').catch((error: unknown) => error);
  await parser.close();
  expect(await outcome).toMatchObject({ code: 'engine-gone', retryable: true });
});

describe('the built parser thread', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['5 MB of <div>', html('<div>'.repeat(1_000_000))],
    ['5,000 nested tables', html('<table><tr><td>'.repeat(5000))],
    ['2,000 nested parts', nestedParts(2000)],
    ['60,000 header lines', `${'X-A: b\r\n'.repeat(60_000)}From: a@b.example\r\nSubject: s\r\n\r\nhello`],
    [
      '10,000 recipients',
      `From: a@b.example\r\nTo: ${'c@d.example,\r\n '.repeat(10_000)}e@f.example\r\nSubject: s\r\n\r\nx`,
    ],
    ['20,000 references', `From: a@b.example\r\nReferences: ${'<a@b>\r\n '.repeat(20_000)}\r\nSubject: s\r\n\r\nx`],
    ['a line of 20 MB', `From: a@b.example\r\nSubject: s\r\n\r\n${'x'.repeat(20_000_000)}`],
    [
      'unknown charsets',
      'From: =?nope?Q?=41?= <a@b.example>\r\nSubject: s\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff',
    ],
    ['a header that never ends', `From: a@b.example\r\nSubject: s\r\nX: ${'y'.repeat(3_000_000)}`],
  ];

  test('reads an ordinary message', async () => {
    const { message, parts } = await parse(makeParser(built), aRawMail({ subject: 'Accesso' }));
    expect(message).toMatchObject({
      subject: 'Accesso',
      readability: 'full',
      from: { address: 'giulia.rossi@example.com' },
    });
    expect(parts.newText).toContain('Ho comprato il corso');
  });

  test('says what each of many messages says by itself, in their order', async () => {
    const parser = makeParser(built);
    const numbers = Array.from({ length: 150 }, (_, at) => `HP${String(1_771_569_000 + at)}`);
    const read = await Promise.all(numbers.map((number) => parse(parser, aRawMail({ subject: `Accesso ${number}` }))));
    expect(read.map(({ reading }) => reading?.clues.numbers[0]?.number)).toEqual(numbers);
    expect(read[0]?.reading).toMatchObject({ language: 'it', intent: { intent: 'access.email_missing' } });
  });

  test.each(hostile)('%s: a message comes out within three budgets, the next one in full', async (_name, raw) => {
    const parser = makeParser(built);
    const [first, second] = await Promise.all([parse(parser, raw), parse(parser, aRawMail())]);
    expect(first.message.from?.address).toBe('a@b.example');
    expect(second.message.readability).toBe('full');
  });

  test('says so where there is not even an envelope', async () => {
    await expect(parse(makeParser(built), '\r\njust text')).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  test('without a built file reads in this thread, which only happens from sources', async () => {
    const { message } = await parse(makeParser(null), aRawMail({ subject: 'Accesso' }));
    expect(message.subject).toBe('Accesso');
    expect(readdirSync(folder)).toContain('parser-worker.cjs');
  });
});

function html(body: string): string {
  return `From: a@b.example\r\nSubject: s\r\nContent-Type: text/html\r\n\r\n${body}`;
}

function nestedParts(depth: number): string {
  let text = 'From: a@b.example\r\nSubject: s\r\n';
  for (let level = 0; level < depth; level += 1) {
    text += `Content-Type: multipart/mixed; boundary=b${String(level)}\r\n\r\n--b${String(level)}\r\n`;
  }
  return `${text}Content-Type: text/plain\r\n\r\nhello\r\n`;
}
