/** Days, weeks and months of the team's calendar. Pure: what the clock of a time zone shows is asked of Intl. */

import { instantOf, localTime } from './zone-time';

export const DAY_MS = 86_400_000;

/** A span of a report: `from` included, `to` not; epoch ms. */
export type Bucket = { readonly from: number; readonly to: number };
export type BucketSize = 'day' | 'week' | 'month';

/** Up to so many days by day, up to so many by week, longer ones by month. */
const MOST_DAYS = 45;
const MOST_WEEK_DAYS = 200;
/** More spans than this say nothing on a screen: beyond, each holds several months. */
const MOST_BUCKETS = 60;

/** Which spans a range of this length is shown by. */
export function bucketSize({ from, to }: Bucket): BucketSize {
  const days = (to - from) / DAY_MS;
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_WEEK_DAYS ? 'week' : 'month';
}

/** The days, weeks (from Monday) or months of a range in this time zone; the first and the last are cut to it. */
export function bucketsOf(range: Bucket, timeZone: string): readonly Bucket[] {
  const size = bucketSize(range);
  const months = (range.to - range.from) / DAY_MS / 30;
  const step = size === 'month' ? Math.max(1, Math.ceil(months / MOST_BUCKETS)) : 1;
  const buckets: Bucket[] = [];
  let from = range.from;
  while (from < range.to) {
    const to = Math.min(range.to, endOfSpan(from, size, step, timeZone));
    buckets.push({ from, to });
    from = to;
  }
  return buckets;
}

function endOfSpan(from: number, size: BucketSize, step: number, timeZone: string): number {
  const { year, month, day } = dateOf(from, timeZone);
  switch (size) {
    case 'day':
      return startOfDay(year, month, day + 1, timeZone);
    case 'week': {
      const weekday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
      return startOfDay(year, month, day + 7 - weekday, timeZone);
    }
    case 'month':
      return startOfDay(year, month + step, 1, timeZone);
  }
}

/** Midnight at which a day begins in this time zone, epoch ms; months from 0, days beyond a month go on in the next. */
export function startOfDay(year: number, month: number, day: number, timeZone: string): number {
  return instantOf(Date.UTC(year, month, day), timeZone);
}

/** The day on which this moment falls there. */
export function dateOf(
  at: number,
  timeZone: string,
): { readonly year: number; readonly month: number; readonly day: number } {
  const local = new Date(localTime(at, timeZone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/** The range of whole days `first` to `last`, both included, written YYYY-MM-DD; null where one is no date, or they are in disorder. */
export function rangeOfDays(first: string, last: string, timeZone: string): Bucket | null {
  const from = partsOf(first);
  const to = partsOf(last);
  if (from === null || to === null || first > last) return null;
  return { from: startOfDay(...from, timeZone), to: startOfDay(to[0], to[1], to[2] + 1, timeZone) };
}

/** The day of a moment, written YYYY-MM-DD. */
export function dayText(at: number, timeZone: string): string {
  const { year, month, day } = dateOf(at, timeZone);
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

function partsOf(text: string): readonly [number, number, number] | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  const isReal = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10) === text;
  return isReal && year >= 1970 ? [year, month - 1, day] : null;
}
