import { expect, it } from 'vitest';
import { DEFAULT_CLOCKS } from '../../shared/domain/clock-settings';
import { PROFILE, makeDesk } from '../support/make-engine';

const ROME = { ...PROFILE, team: { timeZone: 'Europe/Rome' } };

it('the desk goes by eight hours on five days until the team says otherwise', async () => {
  const desk = await makeDesk({ profile: ROME });
  expect(await desk.engine.call('clocks.settings', {})).toEqual({ ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome' });
});

it('what the team chose holds at once, and after the next start', async () => {
  const desk = await makeDesk({ profile: ROME });
  const clocks = {
    ...DEFAULT_CLOCKS,
    timeZone: 'America/Sao_Paulo',
    week: { ...DEFAULT_CLOCKS.week, sat: [{ from: '09:00', to: '12:00' }] },
    holidays: { country: 'BR', region: 'SP' },
    firstAnswerHours: 4,
  };
  expect(await desk.engine.call('clocks.save', { clocks })).toEqual(clocks);
  const again = await desk.reopen();
  expect(await again.engine.call('clocks.settings', {})).toEqual(clocks);
});

it.each([
  ['empty-week', { week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } }],
  ['unknown-time-zone', { timeZone: 'Roma' }],
  ['reminders-out-of-order', { producerReminderDays: [3, 1] }],
  ['unknown-country', { holidays: { country: 'XX', region: '' } }],
  ['closes-before-reminder', { customerReminderDays: 10, customerCloseDays: 10 }],
])('clocks that cannot be counted by are refused: %s', async (problem, change) => {
  const desk = await makeDesk({ profile: ROME });
  await expect(
    desk.engine.call('clocks.save', { clocks: { ...DEFAULT_CLOCKS, timeZone: 'Europe/Rome', ...change } }),
  ).rejects.toMatchObject({ code: 'bad-params', detail: { problem } });
  expect(await desk.engine.call('clocks.settings', {})).toMatchObject({ timeZone: 'Europe/Rome', firstAnswerHours: 8 });
});
