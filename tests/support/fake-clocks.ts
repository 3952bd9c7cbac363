import type { HolidayCountry } from '../../shared/contract/clocks';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import type { ClockSettings } from '../../shared/domain/clock-settings';

const COUNTRIES: readonly HolidayCountry[] = [
  { code: 'BR', regions: [{ code: 'SP', name: 'São Paulo' }] },
  { code: 'IT', regions: [] },
];

/** Answers of a desk in Rome that keeps what is saved. */
export function fakeClocks() {
  let clocks: ClockSettings = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' };
  return {
    'clocks.settings': () => clocks,
    'clocks.countries': () => COUNTRIES,
    'clocks.save': (asked: { readonly clocks: ClockSettings }) => {
      ({ clocks } = asked);
      return clocks;
    },
  };
}
