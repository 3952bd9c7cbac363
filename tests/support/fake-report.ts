import { DAY_MS } from '../../shared/domain/report-periods';
import type { BreakdownLine, Report, TodayLineId } from '../../shared/domain/report';
import { TODAY_LINES } from '../../shared/domain/report';

const HOUR = 3_600_000;

/** A report over the range, with something in every section. */
export function fakeReport(range: { readonly from: number; readonly to: number }, at: number): Report {
  const day = { from: at - DAY_MS, to: at };
  const counts: Partial<Record<TodayLineId, number>> = { 'came-in': 4, owed: 12, breached: 1, 'silent-producers': 3 };
  const line = (value: string | null, bands: readonly number[], breached = 0): BreakdownLine => ({
    value, count: bands.reduce((sum, count) => sum + count, 0), breached, bands,
  }); // prettier-ignore
  const lines = [line('late', [0, 0, 0, 1, 2], 1), line(null, [9, 2, 1, 0, 0])];
  return {
    ask: { ...range, at, silentAfterDays: 3 },
    timeZone: 'Europe/Rome',
    today: TODAY_LINES.map((id) => ({
      id,
      count: counts[id] ?? 0,
      oldestAt: counts[id] === undefined ? null : at - 3 * DAY_MS,
      key: { figure: id === 'came-in' ? 'came-in' : 'unresolved', ...day, among: id === 'owed' ? { debtor: 'us' } : {} },
      parts: id === 'silent-producers' ? [{ word: 'producer', value: 'Accademia Forno', count: 3 }] : [],
    })),
    hoursToClear: 30.2,
    lastSyncAt: at,
    lastImportAt: null,
    withoutReviewed: false,
    unresolved: { count: 15, breached: 1 },
    breakdowns: {
      band: ['0', '1', '2', '3', '4'].map((band, index) => line(band, [0, 1, 2, 3, 4].map((one) => (one === index ? 3 : 0)))),
      debtor: [line('us', [9, 2, 1, 0, 0]), line('producer', [0, 0, 0, 1, 2], 1)],
      decision: [line('club.first-access', [9, 2, 1, 1, 2], 1)],
      product: lines.map((one) => ({ ...one, value: one.value === null ? null : 'p1' })),
      producer: lines.map((one) => ({ ...one, value: one.value === null ? null : 'Accademia Forno' })),
      assignee: lines.map((one) => ({ ...one, value: one.value === null ? null : 'Anna Bruni' })),
    },
    volume: [0, 1, 2].map((index) => ({
      from: range.from + index * DAY_MS,
      to: range.from + (index + 1) * DAY_MS,
      cameIn: 4 + index,
      resolved: 5 - index,
      noAnswer: index,
      backlog: 12 + index,
    })),
    cameIn: 15,
    resolved: 12,
    noAnswer: 3,
    firstAnswer: { count: 13, median: 1.5 * HOUR, p90: 9 * HOUR },
    resolution: { count: 12, median: 30 * HOUR, p90: 5 * DAY_MS },
    producers: [
      { producer: 'Accademia Forno', cases: 8, answer: { count: 6, median: 60 * HOUR, p90: 6 * DAY_MS }, silent: 3, twice: 2, before: 36 * HOUR, judged: 'ranked' },
      { producer: '', cases: 2, answer: { count: 1, median: HOUR, p90: HOUR }, silent: 1, twice: 0, before: null, judged: 'too-few' },
    ],
    unmatched: [{ words: { reason: 'number-unknown' }, count: 2, oldestAt: at }],
    agreement: [
      { decision: 'club.first-access', rule: 12, all: 10, changed: 2, byAgreement: { 'as-suggested': 7, 'small-edits': 1, 'other-reply': 2, corrected: 0 } },
    ],
    agents: [
      { agent: 'Anna Bruni', count: 3 },
      { agent: 'Bruno Neri', count: 9 },
    ],
    products: { p1: 'Corso di pasta' },
  }; // prettier-ignore
}
