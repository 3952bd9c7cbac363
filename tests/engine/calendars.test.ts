import { describe, expect, it } from 'vitest';
import { producerTime, teamTime } from '../../electron/engine/clock/calendars';
import { holidayCountries, holidaysOf, isHolidayPlace } from '../../electron/engine/clock/holidays';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';

const NOW = Date.UTC(2026, 0, 15, 9);
const CLOCKS = { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome', holidays: { country: 'IT', region: '' } };

describe('public holidays', () => {
  it('of a country, movable ones among them', async () => {
    const days = await holidaysOf({ country: 'IT', region: '' }, 2026);
    expect(days).toEqual(
      expect.arrayContaining(['2026-01-01', '2026-01-06', '2026-04-06', '2026-06-02', '2026-12-26']),
    );
    expect(days).not.toContain('2026-02-17');
  });

  it('of a region, where it has some of its own', async () => {
    expect(await holidaysOf({ country: 'BR', region: '' }, 2026)).not.toContain('2026-07-09');
    expect(await holidaysOf({ country: 'BR', region: 'SP' }, 2026)).toContain('2026-07-09');
  });

  it('of several days count with each of them', async () => {
    const days = await holidaysOf({ country: 'EG', region: '' }, 2026);
    expect(days).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
  });

  it('are known of the countries that can be chosen', async () => {
    const countries = await holidayCountries();
    expect(countries.map(({ code }) => code)).toEqual(expect.arrayContaining(['BR', 'ES', 'GB', 'IT', 'MX', 'PT']));
    expect(countries.find(({ code }) => code === 'BR')?.regions).toContainEqual({ code: 'SP', name: 'São Paulo' });
    expect(await isHolidayPlace({ country: 'XX', region: '' })).toBe(false);
    expect(await isHolidayPlace({ country: 'IT', region: 'XX' })).toBe(false);
  });
});

describe('working time', () => {
  it('of the team leaves its holidays out', async () => {
    const time = await teamTime(CLOCKS, NOW);
    // Easter Monday 2026
    expect(time.isOpen(Date.UTC(2026, 3, 6, 10))).toBe(false);
    expect(time.isOpen(Date.UTC(2026, 3, 7, 10))).toBe(true);
  });

  it('of a producer goes by the producer’s holidays and zone, else by the team’s', async () => {
    const [none, brazilian] = await Promise.all([
      producerTime(CLOCKS, null, NOW),
      producerTime(CLOCKS, { timeZone: 'America/Sao_Paulo', holidays: { country: 'BR', region: '' } }, NOW),
    ]);
    const independence = Date.UTC(2026, 8, 7, 13);
    expect([none.isOpen(independence), brazilian.isOpen(independence)]).toEqual([true, false]);
    expect(none.isOpen(Date.UTC(2026, 3, 6, 13))).toBe(false);
    expect(brazilian.isOpen(Date.UTC(2026, 3, 6, 13))).toBe(true);
  });

  it('is worked out once for as long as the settings stand', async () => {
    const time = await teamTime(CLOCKS, NOW);
    expect(await teamTime({ ...CLOCKS, firstAnswerHours: 2 }, NOW + 1)).toBe(time);
    expect(await teamTime({ ...CLOCKS, holidays: null }, NOW)).not.toBe(time);
  });
});
