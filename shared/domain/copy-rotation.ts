import { KEPT_KINDS } from '../contract/copies';
import type { CopyKind } from '../contract/copies';

/**
 * How many copies of each kind stay. A week of days undoes a mistake that is noticed at once, four weeks one that a lead
 * finds in the monthly figures; a copy is as large as the store, so more would cost more than they are likely to give
 * back. Copies before a migration stand apart: three bad updates in a row must not cost the days.
 */
export const KEPT_COPIES = { days: 7, weeks: 4, asked: 5, migrations: 3 } as const;

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday: weeks begin on Monday. */
const MONDAY_MS = 3 * DAY_MS;

type Dated = { readonly name: string; readonly kind: CopyKind; readonly at: number };

/**
 * Names of the copies that may go, once `written` is there and was checked. That one always stays, so something sound is
 * left whatever the names say. Of the days the newest copy each stays, then of the weeks before them. A copy from the
 * future tells of a clock that was wrong: it counts as the oldest. What a restore replaced is never dropped by itself.
 */
export function copiesToDrop(copies: readonly Dated[], written: string, now: number): readonly string[] {
  const age = (copy: Dated): number => (copy.at > now ? Infinity : now - copy.at);
  const newestFirst = (kind: CopyKind): readonly Dated[] =>
    copies.filter((copy) => copy.kind === kind).sort((one, other) => age(one) - age(other) || one.at - other.at);
  const daily = newestFirst('daily');
  const days = newestOfEach(daily, dayOf).slice(0, KEPT_COPIES.days);
  const before = daily.filter((copy) => !days.some((day) => dayOf(day) === dayOf(copy)));
  const kept = new Set([
    ...days,
    ...newestOfEach(before, weekOf).slice(0, KEPT_COPIES.weeks),
    ...newestFirst('asked').slice(0, KEPT_COPIES.asked),
    ...newestFirst('before-migration').slice(0, KEPT_COPIES.migrations),
    ...copies.filter((copy) => KEPT_KINDS.includes(copy.kind)),
  ]);
  return copies.filter((copy) => !kept.has(copy) && copy.name !== written).map((copy) => copy.name);
}

function dayOf(copy: Dated): number {
  return Math.floor(copy.at / DAY_MS);
}

function weekOf(copy: Dated): number {
  return Math.floor((copy.at + MONDAY_MS) / (7 * DAY_MS));
}

/** The first of each group, in their order. */
function newestOfEach(copies: readonly Dated[], groupOf: (copy: Dated) => number): readonly Dated[] {
  const seen = new Set<number>();
  return copies.filter((copy) => {
    const group = groupOf(copy);
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
}
