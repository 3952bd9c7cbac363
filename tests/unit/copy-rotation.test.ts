import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CopyKind } from '../../shared/contract/copies';
import { copiesToDrop, KEPT_COPIES } from '../../shared/domain/copy-rotation';

const DAY = 86_400_000;
/** A Monday, 09:00 UTC. */
const MONDAY = Date.UTC(2026, 0, 12, 9);

const copy = (kind: CopyKind, at: number) => ({ name: `${kind} ${new Date(at).toISOString().slice(0, 13)}`, kind, at });
const daily = (days: number, hours = 0) => copy('daily', MONDAY + days * DAY + hours * 3_600_000);

/** Names that are left once the newest of these was written. */
function left(copies: readonly ReturnType<typeof copy>[], now: number, written = copies.at(-1)?.name ?? '') {
  const dropped = copiesToDrop(copies, written, now);
  return copies.map((each) => each.name).filter((name) => !dropped.includes(name));
}

describe('the rotation of copies', () => {
  it('keeps the last seven days, and of the four weeks before them the last copy each', () => {
    // Written day by day, with the rotation after each, as a desk that is open every day does.
    let kept: ReturnType<typeof copy>[] = [];
    for (let day = 0; day <= 60; day += 1) {
      kept.push(daily(day));
      const names = left(kept, MONDAY + day * DAY);
      kept = kept.filter((each) => names.includes(each.name));
    }
    // Day 60 is Friday, 13 March: seven days, then Sundays, and of the week that runs its last day before those seven.
    const sundays = ['2026-02-15', '2026-02-22', '2026-03-01'];
    const days = Array.from({ length: 7 }, (_, index) => `2026-03-${String(7 + index).padStart(2, '0')}`);
    expect(kept.map((each) => each.name.slice(6, 16))).toEqual([...sundays, '2026-03-06', ...days]);
  });

  it('keeps the newest of a day, so copies of one hour do not push out a week', () => {
    const copies = [daily(0), daily(1), daily(2), daily(2, 1), daily(2, 2), daily(2, 3)];
    expect(left(copies, MONDAY + 3 * DAY)).toEqual([daily(0).name, daily(1).name, daily(2, 3).name]);
  });

  it('counts what was asked for and what migrations wrote apart from the days', () => {
    const asked = Array.from({ length: 8 }, (_, day) => copy('asked', MONDAY + day * DAY));
    const migrations = Array.from({ length: 5 }, (_, day) => copy('before-migration', MONDAY + day * DAY));
    const names = left([daily(0), ...asked, ...migrations, daily(9)], MONDAY + 9 * DAY);
    expect(names).toEqual(
      [daily(0), ...asked.slice(-KEPT_COPIES.asked), ...migrations.slice(-KEPT_COPIES.migrations), daily(9)].map(
        (each) => each.name,
      ),
    );
  });

  it('never drops a store that a restore replaced', () => {
    const replaced = Array.from({ length: 30 }, (_, day) => copy('replaced', MONDAY - day * DAY));
    expect(left([...replaced, daily(0)], MONDAY)).toHaveLength(31);
  });

  it('drops copies of the future before others, and never the one just written', () => {
    const future = Array.from({ length: 20 }, (_, day) => copy('daily', MONDAY + (100 + day) * DAY));
    const names = left([...future, daily(-1), daily(0)], MONDAY);
    expect(names).toContain(daily(0).name);
    expect(names).toContain(daily(-1).name);
  });

  it('always leaves the written one, and within the bounds, whatever is there', () => {
    const anyCopy = fc.record({
      kind: fc.constantFrom<CopyKind[]>('daily', 'asked', 'before-migration'),
      at: fc.integer({ min: MONDAY - 400 * DAY, max: MONDAY + 400 * DAY }),
    });
    fc.assert(
      fc.property(fc.array(anyCopy, { minLength: 1, maxLength: 60 }), fc.nat(), (some, pick) => {
        const copies = some.map(({ kind, at }, index) => ({ kind, at, name: String(index) }));
        const written = copies[pick % copies.length]?.name ?? '';
        const names = left(copies, MONDAY, written);
        expect(names).toContain(written);
        const most = KEPT_COPIES.days + KEPT_COPIES.weeks + KEPT_COPIES.asked + KEPT_COPIES.migrations + 1;
        expect(names.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
