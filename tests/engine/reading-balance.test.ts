import { describe, expect, it } from 'vitest';
import { createReadingBalance } from '../../electron/engine/reading-balance';

/** How many of eight messages the parser's thread reads after waits in which this thread was so busy. */
async function readAheadAfter(...busy: readonly number[]): Promise<number> {
  const shares = busy.flatMap((share) => [0, share]);
  const balance = createReadingBalance(() => shares.shift() ?? 0);
  for (const _ of busy) expect(await balance.whileWaiting(Promise.resolve('batch'))).toBe('batch');
  return Array.from({ length: 8 }, (_, place) => balance.readsAhead(place)).filter(Boolean).length;
}

describe('who reads what a message says', () => {
  it('the parser’s thread, to begin with', async () => {
    expect(await readAheadAfter()).toBe(8);
  });

  it('a thread that waits idly takes over a quarter at a time, in the end all', async () => {
    expect(await readAheadAfter(0.1)).toBe(6);
    expect(await readAheadAfter(0.1, 0.2, 0.1, 0.1, 0.1, 0.1)).toBe(0);
  });

  it('a busy thread gives it back', async () => {
    expect(await readAheadAfter(0.1, 0.1, 0.9)).toBe(6);
    expect(await readAheadAfter(0.1, 1, 1, 1)).toBe(8);
  });
});
