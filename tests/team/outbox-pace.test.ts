import { expect, test } from 'vitest';
import { makeDesk } from '../support/make-engine';
import { teamWithRights } from '../support/made-team';

test('only the desk that sends for the team says when the outbox is done', async () => {
  const team = await teamWithRights();
  const anna = await makeDesk({ team: team.as(await team.add('Anna', 'agent')) });
  const bruno = await makeDesk({
    team: team.as(await team.add('Bruno', 'agent')),
    clock: anna.clock,
    mailbox: anna.mailbox,
  });
  anna.engine.start();
  const endOf = async ({ engine }: typeof anna) => (await engine.call('desk.status', {})).outbox.pace?.endsAt;
  await expect.poll(() => endOf(anna)).toBe(anna.clock.now());
  bruno.engine.start();
  expect(await endOf(bruno)).toBeNull();
  await expect.poll(async () => (await bruno.engine.call('desk.status', {})).connection.kind).toBe('elsewhere');
  expect(await endOf(bruno)).toBeNull();
});
