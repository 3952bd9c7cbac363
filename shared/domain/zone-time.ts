/** Local time of a zone and back, by Intl alone. */

const HOUR_MS = 3_600_000;

/** Offsets by zone and hour: asking Intl for each of a million rows would take longer than reading them. */
const offsets = new Map<string, Map<number, number>>();
/** A hundred years of hours; more distinct ones are made up. */
const MOST_HOURS = 1_000_000;

/** The instant at which clocks of that zone show this local time (as if it were UTC, ms); of the hour that comes twice in autumn, the first. */
export function instantOf(local: number, timeZone: string): number {
  // the offset of the guess may be another one when clocks are put forward or back in between
  const guess = local - offsetAt(local, timeZone);
  return local - offsetAt(guess, timeZone);
}

/** What clocks of that zone show at an instant, as if it were UTC, ms. @throws RangeError where there is no such zone */
export function localTime(instant: number, timeZone: string): number {
  return instant + offsetAt(instant, timeZone);
}

/** Whether this is a time zone's name (`Europe/Rome`) that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function offsetAt(instant: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const hour = Math.floor(instant / HOUR_MS);
  const found = known.get(hour);
  if (found !== undefined) return found;
  if (known.size > MOST_HOURS) known.clear();
  const offset = shownAt(hour * HOUR_MS, timeZone) - hour * HOUR_MS;
  known.set(hour, offset);
  return offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function shownAt(instant: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
