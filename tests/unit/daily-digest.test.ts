import { describe, expect, it } from 'vitest';
import { digestOf, digestRange, dueDigest } from '../../shared/domain/daily-digest';
import { dayText } from '../../shared/domain/report-periods';
import { localTime } from '../../shared/domain/zone-time';
import { fakeReport } from '../support/fake-report';
import { seededRandom } from '../support/seeded-random';

const ROME = 'Europe/Rome';
const HOUR = 3_600_000;
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const worksOn = (day: string): boolean => weekday(day) !== 0 && weekday(day) !== 6;
const at = (text: string, timeZone = ROME) => ({ now: Date.parse(text), timeZone, worksOn });

describe('the digest of a day', () => {
  it.each([
    ['before its hour', '2026-11-27T07:59:00Z', '', null],
    ['at its hour', '2026-11-27T08:00:00Z', '', '2026-11-27'],
    ['when the machine wakes in the afternoon', '2026-11-27T16:40:00Z', '2026-11-26', '2026-11-27'],
    ['told already', '2026-11-27T16:40:00Z', '2026-11-27', null],
    ['on a Saturday', '2026-11-28T10:00:00Z', '', null],
    ['after a clock was wrong by a year', '2026-11-27T10:00:00Z', '2027-11-27', null],
  ])('%s', (_when, now, told, day) => {
    expect(dueDigest(at(now), '09:00', told)).toBe(day);
  });

  it('comes at the same hour of the wall clock through both changes of clocks', () => {
    for (const day of ['2026-03-27', '2026-03-30', '2026-10-23', '2026-10-26']) {
      const due = Array.from({ length: 24 * 60 }, (_, minute) => Date.parse(`${day}T00:00:00Z`) + minute * 60_000).find(
        (now) => dueDigest({ now, timeZone: ROME, worksOn }, '09:00', '') === day,
      );
      expect(localTime(due ?? 0, ROME) % (24 * HOUR)).toBe(9 * HOUR);
    }
  });

  it('is told at most once a day, never on a day off and never before its hour, however the desk is opened and closed', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seededRandom(seed);
      const timeZone =
        ['Europe/Rome', 'America/Sao_Paulo', 'Pacific/Kiritimati', 'UTC'][Math.floor(random() * 4)] ?? '';
      const minute = Math.floor(random() * 24 * 60);
      const hour = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      let now = Date.UTC(2026, Math.floor(random() * 12), 1);
      let told = '';
      const days: string[] = [];
      for (let look = 0; look < 400; look += 1) {
        // Asleep for a weekend, awake for a minute, and now and then a clock that goes back.
        now += (random() < 0.05 ? -1 : 1) * random() * 9 * HOUR;
        const day = dueDigest({ now, timeZone, worksOn }, hour, told);
        if (day === null) continue;
        const local = localTime(now, timeZone);
        expect([worksOn(day), day === dayText(now, timeZone)]).toEqual([true, true]);
        expect(Math.floor(local / 60_000) % (24 * 60)).toBeGreaterThanOrEqual(minute);
        days.push(day);
        told = day;
      }
      expect(new Set(days).size).toBe(days.length);
      expect([...days].sort()).toEqual(days);
      expect(days).not.toEqual([]);
    }
  });
});

describe('what it counts', () => {
  it.each([
    ['a Friday: all of Thursday', '2026-11-27T08:00:00Z', '2026-11-25T23:00:00Z', '2026-11-26T23:00:00Z'],
    ['a Monday: since Friday', '2026-11-30T08:00:00Z', '2026-11-26T23:00:00Z', '2026-11-29T23:00:00Z'],
  ])('on %s', (_when, now, from, to) => {
    expect(digestRange(at(now))).toEqual({ from: Date.parse(from), to: Date.parse(to) });
  });

  it('goes back two weeks at most, where nobody works', () => {
    const { from, to } = digestRange({ ...at('2026-11-27T08:00:00Z'), worksOn: () => false });
    expect((to - from) / (24 * HOUR)).toBe(14);
  });

  it('is what stands on the page', () => {
    const now = Date.parse('2026-11-27T08:00:00Z');
    const report = fakeReport({ from: now - 24 * HOUR, to: now }, now);
    expect(digestOf(report)).toEqual({
      owed: 12,
      breached: 1,
      oldestAt: now - 72 * HOUR,
      silentProducers: 1,
      from: now - 24 * HOUR,
      cameIn: 15,
      // 12 were resolved, and 3 closed because their customer stayed silent.
      backlog: 0,
    });
  });

  it('is nothing where nothing waits and nothing came', () => {
    const now = Date.parse('2026-11-27T08:00:00Z');
    const report = fakeReport({ from: now - 24 * HOUR, to: now }, now);
    const today = report.today.map((line) => ({ ...line, count: 0, oldestAt: null, parts: [] }));
    expect(digestOf({ ...report, today, cameIn: 0, resolved: 0, noAnswer: 0 })).toBeNull();
  });
});
