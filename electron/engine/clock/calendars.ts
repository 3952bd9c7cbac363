import type { ClockSettings, HolidayPlace } from '../../../shared/domain/clock-settings';
import { createWorkingTime } from '../../../shared/domain/working-time';
import type { WorkingTime } from '../../../shared/domain/working-time';
import { holidaysOf } from './holidays';

/** Where a producer works, as far as it is known; the team's own hours, zone and holidays stand for the rest. */
export type ProducerPlace = { readonly timeZone?: string; readonly holidays?: HolidayPlace | null };

/** Years of holidays around now: older tickets are over, and no clock runs for longer. */
const YEARS_BACK = 2;
const YEARS_AHEAD = 1;
/** Calendars that are kept worked out: the team's and some producers', across one change of the settings. */
const MOST_KEPT = 50;

const kept = new Map<string, Promise<WorkingTime>>();

/** The team's working time at `now`, epoch ms: its hours, its zone, its holidays. */
export function teamTime(clocks: ClockSettings, now: number): Promise<WorkingTime> {
  const { timeZone, week, holidays } = clocks;
  const year = new Date(now).getUTCFullYear();
  const key = JSON.stringify({ timeZone, week, holidays, year });
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = workOut(clocks, year);
  kept.set(key, made);
  return made;
}

/** A producer's working time: the team's week, in the producer's zone and with the producer's holidays. */
export function producerTime(clocks: ClockSettings, place: ProducerPlace | null, now: number): Promise<WorkingTime> {
  return teamTime({ ...clocks, ...place }, now);
}

async function workOut({ timeZone, week, holidays }: ClockSettings, year: number): Promise<WorkingTime> {
  const years = Array.from({ length: YEARS_BACK + YEARS_AHEAD + 1 }, (_, index) => year - YEARS_BACK + index);
  const days = holidays === null ? [] : await Promise.all(years.map((each) => holidaysOf(holidays, each)));
  return createWorkingTime({ timeZone, week, holidays: new Set(days.flat()) });
}
