import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import { buildParser } from '../support/built-parser';
import { startChild } from '../support/child';
import { HOSTILE_MAILS } from '../support/hostile-mails';
import { makeDesk } from '../support/make-engine';
import { testOutside } from '../support/make-mailbox';
import { writeMail } from '../support/write-mail';

/** Wall time of one hostile mail with all its tries, and of the ordinary mails around it, ms. */
const MOST_MS = 5_000;
/** Largest mail that the test with the whole desk files, bytes: its mailbox in memory hashes all of them at every look. */
const LARGEST_FILED = 400_000;
/** Resident memory above the idle parser, MB. */
const MOST_GROWN_MB = 300;

type Reading = {
  readonly name: string;
  readonly ms: number;
  readonly grown: number;
  readonly result: string;
  readonly neighbours: readonly string[];
};

let folder = '';
let worker = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sportello-hostile-'));
  worker = await buildParser(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the set is at least fifty mails, each of its own kind', () => {
  expect(HOSTILE_MAILS.length).toBeGreaterThanOrEqual(50);
  expect(new Set(HOSTILE_MAILS.map(({ name }) => name)).size).toBe(HOSTILE_MAILS.length);
});

// Linux only: memory is read from /proc.
it.skipIf(process.platform !== 'linux')(
  'each hostile mail is read, read in part or put aside within its time and memory, and its neighbours are read whole',
  async () => {
    const child = await startChild('tests/engine/children/parse-hostile.ts', [worker, String(MOST_MS)]);
    const output = await child.said('"name":"done"');
    const readings = output
      .split('\n')
      .filter((line) => line.startsWith('{') && !line.includes('"done"'))
      .map((line) => JSON.parse(line) as Reading);
    expect(readings.map(({ name }) => name)).toEqual(HOSTILE_MAILS.map(({ name }) => name));
    const known = ['full', 'without-html', 'envelope', 'file-unreadable'];
    const bad = readings.filter(
      ({ ms, grown, result, neighbours }) =>
        ms > MOST_MS || grown > MOST_GROWN_MB || !known.includes(result) || neighbours.some((one) => one !== 'full'),
    );
    expect(bad).toEqual([]);
    const slowest = readings.reduce((most, one) => (one.ms > most.ms ? one : most));
    const largest = readings.reduce((most, one) => (one.grown > most.grown ? one : most));
    process.stdout.write(
      `${readings.length} hostile mails; slowest ${slowest.ms} ms (${slowest.name}), largest ${largest.grown} MB (${largest.name})\n`,
    );
  },
  300_000,
);

describe('hostile mail between ordinary mail in one mailbox', () => {
  it('becomes one ticket each, ordinary mail all arrives whole, and a second look makes no more', async () => {
    const { clock, log } = testOutside();
    const reader = createMessageParser({ clock, log, workerFile: worker });
    onTestFinished(() => reader.close());
    const desk = await makeDesk({ parts: { reader } });
    // The large ones are read above; here every kind of them passes the whole desk.
    const mails = HOSTILE_MAILS.filter(({ make }) => make().length <= LARGEST_FILED);
    expect(mails.length).toBeGreaterThanOrEqual(30);
    mails.forEach(({ make }, at) => {
      const from = `Cliente ${at} <cliente.${at}@posta.example>`;
      desk.mailbox.deliver(make(), writeMail({ from, id: `ordinary${at}@posta.example` }));
    });
    await desk.sync();
    const rows = await desk.tickets();
    const ordinary = rows.filter(({ requesterAddress }) => requesterAddress.startsWith('cliente.'));
    expect(ordinary).toHaveLength(mails.length);
    expect(ordinary.every(({ decision }) => decision === 'ask.purchase-details')).toBe(true);
    expect(rows).toHaveLength(2 * mails.length);
    await desk.sync();
    expect(await desk.tickets()).toHaveLength(2 * mails.length);
    // What could not be read is a person's to look at, and its original is there.
    const unread = rows.filter(({ queue }) => queue === 'problems');
    expect(unread.length).toBeGreaterThan(3);
    for (const { id } of unread.slice(0, 5)) {
      const { messages } = await desk.engine.call('tickets.open', { ticket: id });
      expect(messages[0]?.readability).toBe('envelope');
      await desk.engine.call('messages.raw', { message: messages[0]?.id ?? '' });
    }
  }, 300_000);
});
