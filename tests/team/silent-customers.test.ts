import { expect, it } from 'vitest';
import { saveClocks } from '../../electron/engine/clock/clock-settings';
import { addEvents } from '../../electron/engine/store/events-table';
import { insertTickets, readTicket } from '../../electron/engine/store/tickets-table';
import { closeSilent } from '../../electron/engine/tickets/close-silent';
import { blankTicket } from '../../electron/engine/tickets/new-ticket';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import { testOutside } from '../support/make-engine';
import { createMovedClock } from '../support/moved-clock';
import { makeTeam, makeTeamStore } from '../support/team-store';

const ASKED = Date.UTC(2026, 0, 15, 9);
const SILENT_FOR = { customerReminderDays: 1, customerCloseDays: 2 };

it('on a team’s store, too, the silent customers’ tickets close once, by the limits that any desk set', async () => {
  const team = await makeTeam();
  const [one, other] = [await makeTeamStore({ team }), await makeTeamStore({ team })];
  const clock = createMovedClock(ASKED);
  const outside = testOutside(clock);
  const ids = Array.from({ length: 250 }, (_, index) => `T-${String(index + 1)}`);
  await one.transaction(async (db) => {
    const waiting = ids.map((_, index) => ({ ...blankTicket(index + 1, 'main', ASKED), state: 'waiting.customer' }));
    await insertTickets(db, waiting);
    const detail = { from: 'open', to: 'waiting.customer' };
    await addEvents(
      db,
      outside,
      ids.map((ticket) => ({ ticket, actor: 'Anna', kind: 'state' as const, detail })),
    );
  });
  await one.transaction((db) => saveClocks(db, { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome', ...SILENT_FOR }));
  const room = { store: other, outside, profile: () => ({}) };

  // Two working days after Thursday are Monday.
  clock.advance(3 * 86_400_000);
  expect(await closeSilent(room)).toEqual([]);
  clock.advance(86_400_000);
  expect([...(await closeSilent(room))].sort()).toEqual([...ids].sort());
  expect(await closeSilent({ ...room, store: one })).toEqual([]);
  expect(await readTicket(one.db, 'T-250')).toMatchObject({ state: 'done', queue: 'done', no_answer_at: clock.now() });
});
