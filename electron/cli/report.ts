import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { Report, Spread } from '../../shared/domain/report';
import { DAY_MS, dayText, rangeOfDays } from '../../shared/domain/report-periods';
import { reportCsv, reportTables } from '../../shared/domain/report-table';
import { loadProfile } from '../engine/profile';
import { teamTimeZone } from '../engine/report/team-time-zone';
import { usage } from './arguments';
import { EXIT } from './command';
import type { Command } from './command';
import { openProfile } from './open-profile';
import { columns, plain } from './table-text';

/** Days of the range where none is given, today included. */
const DAYS = 30;

/** `report`: the team lead's figures of a range of days, both included, in the team's time zone; also into a CSV file. */
export const reportCommand: Command = {
  usage: 'report --profile DIR [--from YYYY-MM-DD --to YYYY-MM-DD] [--without-reviewed] [--csv FILE] [--json]',
  shape: { options: ['profile', 'from', 'to', 'csv'], flags: ['without-reviewed', 'json'], words: [] },
  async run(given, line) {
    const dir = given.needed('profile');
    const asked = { from: given.option('from'), to: given.option('to') };
    refuseDates(asked);
    const profile = await openProfile(dir, line, { network: false });
    try {
      const { team } = await loadProfile(resolve(line.workingDir, dir));
      const range = rangeOf(asked, teamTimeZone(team), Date.now());
      const report = await profile.client.call('report.figures', {
        ...range,
        withoutReviewed: given.has('without-reviewed'),
      });
      const path = given.option('csv');
      if (path !== null) await writeCsv(resolve(line.workingDir, path), reportCsv(reportTables(report)));
      for (const text of given.has('json') ? [reportJson(report)] : reportLines(report)) line.print(text);
      return EXIT.done;
    } finally {
      await profile.close();
    }
  },
};

type AskedDays = { readonly from: string | null; readonly to: string | null };

/** Before anything is opened. @throws SportelloError `usage` */
function refuseDates({ from, to }: AskedDays): void {
  const first = from ?? to;
  const last = to ?? from;
  if (first !== null && last !== null && rangeOfDays(first, last, 'UTC') === null) {
    throw usage('--from and --to are dates like 2026-01-31, the first not after the last');
  }
}

/** Up to today where no end is given, from so many days before it where no beginning is. */
function rangeOf(asked: AskedDays, timeZone: string, now: number): { readonly from: number; readonly to: number } {
  const to = asked.to ?? dayText(now, timeZone);
  const from = asked.from ?? dayText(Date.parse(to) - (DAYS - 1) * DAY_MS, 'UTC');
  const range = rangeOfDays(from, to, timeZone);
  if (range === null) throw usage('--from lies after today');
  return range;
}

async function writeCsv(path: string, text: string): Promise<void> {
  // Names of customers are not in it, those of colleagues are.
  await writeFile(path, `\uFEFF${text}`, { mode: 0o600 }).catch((error: unknown) => {
    throw new SportelloError('file-unreadable', `Cannot write ${path}: ${String(error)}`, {
      action: 'Choose another file.',
      cause: error,
    });
  });
}

function reportLines(report: Report): readonly string[] {
  return reportTables(report).flatMap((table) => [
    `# ${table.name}`,
    ...columns([
      table.columns,
      ...table.rows.map((row) => row.map((cell) => (cell === null ? '-' : plain(String(cell))))),
    ]),
    '',
  ]);
}

/** Times as ISO 8601 UTC, durations in hours. */
function reportJson(report: Report): string {
  const { ask } = report;
  return JSON.stringify({
    from: iso(ask.from),
    to: iso(ask.to),
    at: iso(ask.at),
    silentAfterDays: ask.silentAfterDays,
    timeZone: report.timeZone,
    today: report.today.map(({ id, count, oldestAt, parts }) => ({
      id,
      count,
      oldestAt: iso(oldestAt),
      parts: parts.map((part) => ({ [part.word]: part.value, count: part.count })),
    })),
    hoursToClear: report.hoursToClear,
    lastSyncAt: iso(report.lastSyncAt),
    lastImportAt: iso(report.lastImportAt),
    unresolved: { ...report.unresolved, by: report.breakdowns },
    cameIn: report.cameIn,
    resolved: report.resolved,
    noAnswer: report.noAnswer,
    volume: report.volume.map((span) => ({ ...span, from: iso(span.from), to: iso(span.to) })),
    firstAnswer: inHours(report.firstAnswer),
    resolution: inHours(report.resolution),
    producers: report.producers.map(({ before, answer, ...producer }) => ({
      ...producer,
      answer: inHours(answer),
      medianBefore: before === null ? null : before / 3_600_000,
    })),
    unmatched: report.unmatched.map(({ words, count }) => ({ reason: words.reason, count })),
    agreement: report.agreement,
    agents: report.agents,
    products: report.products,
  });
}

function inHours({ count, median, p90 }: Spread): object {
  const hours = (ms: number | null): number | null => (ms === null ? null : ms / 3_600_000);
  return { count, median: hours(median), p90: hours(p90) };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
