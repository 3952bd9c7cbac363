import type { StoreCopy } from '../../shared/contract/copies';

const DAY = 86_400_000;

/** Copies of every kind and state, newest first. */
export function fakeCopies(now: number): readonly StoreCopy[] {
  const copy = (change: Partial<StoreCopy>): StoreCopy => {
    const at = change.at ?? now;
    const kind = change.kind ?? 'daily';
    const name = `${kind}-${at}.db`;
    return {
      name,
      path: `/copies/${name}`,
      kind,
      at,
      bytes: 5_400_000,
      state: 'sound',
      tickets: 40,
      messages: 120,
      ...change,
    };
  };
  return [
    copy({ at: now - DAY }),
    copy({ at: now - 2 * DAY, kind: 'asked', tickets: 38, messages: 110 }),
    copy({ at: now - 3 * DAY, state: 'damaged', tickets: null, messages: null }),
    copy({ at: now - 9 * DAY, kind: 'before-migration', state: 'other-key', tickets: null, messages: null }),
    copy({ at: now - 20 * DAY, kind: 'replaced', tickets: 11, messages: 30 }),
  ];
}
