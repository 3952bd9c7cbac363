import { DAY_MS, dayText, rangeOfDays } from './report-periods';
import type { Report, TodayLineId } from './report';
import { minuteOf } from './working-time';
import { localTime } from './zone-time';

/** The one notification of a morning: when it is due, and what of the team lead's figures it tells. */

/** Whether somebody wants it, and from which local time of the team's zone on (`09:00`). */
export type DigestChoice = { readonly on: boolean; readonly at: string };

/** Nobody is told who did not ask for it. */
export const DEFAULT_DIGEST: DigestChoice = { on: false, at: '09:00' };

/** A team that is closed for longer hears of no more days than these. */
const MOST_DAYS_BACK = 14;

/** What the digest is made for. `worksOn`: whether the team works on a local day (`2026-11-27`). */
export type DigestAsk = {
  readonly now: number;
  readonly timeZone: string;
  readonly worksOn: (day: string) => boolean;
};

/**
 * The local day whose digest is due: a working day whose hour has come, however long ago, of which this desk was not told. null
 * where none is; never a day that is not later than the one told last (`told`, '' for none), whatever the clock says.
 */
export function dueDigest({ now, timeZone, worksOn }: DigestAsk, at: string, told: string): string | null {
  const day = dayText(now, timeZone);
  const minute = Math.floor(localTime(now, timeZone) / 60_000) % (24 * 60);
  const isTime = minute >= minuteOf(at);
  return isTime && day > told && worksOn(day) ? day : null;
}

/** From the beginning of the working day before to the beginning of today; epoch ms. */
export function digestRange({ now, timeZone, worksOn }: DigestAsk): { readonly from: number; readonly to: number } {
  const today = Date.parse(dayText(now, timeZone));
  let back = 1;
  while (back < MOST_DAYS_BACK && !worksOn(dayBefore(today, back))) back += 1;
  const range = rangeOfDays(dayBefore(today, back), dayBefore(today, 1), timeZone);
  return range ?? { from: now - DAY_MS, to: now };
}

function dayBefore(today: number, days: number): string {
  return dayText(today - days * DAY_MS, 'UTC');
}

/** What is told; all of it stands on the Team lead page under the same figures. */
export type DailyDigest = {
  /** Tickets that we owe the next step, and those of them and others whose guarantee runs out. */
  readonly owed: number;
  readonly breached: number;
  /** Since when the oldest of those that we owe waits, epoch ms. */
  readonly oldestAt: number | null;
  readonly silentProducers: number;
  /** Since `from`: what came in, and by how much more is unresolved now than then. */
  readonly from: number;
  readonly cameIn: number;
  readonly backlog: number;
};

/** The digest of a report over {@link digestRange}; null where there is nothing to say. */
export function digestOf(report: Report): DailyDigest | null {
  const line = (id: TodayLineId) => report.today.find((one) => one.id === id);
  const owed = line('owed');
  const digest = {
    owed: owed?.count ?? 0,
    breached: line('breached')?.count ?? 0,
    oldestAt: owed?.oldestAt ?? null,
    silentProducers: line('silent-producers')?.parts.length ?? 0,
    from: report.ask.from,
    cameIn: report.cameIn,
    backlog: report.cameIn - report.resolved - report.noAnswer,
  };
  const { owed: ours, breached, silentProducers, cameIn, backlog } = digest;
  return [ours, breached, silentProducers, cameIn, backlog].every((count) => count === 0) ? null : digest;
}
