import { describe, expect, it } from 'vitest';
import { GATHER_MS, MOST_IN_PEAK, PEAK_MS, countsAs, tellAfter } from '../../shared/domain/notification-pace';

const NOW = Date.UTC(2026, 10, 27, 15);
const MINUTE = 60_000;
/** So many notifications, a minute apart, the last one this long ago. */
const told = (count: number, lastAgo: number) =>
  Array.from({ length: count }, (_, back) => NOW - lastAgo - back * MINUTE);

describe('new mail', () => {
  it('is told at once on an ordinary day', () => {
    expect(tellAfter([], NOW)).toBe(GATHER_MS);
    expect(tellAfter(told(MOST_IN_PEAK - 1, 0), NOW)).toBe(GATHER_MS);
  });

  it('waits in a peak until ten minutes after what was told last', () => {
    expect(tellAfter(told(MOST_IN_PEAK, 0), NOW)).toBe(PEAK_MS);
    expect(tellAfter(told(MOST_IN_PEAK, 3 * MINUTE), NOW)).toBe(PEAK_MS - 3 * MINUTE);
  });

  it('is told at once again when the peak is over', () => {
    expect(tellAfter(told(MOST_IN_PEAK, PEAK_MS - 4 * MINUTE), NOW)).toBe(GATHER_MS);
  });

  it('does not wait for a clock that was set back', () => {
    expect(tellAfter(told(MOST_IN_PEAK, -60 * MINUTE), NOW)).toBe(GATHER_MS);
  });
});

describe('one notification of many mails', () => {
  it('is a peak of its own from as many on as make one, and one notification below', () => {
    expect([1, MOST_IN_PEAK - 1, MOST_IN_PEAK, 400].map(countsAs)).toEqual([1, 1, MOST_IN_PEAK, MOST_IN_PEAK]);
  });
});
