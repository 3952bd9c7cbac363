import type { Virtualizer } from '@tanstack/react-virtual';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOwnScroll } from '../../renderer/tickets/own-scroll';
import { inSight } from '../../renderer/tickets/use-selection-in-sight';
import { ROW_PX } from '../../renderer/tickets/use-arrivals';

afterEach(() => vi.unstubAllGlobals());

/** A list whose virtualizer hears; frames come when the test says so. */
function scrolledList() {
  const frames: (() => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  const box = document.createElement('div');
  box.scrollTo = ((to: { readonly top: number }) => {
    box.scrollTop = to.top;
  }) as typeof box.scrollTo;
  const heard: (readonly [top: number, isScrolling: boolean])[] = [];
  const list = {
    scrollElement: box,
    targetWindow: window,
    options: { isScrollingResetDelay: 150, useScrollendEvent: false, horizontal: false },
  } as unknown as Virtualizer<HTMLDivElement, Element>;
  const own = createOwnScroll();
  const stop = own.observe(list, (top, isScrolling) => heard.push([top, isScrolling]));
  return { box, own, heard, stop, nextFrame: () => frames.splice(0).forEach((frame) => frame()) };
}

describe('scrolling by the desk itself', () => {
  it('is heard at once, and its event no second time', () => {
    const { box, own, heard } = scrolledList();
    own.scrollTo(box, 640);
    expect(box.scrollTop).toBe(640);
    expect(heard).toEqual([[640, false]]);
    box.dispatchEvent(new Event('scroll'));
    expect(heard).toHaveLength(1);
  });

  it('keeps nothing back of what the person scrolls after it', () => {
    const { box, own, heard, nextFrame } = scrolledList();
    own.scrollTo(box, 640);
    // It was there already: no event of its own comes in this frame.
    nextFrame();
    box.scrollTop = 700;
    box.dispatchEvent(new Event('scroll'));
    expect(heard).toEqual([
      [640, false],
      [700, true],
    ]);
  });

  it('keeps nothing back where the person scrolled on in the same frame', () => {
    const { box, own, heard } = scrolledList();
    own.scrollTo(box, 640);
    box.scrollTop = 700;
    box.dispatchEvent(new Event('scroll'));
    expect(heard).toEqual([
      [640, false],
      [700, true],
    ]);
  });

  it('says how far it came where the list is shorter', () => {
    const { box, own, heard } = scrolledList();
    box.scrollTo = () => {
      box.scrollTop = 320;
    };
    own.scrollTo(box, 640);
    expect(heard).toEqual([[320, false]]);
  });

  it('tells nobody once the list is gone', () => {
    const { box, own, heard, stop } = scrolledList();
    stop?.();
    own.scrollTo(box, 640);
    expect(heard).toEqual([]);
  });
});

describe('where a list is scrolled so that a row is in sight', () => {
  it.each([
    ['a row in its middle', 5, 0, null],
    ['the last row that is whole', 9, 0, null],
    ['the row below the edge', 10, 0, ROW_PX],
    ['a row that the edge cuts', 10, ROW_PX / 2, ROW_PX],
    ['the row above the edge', 3, 4 * ROW_PX, 3 * ROW_PX],
    ['a row far below', 100, 0, 91 * ROW_PX],
  ])('%s', (_, row, from, expected) => {
    expect(inSight(row, from, 10 * ROW_PX)).toBe(expected);
  });
});
