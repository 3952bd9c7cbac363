import { expect, it } from 'vitest';
import { PRESENCE_MS, PRESENCE_RENEW_MS } from '../../shared/domain/presence';
import { makeTeamDesk } from '../support/colleague';
import type { TeamDesk } from '../support/colleague';
import { eventually } from '../support/eventually';

const seen = async (desk: TeamDesk, tickets: readonly string[] | null = null) => {
  const views = await desk.engine.call('presence.of', { tickets: tickets === null ? null : [...tickets] });
  return views.map(({ ticket, name, doing }) => `${ticket} ${name} ${doing}`);
};
const rows = (desk: TeamDesk) => desk.store.db.selectFrom('presence').selectAll().execute();

it('others are seen with what they do, the writers first; oneself never', async () => {
  const desk = await makeTeamDesk();
  await desk.colleague('Bruno').look('T-1', 'looking');
  await desk.colleague('Carla').look('T-1', 'writing');
  await desk.colleague('Dora').look('T-2', 'looking');
  await desk.engine.call('presence.tell', { ticket: 'T-1', doing: 'writing' });
  expect(await rows(desk)).toHaveLength(4);
  expect(await seen(desk)).toEqual(['T-1 Carla writing', 'T-1 Bruno looking', 'T-2 Dora looking']);
  expect(await seen(desk, ['T-2'])).toEqual(['T-2 Dora looking']);
  expect(await seen(desk, [])).toEqual([]);
});

it('one desk is on one ticket: the last that it told', async () => {
  const desk = await makeTeamDesk();
  const bruno = desk.colleague('Bruno');
  await bruno.look('T-1', 'looking');
  await bruno.look('T-2', 'writing');
  expect(await seen(desk)).toEqual(['T-2 Bruno writing']);
});

it('who does not say it again is gone after 45 s, and who does stays since then', async () => {
  const desk = await makeTeamDesk();
  const bruno = desk.colleague('Bruno');
  await bruno.look('T-1', 'writing');
  const since = desk.clock.now();
  desk.clock.advance(PRESENCE_RENEW_MS);
  await bruno.look('T-1', 'writing');
  desk.clock.advance(PRESENCE_MS - 1);
  expect(await desk.engine.call('presence.of', { tickets: null })).toMatchObject([{ name: 'Bruno', since }]);
  desk.clock.advance(1);
  expect(await seen(desk)).toEqual([]);
});

it('is announced where others see something new, not where it is only said again', async () => {
  const desk = await makeTeamDesk();
  const told: (readonly string[] | null)[] = [];
  desk.engine.on('presence.changed', ({ tickets }) => told.push(tickets));
  const tell = async (ticket: string | null, doing: 'looking' | 'writing' = 'looking') => {
    await desk.engine.call('presence.tell', { ticket, doing });
    desk.clock.advance(1000);
  };
  await tell('T-1');
  await tell('T-1');
  await tell('T-2');
  await tell('T-2', 'writing');
  await tell(null);
  await tell(null);
  expect(told).toEqual([['T-1'], ['T-1', 'T-2'], ['T-2'], ['T-2']]);
});

it('is no change of the ticket: nothing is held back by a look', async () => {
  const desk = await makeTeamDesk();
  await desk.engine.call('presence.tell', { ticket: 'T-1', doing: 'writing' });
  expect(await desk.store.db.selectFrom('ticket_event').selectAll().execute()).toEqual([]);
});

it('ends with the desk, and what a crashed desk left goes at the next start', async () => {
  const desk = await makeTeamDesk();
  await desk.engine.call('presence.tell', { ticket: 'T-1', doing: 'looking' });
  await desk.colleague('Bruno').look('T-1', 'looking');
  desk.clock.advance(PRESENCE_MS);
  await desk.colleague('Carla').look('T-1', 'looking');
  desk.engine.start();
  await eventually(async () => {
    expect((await rows(desk)).map(({ name }) => name)).toEqual(['Carla']);
  });
  await desk.engine.call('presence.tell', { ticket: 'T-1', doing: 'looking' });
  const again = await desk.reopen();
  expect(await again.engine.call('presence.of', { tickets: null })).toMatchObject([{ name: 'Carla' }]);
});
