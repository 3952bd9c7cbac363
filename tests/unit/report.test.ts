import { describe, expect, it } from 'vitest';
import { DECISIONS, decide, ruleOf } from '../../shared/domain/decision';
import type { DecisionFacts } from '../../shared/domain/decision';
import { breakDown, hoursToClear, rankProducers, spreadOf, sumBy, withBacklog } from '../../shared/domain/report';
import type { Among, ProducerLine } from '../../shared/domain/report';
import { bucketSize, bucketsOf, dayText, rangeOfDays } from '../../shared/domain/report-periods';
import { plainText, reportCsv } from '../../shared/domain/report-table';

const DAY = 86_400_000;
const ROME = 'Europe/Rome';

describe('the spans of a report', () => {
  it('are the team’s days, of 23 and 25 hours where its clocks change', () => {
    const march = rangeOfDays('2026-03-28', '2026-03-30', ROME);
    if (!march) throw new Error('These are dates');
    expect(bucketsOf(march, ROME).map(({ from, to }) => (to - from) / 3_600_000)).toEqual([24, 23, 24]);
    const october = rangeOfDays('2026-10-25', '2026-10-25', ROME);
    expect(october && (october.to - october.from) / 3_600_000).toBe(25);
    expect(dayText(Date.UTC(2026, 2, 29, 22, 30), ROME)).toBe('2026-03-30');
  });

  it('are days, weeks from Monday, or months, as it fits the range, the ends cut to it', () => {
    expect([30, 90, 400].map((days) => bucketSize({ from: 0, to: days * DAY }))).toEqual(['day', 'week', 'month']);
    const from = Date.UTC(2026, 0, 15);
    const weeks = bucketsOf({ from, to: from + 90 * DAY }, 'UTC');
    expect(weeks[0]).toEqual({ from, to: Date.UTC(2026, 0, 19) });
    expect(weeks.slice(1, -1).every((week) => new Date(week.from).getUTCDay() === 1)).toBe(true);
    expect(weeks.at(-1)?.to).toBe(from + 90 * DAY);
    const months = bucketsOf({ from, to: Date.UTC(2027, 0, 1) }, 'UTC');
    expect(months).toHaveLength(12);
    expect(months[1]).toEqual({ from: Date.UTC(2026, 1, 1), to: Date.UTC(2026, 2, 1) });
  });

  it.each(['2026-02-30', '2026-1-01', 'today', '1969-12-31', ''])('refuse %j, which is no date', (text) => {
    expect(rangeOfDays(text, text, ROME)).toBeNull();
  });

  it('stay few however long the range is', () => {
    expect(bucketsOf({ from: 0, to: 400 * 365 * DAY }, 'UTC').length).toBeLessThanOrEqual(62);
  });
});

