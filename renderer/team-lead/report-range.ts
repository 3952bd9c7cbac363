import { DAY_MS, dayText, rangeOfDays } from '../../shared/domain/report-periods';
import type { Bucket } from '../../shared/domain/report-periods';
import type { Breakdown } from '../../shared/domain/report';
import { BREAKDOWNS } from '../../shared/domain/report';

/** Which days the page shows: the last so many, today included, or from one to another (YYYY-MM-DD). */
export type Chosen = { readonly days: number } | { readonly from: string; readonly to: string };

/** What a lead looks at, and comes back to by its name. */
export type ReportView = { readonly name: string; readonly chosen: Chosen; readonly by: Breakdown };

/** Ranges that are one press away, days. */
export const PRESETS = [7, 30, 90, 365] as const;
export const FIRST_VIEW: Omit<ReportView, 'name'> = { chosen: { days: 30 }, by: 'band' };

const VIEWS = 'sportello.report-views';
const MOST_VIEWS = 20;

/** The first and the last day of a choice, as typed. */
export function daysOf(chosen: Chosen, now: number, timeZone: string): { readonly from: string; readonly to: string } {
  if (!('days' in chosen)) return chosen;
  const to = dayText(now, timeZone);
  return { from: dayText(Date.parse(to) - (chosen.days - 1) * DAY_MS, 'UTC'), to };
}

/** The range in time; null while what is typed is none. */
export function rangeOf(chosen: Chosen, now: number, timeZone: string): Bucket | null {
  const { from, to } = daysOf(chosen, now, timeZone);
  return rangeOfDays(from, to, timeZone);
}

/** The views that were saved on this profile, in the order of their names. */
export function savedViews(): readonly ReportView[] {
  const text = localStorage.getItem(VIEWS);
  if (text === null) return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isView) : [];
  } catch (error) {
    // Written by another version, or by hand: as if nothing had been saved.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Saves a view under its name, over one that has it; answers all of them. */
export function saveView(view: ReportView): readonly ReportView[] {
  const others = savedViews().filter(({ name }) => name !== view.name);
  return keep([...others, view].slice(-MOST_VIEWS));
}

/** Forgets the view of this name; answers the others. */
export function dropView(name: string): readonly ReportView[] {
  return keep(savedViews().filter((view) => view.name !== name));
}

function keep(views: readonly ReportView[]): readonly ReportView[] {
  const sorted = [...views].sort((one, other) => one.name.localeCompare(other.name));
  localStorage.setItem(VIEWS, JSON.stringify(sorted));
  return sorted;
}

function isView(value: unknown): value is ReportView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, chosen, by } = value as Partial<Record<keyof ReportView, unknown>>;
  if (typeof name !== 'string' || typeof chosen !== 'object' || chosen === null) return false;
  const { days, from, to } = chosen as { days?: unknown; from?: unknown; to?: unknown };
  const isRange = typeof days === 'number' || (typeof from === 'string' && typeof to === 'string');
  return isRange && BREAKDOWNS.some((one) => one === by);
}
