import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, readSettings } from '../../electron/main/settings';

describe('settings of the machine', () => {
  it('of this version are read as they are', () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      window: { x: -5, y: 0, width: 1440, height: 900, maximized: false },
      theme: 'dark',
      language: 'pt',
      lastProfile: '/srv/desk',
    };
    expect(readSettings(settings)).toEqual(settings);
  });

  it.each([
    ['with an appearance', { version: 1, window: null, appearance: 'dark' }, { theme: 'dark' }],
    ['without one', { version: 1, window: null }, {}],
    ['with a language', { version: 1, window: null, language: 'es' }, { language: 'es' }],
  ])('of version 1 %s are upgraded', (_what, raw, expected) => {
    expect(readSettings(raw)).toEqual({ ...DEFAULT_SETTINGS, ...expected });
  });

  it('of version 3 keep what is notified, and want no digest', () => {
    const notifications = { of: 'mine', content: false };
    expect(readSettings({ ...DEFAULT_SETTINGS, version: 3, notifications })).toEqual({
      ...DEFAULT_SETTINGS,
      notifications: { ...notifications, digest: { on: false, at: '09:00' } },
    });
  });

  it('of version 4 look for no updates until somebody says so', () => {
    const { updates, ...before } = DEFAULT_SETTINGS;
    expect(readSettings({ ...before, version: 4, theme: 'dark' })).toEqual({ ...before, theme: 'dark', updates });
    expect(updates).toEqual({ allowed: false, last: null, newestSeen: null });
  });

  it('of version 5 have what is written looked through', () => {
    const { spelling, ...before } = DEFAULT_SETTINGS;
    expect(readSettings({ ...before, version: 5, theme: 'dark' })).toEqual({ ...before, theme: 'dark', spelling });
  });

  it('of version 6 have the keys of the default map', () => {
    const { keys, ...before } = DEFAULT_SETTINGS;
    expect(readSettings({ ...before, version: 6, theme: 'dark' })).toEqual({ ...before, theme: 'dark', keys });
    expect(keys).toEqual({});
  });

  it('of version 7 have no place yet for the window of a ticket', () => {
    const { ticketWindow, ...before } = DEFAULT_SETTINGS;
    const window = { x: 10, y: 20, width: 1440, height: 900, maximized: true };
    expect(readSettings({ ...before, version: 7, window })).toEqual({ ...before, window, ticketWindow });
    expect(ticketWindow).toBeNull();
  });

  it('lose a place that is smaller than any window, and nothing else', () => {
    const place = { x: 10, y: 20, width: 600, height: 300, maximized: false };
    const kept = { ...DEFAULT_SETTINGS, theme: 'dark' };
    expect(readSettings({ ...kept, window: place, ticketWindow: place })).toEqual(kept);
  });

  it.each<[string, unknown, Readonly<Record<string, string>>]>([
    ['keep the own keys', { snooze: 'B', done: '' }, { snooze: 'B', done: '' }],
    [
      'lose the keys that cannot be read, and nothing else',
      { snooze: 'B', done: 7, claim: null, a: 'x'.repeat(99) },
      { snooze: 'B' },
    ],
    ['have none where a hand wrote something else', ['B'], {}],
  ])('%s', (_what, keys, expected) => {
    expect(readSettings({ ...DEFAULT_SETTINGS, theme: 'dark', keys })).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      keys: expected,
    });
  });

  it('have no own keys where the file has lost them, and keep all else', () => {
    const { keys, ...without } = DEFAULT_SETTINGS;
    expect(readSettings({ ...without, theme: 'dark' })).toEqual({ ...without, theme: 'dark', keys });
  });

  it.each([
    ['nothing', null],
    ['no object', 'dark'],
    ['an empty file', {}],
    ['a later version', { ...DEFAULT_SETTINGS, version: 9 }],
    ['a version of words', { ...DEFAULT_SETTINGS, version: 'constructor' }],
    ['an unknown theme', { ...DEFAULT_SETTINGS, theme: 'pink' }],
    ['version 1 with a broken appearance', { version: 1, window: null, appearance: 7 }],
  ])('that are unusable (%s) are none', (_what, raw) => {
    expect(readSettings(raw)).toBeNull();
  });
});
