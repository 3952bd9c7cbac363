import type { Calendar } from './domain/search-dates';

/** The day of this machine at `now`, epoch ms: the window and the engine read typed days alike. */
export function localCalendar(now: number): Calendar {
  const today = new Date(now);
  return {
    year: today.getFullYear(),
    month: today.getMonth() + 1,
    day: today.getDate(),
    startOf: (year, month, day) => new Date(year, month - 1, day).getTime(),
  };
}
