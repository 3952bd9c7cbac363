import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_WEEK } from '../../shared/domain/clock-settings';
import { WEEKDAYS, calendarProblem, createWorkingTime } from '../../shared/domain/working-time';
import type { OpenHours, WorkingCalendar, WorkingWeek } from '../../shared/domain/working-time';
import { instantOf, localTime } from '../../shared/domain/zone-time';

const HOUR = 3_600_000;
const NOTHING: WorkingWeek = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

const ROME: WorkingCalendar = {
  timeZone: 'Europe/Rome',
  week: DEFAULT_WEEK,
  holidays: new Set(['2026-12-25']),
};

/** `2026-01-16 15:30` on clocks of Rome. */
function rome(text: string): number {
  return instantOf(Date.parse(`${text.replace(' ', 'T')}:00Z`), 'Europe/Rome');
}

function shown(at: number, timeZone = 'Europe/Rome'): string {
  return new Date(localTime(at, timeZone)).toISOString().slice(0, 16).replace('T', ' ');
}

describe('working time', () => {
  const time = createWorkingTime(ROME);

  it('is counted between opening and closing alone', () => {
    // Friday afternoon to Monday morning
    expect(time.between(rome('2026-01-16 17:00'), rome('2026-01-19 10:00'))).toBe(2 * HOUR);
    // the break at noon
    expect(time.between(rome('2026-01-16 12:00'), rome('2026-01-16 15:00'))).toBe(2 * HOUR);
    expect(time.between(rome('2026-01-17 08:00'), rome('2026-01-18 22:00'))).toBe(0);
    // from a Monday to the next: five days of eight hours
    expect(time.between(rome('2026-01-12 09:00'), rome('2026-01-19 09:00'))).toBe(40 * HOUR);
    expect(time.between(rome('2026-01-19 10:00'), rome('2026-01-16 17:00'))).toBe(-2 * HOUR);
  });

  it('says whether somebody works now', () => {
    expect(time.isOpen(rome('2026-01-16 09:00'))).toBe(true);
    expect(time.isOpen(rome('2026-01-16 13:30'))).toBe(false);
    expect(time.isOpen(rome('2026-01-16 18:00'))).toBe(false);
    expect(time.isOpen(rome('2026-01-17 10:00'))).toBe(false);
    expect(time.isOpen(rome('2026-12-25 10:00'))).toBe(false);
  });

  it.each([
    ['2026-01-16 17:00', 2, '2026-01-19 10:00'],
    ['2026-01-16 12:30', 1, '2026-01-16 14:30'],
    ['2026-01-17 11:00', 8, '2026-01-19 18:00'],
    // Christmas falls on a Friday
    ['2026-12-24 17:00', 2, '2026-12-28 10:00'],
  ])('from %s on, %i working hours are over at %s', (from, hours, until) => {
    expect(shown(time.after(rome(from), hours * HOUR))).toBe(until);
  });

  it.each([
    ['2026-01-16 15:30', 1, '2026-01-19 15:30'],
    ['2026-01-16 15:30', 5, '2026-01-23 15:30'],
    // what comes at the weekend counts from Monday's opening
    ['2026-01-17 22:00', 1, '2026-01-20 09:00'],
    ['2026-01-16 19:00', 1, '2026-01-20 09:00'],
    ['2026-12-24 10:00', 1, '2026-12-28 10:00'],
    ['2026-01-17 22:00', 0, '2026-01-19 09:00'],
  ])('from %s on, %i working days are over at %s', (from, days, until) => {
    expect(shown(time.afterDays(rome(from), days))).toBe(until);
  });

  it('ends at closing on a day that is shorter', () => {
    const short = createWorkingTime({ ...ROME, week: { ...DEFAULT_WEEK, fri: [{ from: '09:00', to: '12:00' }] } });
    expect(shown(short.afterDays(rome('2026-01-15 16:00'), 1))).toBe('2026-01-16 12:00');
  });

  it('keeps its opening hours when clocks are put forward and back', () => {
    const all = [{ from: '00:00', to: '24:00' }];
    const always = createWorkingTime({
      timeZone: 'Europe/Rome',
      week: { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all },
      holidays: new Set(),
    });
    expect(always.between(rome('2026-03-29 00:00'), rome('2026-03-30 00:00'))).toBe(23 * HOUR);
    expect(always.between(rome('2026-10-25 00:00'), rome('2026-10-26 00:00'))).toBe(25 * HOUR);
    // Friday before to Monday after: nine o'clock stays nine o'clock
    expect(shown(time.afterDays(rome('2026-03-27 09:00'), 1))).toBe('2026-03-30 09:00');
    expect(time.between(rome('2026-03-27 09:00'), rome('2026-03-30 09:00'))).toBe(8 * HOUR);
    expect(shown(time.after(rome('2026-10-23 17:00'), 2 * HOUR))).toBe('2026-10-26 10:00');
  });

  it('goes by the zone of the calendar', () => {
    const lima = createWorkingTime({ ...ROME, timeZone: 'America/Lima', holidays: new Set() });
    expect(lima.isOpen(rome('2026-01-16 15:30'))).toBe(true);
    expect(lima.isOpen(rome('2026-01-16 10:00'))).toBe(false);
    expect(shown(lima.afterDays(Date.UTC(2026, 0, 17, 1), 1), 'America/Lima')).toBe('2026-01-20 09:00');
  });
});

