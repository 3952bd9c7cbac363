import { describe, expect, it } from 'vitest';
import { apiTime } from '../../electron/engine/purchases/api-time';
import {
  WINDOW_MS,
  dueKind,
  isResumable,
  passName,
  passesOf,
  reachOf,
  windowsOf,
} from '../../electron/engine/hotmart/round-plan';
import type { Round } from '../../electron/engine/hotmart/round-plan';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 15, 9);
const SCOPE = { clientId: 'desk', monthsBack: 24, clubs: ['pasta'] };
const round = (kind: Round['kind'], age: number, more: Partial<Round> = {}): Round => ({
  kind,
  startedAt: NOW - age,
  ...SCOPE,
  ...more,
});

describe('a time of the API', () => {
  it.each<[unknown, number | null]>([
    [1_700_000_000, 1_700_000_000_000],
    [1_700_000_000_000, 1_700_000_000_000],
    ['1700000000', 1_700_000_000_000],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    [0, null],
    [null, null],
    [undefined, null],
    ['', null],
    ['soon', null],
    [-5, null],
    [Number.NaN, null],
    [1e300, null],
    [{}, null],
  ])('%j is %j', (value, time) => {
    expect(apiTime(value)).toBe(time);
  });
});

describe('the windows of a round', () => {
  it('cover everything once, newest first, none longer than Hotmart takes', () => {
    const round = { kind: 'full', startedAt: NOW, monthsBack: 24 } as const;
    const windows = windowsOf(reachOf(round), NOW);
    expect(windows[0]?.to).toBe(NOW);
    expect(windows.at(-1)?.from).toBe(reachOf(round));
    for (const { from, to } of windows) expect(to - from).toBeLessThanOrEqual(WINDOW_MS);
    expect(windows.slice(1).map(({ to }) => to)).toEqual(windows.slice(0, -1).map(({ from }) => from));
    expect(NOW - reachOf(round)).toBeGreaterThan(2 * 365 * DAY);
  });

  it('give every pass a name of its own', () => {
    const names = passesOf(round('full', 0, { clubs: ['pasta', 'zuppa'] })).map(passName);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what is due', () => {
  it.each<[string, Parameters<typeof dueKind>[0], number | null, string]>([
    ['all of it, before it was ever read', {}, null, 'full'],
    ['all of it, of another account', { full: round('full', HOUR, { clientId: 'other' }) }, null, 'full'],
    ['all of it, where more months are wanted', { full: round('full', HOUR, { monthsBack: 12 }) }, null, 'full'],
    ['all of it, after a week', { full: round('full', 7 * DAY), daily: round('daily', HOUR) }, null, 'full'],
    ['two months, where lists were refused an hour ago', {}, NOW - HOUR, 'daily'],
    ['all of it, six hours after lists were refused', {}, NOW - 6 * HOUR, 'full'],
    ['two months, after a day', { full: round('full', 2 * DAY), daily: round('daily', DAY) }, null, 'daily'],
    ['two months with a new members area', { full: round('full', HOUR, { clubs: [] }) }, null, 'daily'],
    ['three days else', { full: round('full', 2 * DAY), daily: round('daily', HOUR) }, null, 'recent'],
    ['all of it, where the clock was set back by a year', { full: round('full', -365 * DAY) }, null, 'full'],
  ])('is %s', (_what, last, tried, kind) => {
    expect(dueKind(last, SCOPE, NOW, tried)).toBe(kind);
  });

  it('goes on with a stopped round while it is worth it, and with the same settings', () => {
    expect(isResumable(round('full', 6 * DAY), SCOPE, NOW)).toBe(true);
    expect(isResumable(round('full', 8 * DAY), SCOPE, NOW)).toBe(false);
    expect(isResumable(round('daily', 2 * DAY), SCOPE, NOW)).toBe(false);
    expect(isResumable(round('recent', 2 * HOUR), SCOPE, NOW)).toBe(false);
    expect(isResumable(round('full', HOUR), { ...SCOPE, clubs: [] }, NOW)).toBe(false);
    expect(isResumable(round('full', -HOUR), SCOPE, NOW)).toBe(false);
  });
});
