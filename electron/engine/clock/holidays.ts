import type { HolidayCountry } from '../../../shared/contract/clocks';
import type { HolidayPlace } from '../../../shared/domain/clock-settings';
import { once } from '../../../shared/once';

/** Three megabytes of the world's holidays: read only where a team has chosen a country. */
const holidayLibrary = once(() => import('date-holidays'));

const DAY_MS = 86_400_000;

/** The public holidays of a place in one year, as local dates (`2026-12-25`), in order. None where the place is unknown. */
export async function holidaysOf({ country, region }: HolidayPlace, year: number): Promise<readonly string[]> {
  const { default: Holidays } = await holidayLibrary();
  const found = region === '' ? new Holidays(country) : new Holidays(country, region);
  const days = found
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      const first = Date.parse(date.slice(0, 10));
      // Some last several days. In autumn one has 25 hours.
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      return Array.from({ length }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
    });
  return [...new Set(days)].sort();
}

/** Every country whose holidays are known, by code, with its regions in their own words. */
export async function holidayCountries(): Promise<readonly HolidayCountry[]> {
  const { default: Holidays } = await holidayLibrary();
  const library = new Holidays();
  return Object.keys(library.getCountries())
    .sort()
    .map((code) => ({
      code,
      regions: Object.entries(library.getStates(code) ?? {}).map(([region, name]) => ({ code: region, name })),
    }));
}

/** Whether holidays of this place are known. */
export async function isHolidayPlace({ country, region }: HolidayPlace): Promise<boolean> {
  const { default: Holidays } = await holidayLibrary();
  const library = new Holidays();
  if (!Object.hasOwn(library.getCountries(), country)) return false;
  return region === '' || Object.hasOwn(library.getStates(country) ?? {}, region);
}
