import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { shareProfile } from '../../electron/engine/hosts/profile-socket';
import { openStore } from '../../electron/engine/store/open-store';
import { figureTickets } from '../../electron/engine/report/figure-tickets';
import { readReport } from '../../electron/engine/report/read-report';
import { workbookOf } from '../../electron/engine/report/workbook';
import type { Store } from '../../electron/engine/store/store';
import { AGREEMENTS } from '../../shared/domain/earned';
import { BREAKDOWNS, FIGURES } from '../../shared/domain/report';
import type { Report, ReportAsk } from '../../shared/domain/report';
import { rangeOfDays } from '../../shared/domain/report-periods';
import { reportCsv, reportTables } from '../../shared/domain/report-table';
import { GIULIA_SALE, SALES_HEADER, makeDesk } from '../support/make-engine';
import { silentLog, stillClock } from '../support/make-store';
import { makeYear, putYear } from '../support/made-year';
import type { MadeYear } from '../support/made-year';
import { recount, spreadAmong, ticketsAmong } from '../support/recount';
import { runCli } from '../support/run-cli';
import { writeMail } from '../support/write-mail';

const DAY = 86_400_000;
const TO = Date.UTC(2026, 10, 20, 12);
const TICKETS = 50_000;

describe('a year of 50,000 tickets', () => {
  let year: MadeYear;
  let store: Store;
  let report: Report;
  // The summer, so that what came before and after it must be left out; the backlog reaches to today.
  const ask: ReportAsk = { from: TO - 200 * DAY, to: TO - 20 * DAY, at: TO, silentAfterDays: 3 };

  beforeAll(async () => {
    year = makeYear({ tickets: TICKETS, seed: 20_261_120, to: TO });
    const made = await makeYearStore();
    store = made.store;
    await putYear(store, year);
    report = await readReport(store.db, ask, { timeZone: 'Europe/Rome', byAgent: true });
    return made.close;
  }, 180_000);

  const counted = (key: Parameters<typeof recount>[1]) => recount(year, key, ask);
  const range = { from: ask.from, to: ask.to };

  it('has what a plain count over its rows gives: unresolved, by every word', () => {
    const all = counted({ figure: 'unresolved', ...range });
    expect(report.unresolved).toEqual({
      count: ticketsAmong(all, {}),
      breached: ticketsAmong(all, { breached: '1' }),
    });
    expect(report.unresolved.breached).toBeGreaterThan(10);
    for (const by of BREAKDOWNS) {
      const lines = report.breakdowns[by];
      expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(report.unresolved.count);
      for (const line of lines) {
        const own = all.filter(({ words }) => words[by] === line.value);
        expect({ by, ...line }).toEqual({
          by,
          value: line.value,
          count: ticketsAmong(all, { [by]: line.value }),
          breached: ticketsAmong(all, { [by]: line.value, breached: '1' }),
          bands: [0, 1, 2, 3, 4].map((band) => ticketsAmong(own, { band: String(band) })),
        });
      }
    }
  });

  it('… each line of Today, with its parts', () => {
    for (const line of report.today) {
      const all = counted(line.key);
      expect([line.id, line.count]).toEqual([line.id, ticketsAmong(all, line.key.among)]);
      for (const { word, value, count } of line.parts) {
        expect([line.id, value, count]).toEqual([
          line.id,
          value,
          ticketsAmong(all, { ...line.key.among, [word]: value }),
        ]);
      }
    }
    const busy = report.today.filter(({ count }) => count > 0).map(({ id }) => id);
    expect(busy).toEqual(report.today.map(({ id }) => id));
  });

  it('… what came in and was resolved in each span, and what was left at its end', () => {
    expect(report.volume.map(({ from }) => from)[0]).toBe(ask.from);
    for (const [index, span] of report.volume.entries()) {
      expect(span.from).toBe(report.volume[index - 1]?.to ?? ask.from);
      expect(span.cameIn).toBe(counted({ figure: 'came-in', ...span }).length);
      expect(span.resolved).toBe(counted({ figure: 'resolved', ...span }).length);
      expect(span.noAnswer).toBe(counted({ figure: 'no-answer', ...span }).length);
      const later = { from: span.to, to: TO };
      const left =
        report.unresolved.count -
        counted({ figure: 'came-in', ...later }).length +
        counted({ figure: 'resolved', ...later }).length +
        counted({ figure: 'no-answer', ...later }).length;
      expect(span.backlog).toBe(Math.max(0, left));
    }
    expect(report.cameIn).toBe(counted({ figure: 'came-in', ...range }).length);
    expect(report.noAnswer).toBe(counted({ figure: 'no-answer', ...range }).length);
    expect(report.noAnswer).toBeGreaterThan(100);
  });

  it('… first answers and resolutions apart', () => {
    expect(report.firstAnswer).toEqual(spreadAmong(counted({ figure: 'first-answer', ...range })));
    expect(report.resolution).toEqual(spreadAmong(counted({ figure: 'resolved', ...range })));
  });

  it('… how late each producer delivers, against the range before', () => {
    const all = counted({ figure: 'producers', ...range });
    const earlier = counted({ figure: 'producers', from: ask.from - (ask.to - ask.from), to: ask.from });
    expect(new Set(report.producers.map(({ producer }) => producer))).toEqual(
      new Set(all.map(({ words }) => words.producer)),
    );
    for (const line of report.producers) {
      const own = all.filter(({ words }) => words.producer === line.producer);
      expect(line).toEqual({
        producer: line.producer,
        cases: own.length,
        answer: spreadAmong(own),
        silent: ticketsAmong(own, { silent: '1' }),
        twice: ticketsAmong(own, { twice: '1' }),
        before: spreadAmong(earlier.filter(({ words }) => words.producer === line.producer)).median,
        judged: own.length < 5 ? 'too-few' : 'ranked',
      });
    }
    const medians = report.producers
      .filter(({ judged }) => judged === 'ranked')
      .map(({ answer }) => answer.median ?? 0);
    expect(medians).toEqual([...medians].sort((one, other) => other - one));
  });

  it('… why tickets have no purchase, and how often a suggestion was changed', () => {
    const unmatched = counted({ figure: 'unmatched', ...range });
    expect(Object.fromEntries(report.unmatched.map(({ words, count }) => [words.reason, count]))).toEqual(
      Object.fromEntries(
        ['several', 'number-unknown', 'typo', 'perhaps-newer', 'address'].map((reason) => [
          reason,
          ticketsAmong(unmatched, { reason }),
        ]),
      ),
    );
    const agreement = counted({ figure: 'agreement', ...range });
    for (const { decision, byAgreement } of report.agreement) {
      expect(byAgreement).toEqual(
        Object.fromEntries(AGREEMENTS.map((one) => [one, ticketsAmong(agreement, { decision, agreement: one })])),
      );
    }
  });

  it('… what each agent answered, by name and never by rank', () => {
    const all = counted({ figure: 'answered', ...range });
    expect(report.agents).toEqual(
      ['=Dora', 'Anna Bruni', 'Bruno Neri', 'Carla Sousa'].map((agent) => ({
        agent,
        count: ticketsAmong(all, { agent }),
      })),
    );
  });

  it('opens exactly the tickets of every figure, page by page', async () => {
    for (const figure of FIGURES) {
      const all = counted({ figure, ...range });
      const key = { ...ask, figure, among: {} };
      const first = await figureTickets(store.db, key, { offset: 0, limit: 500 });
      const second = await figureTickets(store.db, key, { offset: 500, limit: 500 });
      expect([figure, first.total]).toEqual([figure, new Set(all.map(({ ticket }) => ticket)).size]);
      const ids = [...first.ids, ...second.ids];
      expect(new Set(ids).size).toBe(Math.min(1000, first.total));
      const own = new Set(all.map(({ ticket }) => ticket));
      expect(ids.filter((id) => !own.has(id))).toEqual([]);
    }
    const line = report.breakdowns.product.find(({ value }) => value === null);
    const key = { ...ask, figure: 'unresolved' as const, among: { product: null } };
    expect((await figureTickets(store.db, key, { offset: 0, limit: 1 })).total).toBe(line?.count);
    await expect(
      figureTickets(store.db, { ...key, among: { macro: 'x' } }, { offset: 0, limit: 1 }),
    ).rejects.toMatchObject({ code: 'bad-params' });
  });

  it('is written into CSV and XLSX with the same numbers, and no cell starts a formula', () => {
    const tables = reportTables(report);
    const csv = Papa.parse<string[]>(reportCsv(tables)).data;
    const cells = csv.flat();
    expect(cells.filter((cell) => /^\s*[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=Dora");
    const sumOf = (table: string): number =>
      csv.filter((row) => row[0] === table).reduce((sum, row) => sum + Number(row[2]), 0);
    for (const by of BREAKDOWNS) expect(sumOf(`unresolved by ${by}`)).toBe(report.unresolved.count);
    const files = unzipSync(workbookOf(tables));
    const sheets = Object.entries(files).filter(([path]) => path.startsWith('xl/worksheets/'));
    expect(sheets).toHaveLength(tables.length);
    const xml = sheets.map(([, bytes]) => strFromU8(bytes)).join('');
    expect(xml).not.toContain('<f>');
    expect([...xml.matchAll(/<t[^>]*>(\s*[=+\-@][^<]*)</g)]).toEqual([]);
    const numbers = [...xml.matchAll(/<v>([^<]*)<\/v>/g)].map(([, value]) => Number(value));
    expect(numbers).toEqual(tables.flatMap(({ rows }) => rows.flat().filter((cell) => typeof cell === 'number')));
  });
});

describe('figures at a desk', () => {
  const around = (at: number) => ({ from: at - 30 * DAY, to: at + DAY });

  it('follow the work: when a ticket is answered, closed and opened again', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const figures = () => desk.engine.call('report.figures', around(desk.clock.now()));
    expect(await figures()).toMatchObject({
      unresolved: { count: 1 },
      cameIn: 1,
      resolved: 0,
      firstAnswer: { count: 0 },
    });

    await desk.engine.call('replies.queue', { ticket: 'T-1', macro: null, text: 'Controlliamo.', delaySeconds: 0 });
    await desk.engine.call('outbox.flush', {});
    const created = (await desk.tickets())[0]?.createdAt ?? 0;
    const answer = desk.clock.now() - created;
    expect(await figures()).toMatchObject({
      firstAnswer: { count: 1, median: answer, p90: answer },
      agents: [{ agent: 'Anna', count: 1 }],
    });

    const close = async (to: 'done' | 'open') => {
      const revision = (await desk.tickets())[0]?.revision ?? 0;
      await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to, snoozeUntil: null });
    };
    await close('done');
    expect(await figures()).toMatchObject({ unresolved: { count: 0 }, resolved: 1, resolution: { count: 1 } });
    await close('open');
    expect(await figures()).toMatchObject({ unresolved: { count: 1 }, resolved: 0, resolution: { count: 0 } });
  });

  it('say why a ticket has no purchase, until it has one', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: 'Ho comprato, numero HP1700000001, e non riesco ad entrare.' }));
    await desk.sync();
    const unmatched = async () => (await desk.engine.call('report.figures', around(desk.clock.now()))).unmatched;
    expect(await unmatched()).toMatchObject([{ words: { reason: 'number-unknown' }, count: 1 }]);
    await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE.replace('HP4410020311', 'HP1700000001')}\n`);
    expect(await unmatched()).toEqual([]);
  });

  it('count an answer that went out with another mail program', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ id: 'question@posta.example' }));
    await desk.sync();
    desk.mailbox.deliverSent(
      writeMail({ from: 'support@corsi.example', to: 'giulia@posta.example', inReplyTo: 'question@posta.example' }),
    );
    await desk.sync();
    const figures = await desk.engine.call('report.figures', around(desk.clock.now()));
    expect(figures.firstAnswer.count).toBe(1);
  });

  it('open their tickets as the list shows them', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(
      writeMail(),
      writeMail({ from: 'bruno@posta.example', subject: 'Fattura', text: 'Serve fattura' }),
    );
    await desk.sync();
    const { ask, today } = await desk.engine.call('report.figures', around(desk.clock.now()));
    const owed = today.find(({ id }) => id === 'owed');
    if (!owed) throw new Error('Today has no line for what we owe');
    const page = await desk.engine.call('report.tickets', { ...ask, ...owed.key, offset: 0, limit: 10 });
    expect(page).toMatchObject({ total: owed.count, rows: [{ id: 'T-1' }, { id: 'T-2', subject: 'Fattura' }] });
    await expect(desk.engine.call('report.figures', { from: 2, to: 1 })).rejects.toMatchObject({ code: 'bad-params' });
  });

  it('come as a file', async () => {
    const desk = await makeDesk();
    const at = desk.clock.now();
    const csv = await desk.engine.call('report.file', { from: at - DAY, to: at, format: 'csv' });
    expect(csv.fileName).toMatch(/^report_2026-01-14_2026-01-15\.csv$/);
    expect(Buffer.from(csv.base64, 'base64').toString()).toContain('"today","owed",,0,\r\n');
    const xlsx = await desk.engine.call('report.file', { from: at - DAY, to: at, format: 'xlsx' });
    expect(Buffer.from(xlsx.base64, 'base64').subarray(0, 2).toString()).toBe('PK');
  });
});

describe('`report` on the command line', () => {
  it('prints the same figures, in tables, as JSON and into a CSV file', async () => {
    const desk = await makeDesk();
    const shared = await shareProfile(desk.engine, (error) => {
      throw error;
    });
    onTestFinished(() => shared.close());
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    const days = ['--from', '2026-01-01', '--to', '2026-01-31'];
    const asked = ['report', '--profile', desk.profileDir, ...days];
    const file = join(desk.profileDir, 'figures.csv');
    const done = await runCli([...asked, '--json', '--csv', file]);
    expect(done.code).toBe(0);
    const { timeZone } = done.json()[0] as { timeZone: string };
    const range = rangeOfDays('2026-01-01', '2026-01-31', timeZone);
    if (!range) throw new Error('These are dates');
    const figures = await desk.engine.call('report.figures', range);
    expect(done.json()).toMatchObject([
      {
        from: new Date(range.from).toISOString(),
        cameIn: 1,
        unresolved: { count: 1 },
        today: figures.today.map(({ id, count }) => ({ id, count })),
      },
    ]);
    expect(readFileSync(file, 'utf8')).toBe(`\uFEFF${reportCsv(reportTables(figures))}`);
    const lines = (await runCli(asked)).out;
    expect(lines).toContain('# today');
    expect(lines.find((line) => line.startsWith('came in'))).toMatch(/^came in +1$/);
  });

  it.each([
    [['--from', '2026-02-30']],
    [['--from', '2026-02-02', '--to', '2026-02-01']],
    [['--to', 'today']],
    [['--by', 'x']],
  ])('%j: exit 2, with nothing on standard output', async (given) => {
    expect(await runCli(['report', '--profile', '/nowhere', ...given])).toMatchObject({ code: 2, out: [] });
  });
});

/** A store for all tests of a file: those of `makeStore` end with the test that made them. */
async function makeYearStore(): Promise<{ readonly store: Store; readonly close: () => Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'sportello-test-'));
  const store = await openStore({ path: join(dir, 'store.db'), key: null, clock: stillClock(TO), log: silentLog });
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
