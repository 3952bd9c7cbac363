import type { PutAway } from '../../shared/contract/put-away';
import { MAX_PUT_AWAY } from '../../shared/contract/limits';
import { SportelloError } from '../../shared/contract/errors';
import type { Desk } from './desk';

/** As many of these as the engine takes at once, one part after the other. */
export function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / MAX_PUT_AWAY) }, (_, part) =>
    all.slice(part * MAX_PUT_AWAY, (part + 1) * MAX_PUT_AWAY),
  );
}

/**
 * Puts tickets back where nobody was at them since.
 * @throws SportelloError `stale-revision` where somebody was at all of them
 */
export async function putBackAll(desk: Desk, back: readonly PutAway[]): Promise<void> {
  let restored = 0;
  let stale: SportelloError | null = null;
  for (const part of inParts(back)) {
    try {
      const { tickets } = await desk.engine.call('tickets.putBack', {
        back: part.map((one) => ({ ...one, was: { ...one.was } })),
      });
      restored += tickets.length;
    } catch (error) {
      // The other parts may still go back.
      if (!(error instanceof SportelloError) || error.code !== 'stale-revision') throw error;
      stale = error;
    }
  }
  if (restored === 0 && stale !== null) throw stale;
}
