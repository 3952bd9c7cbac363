import { describe, expect, it } from 'vitest';
import { OUTBOX_STATES } from '../../shared/domain/outbox';
import {
  LOOK_AFTER_START_MS,
  LOOK_EVERY_MS,
  holdsUpdateBack,
  installsAtQuit,
  judgeOffer,
  nextLookAt,
  readVersion,
} from '../../shared/domain/update-rules';

describe('what a signed feed offers', () => {
  it.each([
    ['0.1.0', '0.2.0', null, 'newer'],
    ['0.9.0', '0.10.0', '0.9.0', 'newer'],
    ['0.1.0', '0.1.0', null, 'current'],
    ['0.2.0', '0.1.9', null, 'older'],
    // Played back: newer than what runs, and not the newest that was ever offered.
    ['0.1.0', '0.2.0', '0.3.0', 'older'],
    ['0.1.0', '0.1.0', '0.2.0', 'older'],
    // Somebody went back to an older package by hand.
    ['0.1.0', '0.3.0', '0.3.0', 'newer'],
    ['0.1.0', '0.2.0-beta.1', null, 'unreadable'],
    ['0.1.0', '', null, 'unreadable'],
  ])('running %s, offered %s, seen %s: %s', (running, offered, newestSeen, verdict) => {
    expect(judgeOffer({ running, offered, newestSeen })).toBe(verdict);
  });

  it('a version is three numbers, and nothing else', () => {
    expect(readVersion('12.0.345')).toEqual([12, 0, 345]);
    for (const text of ['1.2', 'v1.2.3', '1.2.3.4', '1.2.3\n', ' 1.2.3', '1.2.1e3', '9999999.0.0'])
      expect(readVersion(text)).toBeNull();
  });
});

describe('when it may be installed', () => {
  it('not while the server may have a mail of which it has not spoken, nor while its copy is being filed', () => {
    expect(OUTBOX_STATES.filter(holdsUpdateBack)).toEqual(['final_pending', 'accepted']);
  });

  it('at quitting where that asks nobody; a .deb asks for a password, so only when told', () => {
    expect(installsAtQuit('appimage', false)).toBe(true);
    expect(installsAtQuit('nsis', false)).toBe(true);
    expect(installsAtQuit('deb', false)).toBe(false);
    expect(installsAtQuit('deb', true)).toBe(true);
  });
});

describe('when a desk that may looks by itself', () => {
  const START = 1_700_000_000_000;
  const SOON = START + LOOK_AFTER_START_MS;

  it('a minute after its first start, then a day after each look, also one that failed', () => {
    expect(nextLookAt(null, START, START)).toBe(SOON);
    const at = START + 5_000;
    expect(nextLookAt({ at, outcome: 'current' }, START, at)).toBe(at + LOOK_EVERY_MS);
    expect(nextLookAt({ at, outcome: 'unreachable' }, START, at)).toBe(at + LOOK_EVERY_MS);
    expect(nextLookAt({ at, outcome: 'newer' }, START, at)).toBe(at + LOOK_EVERY_MS);
  });

  it('soon after a start where the day is over, or what was found before it was not installed', () => {
    expect(nextLookAt({ at: START - LOOK_EVERY_MS, outcome: 'current' }, START, START)).toBe(SOON);
    expect(nextLookAt({ at: START - 60_000, outcome: 'newer' }, START, START)).toBe(SOON);
    expect(nextLookAt({ at: START - 60_000, outcome: 'current' }, START, START)).toBe(START - 60_000 + LOOK_EVERY_MS);
  });

  it('a clock that was set back puts it off no further', () => {
    expect(nextLookAt({ at: START + 400 * LOOK_EVERY_MS, outcome: 'current' }, START, START)).toBe(SOON);
  });
});