describe('a calendar', () => {
  it('without a working day is refused', () => {
    expect(() => createWorkingTime({ ...ROME, week: NOTHING })).toThrow(
      expect.objectContaining({ code: 'calendar-unusable', detail: { problem: 'empty-week' } }),
    );
  });

  it.each([
    ['unknown-time-zone', { ...ROME, timeZone: 'Europe/Nowhere' }],
    ['bad-hours', { ...ROME, week: { ...NOTHING, mon: [{ from: '18:00', to: '09:00' }] } }],
    ['bad-hours', { ...ROME, week: { ...NOTHING, mon: [{ from: '9:00', to: '18:00' }] } }],
    ['bad-hours', { ...ROME, week: { ...NOTHING, mon: [{ from: '09:00', to: '24:30' }] } }],
    [
      'bad-hours',
      {
        ...ROME,
        week: {
          ...NOTHING,
          mon: [
            { from: '09:00', to: '13:00' },
            { from: '12:00', to: '18:00' },
          ],
        },
      },
    ],
    [null, ROME],
  ] as const)('is found %s', (problem, calendar) => {
    expect(calendarProblem(calendar)).toBe(problem);
  });
});

describe('whatever the calendar', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 4 });
  const hours = minutes.map((quarters): OpenHours[] => {
    const times = [...quarters].sort((a, b) => a - b).map((quarter) => text(quarter * 15));
    return times.length < 2 ? [] : [{ from: times[0] ?? '', to: times.at(-1) ?? '' }];
  });
  const calendars = fc
    .record({
      timeZone: fc.constantFrom('Europe/Rome', 'America/Sao_Paulo', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
      week: fc.tuple(hours, hours, hours, hours, hours, hours, hours),
      holidays: fc.array(fc.constantFrom('2026-03-30', '2026-06-02', '2026-10-26', '2026-12-25')),
    })
    .map(({ timeZone, week, holidays }) => ({
      timeZone,
      week: Object.fromEntries(WEEKDAYS.map((day, index) => [day, week[index] ?? []])) as unknown as WorkingWeek,
      holidays: new Set(holidays),
    }))
    .filter((calendar) => calendarProblem(calendar) === null);
  const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });

  it('two spans one after the other are as long as both together', () => {
    fc.assert(
      fc.property(calendars, instants, instants, instants, (calendar, a, b, c) => {
        const { between } = createWorkingTime(calendar);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
      }),
      { numRuns: 150 },
    );
  });

  it('after so much working time, so much has gone by', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 60 * HOUR }), (calendar, at, ms) => {
        const { after, between } = createWorkingTime(calendar);
        expect(between(at, after(at, ms))).toBe(ms);
      }),
      { numRuns: 150 },
    );
  });

  it('what begins later or takes longer is not over earlier', () => {
    const some = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(calendars, instants, instants, some, some, (calendar, a, b, fewer, more) => {
        const { afterDays, after, between } = createWorkingTime(calendar);
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const [low, high] = [Math.min(fewer, more), Math.max(fewer, more)];
        expect(afterDays(first, high)).toBeLessThanOrEqual(afterDays(last, high));
        expect(afterDays(first, low)).toBeLessThanOrEqual(afterDays(first, high));
        expect(after(first, high * HOUR)).toBeLessThanOrEqual(after(last, high * HOUR));
        expect(between(first, last)).toBeGreaterThanOrEqual(0);
        expect(between(first, last)).toBeLessThanOrEqual(last - first);
      }),
      { numRuns: 150 },
    );
  });
});

function text(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
