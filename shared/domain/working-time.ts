import { SportelloError } from '../contract/errors';
import { instantOf, isTimeZone, localTime } from './zone-time';

/** Days as `Date.getUTCDay` counts them begin on Sunday; a week is written from Monday on. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From one local time of day up to, but not with, a later one: `09:00`, at most `24:00`. */
export type OpenHours = { readonly from: string; readonly to: string };
/** When people work on each day, in order and without overlap; an empty list is a day off. */
export type WorkingWeek = Readonly<Record<Weekday, readonly OpenHours[]>>;

/** When somebody works. `holidays`: local dates (`2026-12-25`) on which nobody does. */
export type WorkingCalendar = {
  readonly timeZone: string;
  readonly week: WorkingWeek;
  readonly holidays: ReadonlySet<string>;
};

/** Working time of one calendar. Instants are epoch ms, durations ms of working time. */
export type WorkingTime = {
  readonly isOpen: (at: number) => boolean;
  /** Working time from one instant to another; negative where the second is the earlier one. */
  readonly between: (from: number, to: number) => number;
  /** The first instant by which so much working time has gone by. */
  readonly after: (at: number, workingMs: number) => number;
  /**
   * The same time of day so many working days later, counted from when work goes on; a day that is closed at that time ends before it
   * and counts to its end.
   */
  readonly afterDays: (at: number, days: number) => number;
};

type Span = { readonly from: number; readonly to: number };
type Day = { readonly spans: readonly Span[]; readonly ms: number };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A calendar without a working day in so long has none. */
const MOST_DAYS_CLOSED = 3660;

/** What is wrong with a calendar; null where it can be used. */
export type CalendarProblem = 'empty-week' | 'unknown-time-zone' | 'bad-hours';

/** Looks a calendar through before it is used or saved. */
export function calendarProblem({ timeZone, week }: Omit<WorkingCalendar, 'holidays'>): CalendarProblem | null {
  if (!isTimeZone(timeZone)) return 'unknown-time-zone';
  const days = WEEKDAYS.map((day) => week[day].map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) })));
  const isInOrder = days.every((hours) =>
    hours.every(({ from, to }, index) => from < to && from >= (hours[index - 1]?.to ?? 0)),
  );
  if (!isInOrder) return 'bad-hours';
  return days.every((hours) => hours.length === 0) ? 'empty-week' : null;
}

/** Minutes from midnight of `09:30`; NaN for what is no time of day. */
export function minuteOf(time: string): number {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/.exec(time) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= 24 * 60 ? minute : Number.NaN;
}

/**
 * Counts by a calendar; its days are worked out once each, so keep it for as long as the calendar stands.
 * @throws SportelloError `calendar-unusable` for an empty week, hours out of order, a zone that nobody knows
 */
export function createWorkingTime(calendar: WorkingCalendar): WorkingTime {
  const problem = calendarProblem(calendar);
  if (problem !== null) {
    throw new SportelloError('calendar-unusable', `These working hours cannot be used: ${problem}`, {
      action: 'Give at least one day with hours, in order, and a time zone.',
      detail: { problem },
    });
  }
  const { timeZone, week, holidays } = calendar;
  const days = new Map<number, Day>();
  const dayOf = (at: number): number => Math.floor(localTime(at, timeZone) / DAY_MS);

  /** Days are numbered from 1 January 1970, a Thursday, by the zone's own midnights. */
  function openOn(day: number): Day {
    const known = days.get(day);
    if (known) return known;
    const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon';
    const isHoliday = holidays.has(new Date(day * DAY_MS).toISOString().slice(0, 10));
    const spans = (isHoliday ? [] : week[weekday])
      .map(({ from, to }) => ({
        from: instantOf(day * DAY_MS + minuteOf(from) * MINUTE_MS, timeZone),
        to: instantOf(day * DAY_MS + minuteOf(to) * MINUTE_MS, timeZone),
      }))
      // hours that the clock skips in spring
      .filter(({ from, to }) => from < to);
    const made = { spans, ms: spans.reduce((sum, { from, to }) => sum + to - from, 0) };
    days.set(day, made);
    return made;
  }

  /** The first working day after this one. */
  function nextDay(day: number): number {
    for (let next = day + 1; next <= day + MOST_DAYS_CLOSED; next += 1) if (openOn(next).ms > 0) return next;
    throw new SportelloError('calendar-unusable', 'These working hours have no working day in ten years', {
      reason: 'empty-week',
      action: 'Take days out of the holidays.',
      detail: { problem: 'empty-week' },
    });
  }

  /** This instant if it is working time, else the next one that is. */
  function openFrom(at: number): number {
    const day = dayOf(at);
    const span = openOn(day).spans.find(({ to }) => at < to);
    return span ? Math.max(at, span.from) : (openOn(nextDay(day)).spans[0]?.from ?? at);
  }

  function between(from: number, to: number): number {
    if (to < from) return 0 - between(to, from);
    const last = dayOf(to);
    let sum = 0;
    for (let day = dayOf(from); day <= last; day += 1) {
      const { spans, ms } = openOn(day);
      const isWhole = from <= (spans[0]?.from ?? from) && to >= (spans.at(-1)?.to ?? to);
      sum += isWhole
        ? ms
        : spans.reduce((part, span) => part + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)), 0);
    }
    return sum;
  }

  function after(at: number, workingMs: number): number {
    let left = Math.max(0, workingMs);
    if (left === 0) return at;
    for (let day = dayOf(at); ; day = nextDay(day)) {
      for (const span of openOn(day).spans) {
        const from = Math.max(at, span.from);
        if (from >= span.to) continue;
        if (left <= span.to - from) return from + left;
        left -= span.to - from;
      }
    }
  }

  function afterDays(at: number, count: number): number {
    const start = openFrom(at);
    let day = dayOf(start);
    for (let done = 0; done < count; done += 1) day = nextDay(day);
    const timeOfDay = localTime(start, timeZone) - dayOf(start) * DAY_MS;
    const wanted = instantOf(day * DAY_MS + timeOfDay, timeZone);
    const { spans } = openOn(day);
    const span = spans.findLast(({ from }) => from <= wanted);
    return span ? Math.min(wanted, span.to) : (spans[0]?.from ?? wanted);
  }

  return {
    isOpen: (at) => openOn(dayOf(at)).spans.some(({ from, to }) => from <= at && at < to),
    between,
    after,
    afterDays,
  };
}
