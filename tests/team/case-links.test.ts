import { expect, test } from 'vitest';
import { teamWithRights } from '../support/made-team';
import { GIULIA_SALE, makeDesk, PROFILE, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const seen = async (desk: TestDesk, ticket: string) => ({
  ticket,
  revision: (await desk.engine.call('tickets.open', { ticket })).row.revision,
});
const join = async (desk: TestDesk, ticket: string, other: string) =>
  desk.engine.call('tickets.join', { ...(await seen(desk, ticket)), with: await seen(desk, other) });
const undo = async (desk: TestDesk, { links }: Awaited<ReturnType<typeof join>>) =>
  desk.engine.call('tickets.restoreLinks', { links: links.map((one) => ({ ...one })) });
const caseOf = async (desk: TestDesk, ticket: string) =>
  (await desk.engine.call('tickets.case', { ticket })).map((one) => one.ticket);

test('agents of a team join and part each other’s tickets, the newest word holds, and an erasure takes it away', async () => {
  const team = await teamWithRights();
  const anna = await makeDesk({ team: team.as(await team.add('Anna', 'agent')) });
  const next = async (name: string, role: 'agent' | 'lead') =>
    makeDesk({
      team: team.as(await team.add(name, role)),
      profile: { ...PROFILE, agent: { name, email: `${name.toLowerCase()}@corsi.example` } },
      clock: anna.clock,
      mailbox: anna.mailbox,
    });
  const [bruno, lia] = [await next('Bruno', 'agent'), await next('Lia', 'lead')];
  for (const [hour, from] of ['giulia', 'marta', 'giulia'].entries()) {
    const date = `Mon, 12 Jan 2026 0${hour + 6}:00:00 +0000`;
    anna.mailbox.deliver(writeMail({ from: `${from}@posta.example`, date, subject: `Accesso ${hour}` }));
  }
  await anna.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await anna.sync();
  // Of the same purchase and person: what is nearest is asked as the server puts it in order.
  expect((await anna.engine.call('tickets.joinable', { ticket: 'T-1', text: '' })).map((one) => one.ticket)).toEqual([
    'T-3',
  ]);
  expect(await caseOf(anna, 'T-1')).toEqual(['T-3']);

  const joined = await join(anna, 'T-1', 'T-2');
  expect(await caseOf(bruno, 'T-2')).toEqual(['T-1', 'T-3']);
  const parted = await bruno.engine.call('tickets.part', {
    ...(await seen(bruno, 'T-2')),
    from: await seen(bruno, 'T-1'),
  });
  expect(await caseOf(anna, 'T-2')).toEqual([]);
  expect(await caseOf(anna, 'T-1')).toEqual(['T-3']);
  // Bruno has spoken since: Anna's undo is none of his.
  await expect(undo(anna, joined)).rejects.toMatchObject({ code: 'stale-revision' });
  await undo(bruno, parted);
  expect(await caseOf(anna, 'T-1')).toEqual(['T-2', 'T-3']);

  // Two say the same at once: it was said once.
  await bruno.engine.call('tickets.part', { ...(await seen(bruno, 'T-2')), from: await seen(bruno, 'T-1') });
  const pair = { ...(await seen(anna, 'T-1')), with: await seen(anna, 'T-2') };
  const both = await Promise.allSettled([anna, bruno].map((desk) => desk.engine.call('tickets.join', pair)));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await caseOf(lia, 'T-2')).toEqual(['T-1', 'T-3']);

  // What is joined holds together what a choice of months would erase: asked as the server puts it together.
  await anna.engine.call('tickets.setState', { ...(await seen(anna, 'T-2')), to: 'done', snoozeUntil: null });
  anna.clock.advance(300 * 86_400_000);
  const count = async () => (await lia.engine.call('retention.count', { months: 6 })).tickets;
  expect(await count()).toBe(0);
  await bruno.engine.call('tickets.part', { ...(await seen(bruno, 'T-2')), from: await seen(bruno, 'T-1') });
  anna.clock.advance(300 * 86_400_000);
  expect(await count()).toBe(1);

  await lia.engine.call('erasures.run', { address: 'marta@posta.example', confirmed: 'marta@posta.example' });
  expect(await caseOf(anna, 'T-1')).toEqual(['T-3']);
});
