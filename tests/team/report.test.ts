import { expect, it } from 'vitest';
import { figureTickets } from '../../electron/engine/report/figure-tickets';
import { readReport } from '../../electron/engine/report/read-report';
import type { Store } from '../../electron/engine/store/store';
import { FIGURES } from '../../shared/domain/report';
import { makeFileStore, makeStore, stillClock } from '../support/make-store';
import { makeYear, putYear } from '../support/made-year';

const DAY = 86_400_000;
const TO = Date.UTC(2026, 10, 20, 12);

it('a team’s store gives the same figures, and the same tickets behind each, as a file', async () => {
  const year = makeYear({ tickets: 3000, seed: 7, to: TO });
  const ask = { from: TO - 200 * DAY, to: TO - 20 * DAY, at: TO, silentAfterDays: 3 };
  const clock = stillClock(TO);
  const [file, team] = [await makeFileStore({ clock }), await makeStore({ clock })];
  await putYear(file, year);
  await putYear(team, year);
  const figures = (store: Store) => readReport(store.db, ask, { timeZone: 'Europe/Rome', byAgent: true });
  const [ofFile, ofTeam] = [await figures(file), await figures(team)];
  const sorted = { ...ofTeam, unmatched: sameOrder(ofTeam.unmatched) };
  expect(sorted).toEqual({ ...ofFile, unmatched: sameOrder(ofFile.unmatched) });
  for (const figure of FIGURES) {
    const page = { offset: 0, limit: 500 };
    expect(await figureTickets(team.db, { ...ask, figure, among: {} }, page)).toEqual(
      await figureTickets(file.db, { ...ask, figure, among: {} }, page),
    );
  }
});

function sameOrder<T>(lines: readonly T[]): readonly T[] {
  return [...lines].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