describe('the arithmetic of the figures', () => {
  it.each([
    [[], null, null],
    [[7], 7, 7],
    [[4, 1], 1, 4],
    [[3, 1, 2], 2, 3],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10],
  ])('takes middle and ninth tenth of %j by nearest rank: %j and %j', (times, median, p90) => {
    expect(spreadOf(times)).toEqual({ count: times.length, median, p90 });
  });

  it('counts the backlog back from what is unresolved now', () => {
    const days = [
      { from: 0, to: 1, cameIn: 5, resolved: 1, noAnswer: 0 },
      { from: 1, to: 2, cameIn: 2, resolved: 3, noAnswer: 1 },
    ];
    // 3 are left today; since the range 4 came and 6 went, so 5 were left at its end.
    const lines = withBacklog(days, { unresolved: 3, cameIn: 4, resolved: 4, noAnswer: 2 });
    expect(lines.map(({ backlog }) => backlog)).toEqual([7, 5]);
  });

  it('puts breaches first, then the most; age bands stay in order of age', () => {
    const group = (words: Among, count: number) => ({ words, count, oldestAt: null });
    const groups = [
      group({ band: '4', product: 'many', breached: '0' }, 9),
      group({ band: '0', product: 'late', breached: '1' }, 1),
      group({ band: '1', product: null, breached: '0' }, 3),
    ];
    expect(breakDown(groups, 'product').map(({ value, breached }) => [value, breached])).toEqual([
      ['late', 1],
      ['many', 0],
      [null, 0],
    ]);
    expect(breakDown(groups, 'band').map(({ value, bands }) => [value, bands])).toEqual([
      ['0', [1, 0, 0, 0, 0]],
      ['1', [0, 3, 0, 0, 0]],
      ['4', [0, 0, 0, 0, 9]],
    ]);
    expect(sumBy(groups, 'breached')).toEqual([
      { value: '0', count: 12 },
      { value: '1', count: 1 },
    ]);
  });

  it('says how long it takes to clear what is owed, and nothing at a standstill', () => {
    expect([hoursToClear(50, 100), hoursToClear(0, 0), hoursToClear(3, 0)]).toEqual([84, 0, null]);
  });

  it('ranks producers by how late they deliver, those who never answered first, and judges none on too few cases', () => {
    const line = (producer: string, cases: number, median: number | null): ProducerLine => ({
      producer, cases, answer: { count: median === null ? 0 : cases, median, p90: median },
      silent: median === null ? cases : 0, twice: 0, before: null, judged: cases < 5 ? 'too-few' : 'ranked',
    }); // prettier-ignore
    const lines = [line('quick', 9, DAY), line('few', 2, 90 * DAY), line('mute', 6, null), line('slow', 5, 4 * DAY)];
    expect(rankProducers(lines).map(({ producer }) => producer)).toEqual(['mute', 'slow', 'quick', 'few']);
  });
});

describe('a cell of an export', () => {
  it.each(['=1+1', '+39 06', '-5', '@SUM(A1)', '\tx', '\rx', '\nx', ' =1+1', '＝1+1'])(
    '%j starts no formula',
    (text) => {
      expect(plainText(text)).toBe(`'${text}`);
      expect(reportCsv([{ name: 't', columns: ['c'], rows: [[text]] }])).toContain(`"t","'${text}"`);
    },
  );

  it('keeps quotes, commas and lines, and numbers bare', () => {
    const csv = reportCsv([{ name: 't', columns: ['c', 'n', 'x'], rows: [['a "b",\nc', 3.5, null]] }]);
    expect(csv).toBe('"table","c","n","x"\r\n"t","a ""b"",\nc",3.5,\r\n');
  });
});

it('each decision has the row of the table that gives it', () => {
  const match = { status: 'matched', identity: 'buyer' } as const;
  const purchase = { status: 'active', delivery: 'club', hasEarlierClub: true } as const;
  const facts: readonly DecisionFacts[] = [
    { intent: 'auto', match, purchase },
    { intent: 'other', match, purchase },
    { intent: 'access.other', match: { ...match, status: 'unmatched' }, purchase: null },
    { intent: 'access.other', match: { ...match, status: 'ambiguous' }, purchase: null },
    { intent: 'access.other', match: { ...match, identity: 'other' }, purchase },
    { intent: 'access.other', match, purchase: { ...purchase, status: 'pending' } },
    { intent: 'access.other', match, purchase: { ...purchase, status: 'inactive' } },
    { intent: 'access.other', match, purchase: { ...purchase, delivery: 'unknown' } },
    { intent: 'access.other', match, purchase: { ...purchase, delivery: 'producer' } },
    { intent: 'access.password', match, purchase },
    { intent: 'access.link', match, purchase },
    { intent: 'access.other', match, purchase: { ...purchase, hasEarlierClub: false } },
    { intent: 'access.other', match, purchase },
  ];
  const given = facts.map((one) => decide(one));
  expect(given.map(({ id }) => [id, ruleOf(id)])).toEqual(given.map(({ id, rule }) => [id, rule]));
  expect(new Set(given.map(({ id }) => id)).size).toBe(DECISIONS.length);
  expect(ruleOf('constructor')).toBe(0);
});
