import { describe, expect, it } from 'vitest';
import { nextPlace, seenPlace } from '../../electron/main/window-places';
import type { WindowPlace } from '../../electron/main/window-places';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };
const USUAL = { width: 1000, height: 800 };

function aPlace(changes: Partial<WindowPlace> = {}): WindowPlace {
  return { x: 100, y: 80, width: 1000, height: 800, maximized: false, ...changes };
}

describe('the place of a window', () => {
  it('is where it was closed, on whichever screen', () => {
    const place = aPlace({ x: 2000 });
    expect(seenPlace(place, [SCREEN, SECOND])).toEqual(place);
  });

  it.each([
    ['its screen was unplugged', aPlace({ x: 2000 })],
    ['only a strip of it would be seen', aPlace({ x: 1850 })],
    ['its title would lie below the screen', aPlace({ y: 1010 })],
    ['its title lay on a screen above, which was unplugged since', aPlace({ y: -400 })],
  ])('is none where %s', (_why, place) => {
    expect(seenPlace(place, [SCREEN])).toBeNull();
  });
});

describe('the place of the next window of a ticket', () => {
  it('is the middle of the first screen before one was ever closed, and no larger than that', () => {
    expect(nextPlace({ last: null, taken: [], usual: USUAL, areas: [SCREEN] })).toEqual(aPlace({ x: 460, y: 120 }));
    expect(nextPlace({ last: null, taken: [], usual: { width: 3000, height: 2000 }, areas: [SCREEN] })).toEqual({
      ...SCREEN,
      maximized: false,
    });
  });

  it('is where the last one was closed, full screen again where it was', () => {
    const last = aPlace({ x: 2000, maximized: true });
    expect(nextPlace({ last, taken: [], usual: USUAL, areas: [SCREEN, SECOND] })).toEqual(last);
  });

  it('is a step further for each that is open, so that none lies upon another', () => {
    const given = { last: aPlace(), usual: USUAL, areas: [SCREEN] };
    const second = nextPlace({ ...given, taken: [{ x: 100, y: 80 }] });
    expect(second).toEqual(aPlace({ x: 132, y: 112 }));
    const third = nextPlace({
      ...given,
      taken: [
        { x: 100, y: 80 },
        { x: 132, y: 112 },
      ],
    });
    expect(third).toEqual(aPlace({ x: 164, y: 144 }));
  });

  it('stays in sight where the next step would leave the screen', () => {
    const last = aPlace({ x: 1810, y: 80 });
    expect(nextPlace({ last, taken: [{ x: 1810, y: 80 }], usual: USUAL, areas: [SCREEN] })).toEqual(last);
  });

  it('is left to the system where no screen is known', () => {
    expect(nextPlace({ last: aPlace(), taken: [], usual: USUAL, areas: [] })).toBeNull();
  });
});
