import { expect, test } from 'vitest';
import { teamWithRights } from '../support/made-team';
import { makeDesk, PROFILE } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

/** Anna and Bruno, agents, and Lia, a lead, at one team's store with three tickets. */
async function threeDesks() {
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
  for (const hour of [6, 7, 8]) {
    const date = `Mon, 12 Jan 2026 0${hour}:00:00 +0000`;
    const mail = { from: `p${hour}@posta.example`, id: `m${hour}@posta.example` };
    anna.mailbox.deliver(writeMail({ ...mail, date, subject: `Accesso ${hour}` }));
  }
  await anna.sync();
  return { anna, bruno, lia };
}

const seen = async (desk: TestDesk, ticket: string) => ({
  ticket,
  revision: (await desk.engine.call('tickets.open', { ticket })).row.revision,
});
const holder = async (desk: TestDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).row.assignee;
const told = async (desk: TestDesk) =>
  (await desk.engine.call('told.list', {})).map(({ kind, ticket, by }) => `${kind} ${ticket} by ${by}`).sort();

test('a lead gives away what an agent is at work on, and the undo puts it back; an agent is refused, by the desk and by the server', async () => {
  const { anna, bruno, lia } = await threeDesks();
  await bruno.engine.call('tickets.claim', await seen(bruno, 'T-1'));
  const give = async (desk: TestDesk, to: string, ...ids: readonly string[]) =>
    desk.engine.call('tickets.assign', { tickets: await Promise.all(ids.map((id) => seen(desk, id))), to });

  expect((await anna.engine.call('tickets.atWork', { tickets: ['T-1'] }))[0]?.who).toBe('Bruno');
  await expect(give(anna, 'Lia', 'T-1', 'T-2')).rejects.toMatchObject({
    code: 'not-allowed',
    detail: { ticket: 'T-1', who: 'Bruno' },
  });
  expect(await holder(anna, 'T-2')).toBeNull();

  const { before } = await give(lia, 'Anna', 'T-1', 'T-2');
  expect([await holder(bruno, 'T-1'), await holder(bruno, 'T-2')]).toEqual(['Anna', 'Anna']);
  expect(await told(anna)).toEqual(['given T-1 by Lia', 'given T-2 by Lia']);
  expect(await told(bruno)).toEqual([]);
  await lia.engine.call('tickets.restoreHolders', { held: [...before], heldBy: 'Anna' });
  expect([await holder(anna, 'T-1'), await holder(anna, 'T-2')]).toEqual(['Bruno', null]);
  expect(await told(anna)).toEqual([]);

  // An agent may take it over for himself, as before.
  await anna.engine.call('tickets.claim', { ...(await seen(anna, 'T-1')), over: 'Bruno' });
  expect(await holder(bruno, 'T-1')).toBe('Anna');
});

test('a note tells whom it mentions, at that one’s desk alone, until it is read there', async () => {
  const { anna, bruno, lia } = await threeDesks();
  await anna.engine.call('tickets.note', { ticket: 'T-3', text: 'Guarda, @bruno' });
  expect([await told(anna), await told(bruno), await told(lia)]).toEqual([[], ['mention T-3 by Anna'], []]);
  const { notes } = await lia.engine.call('tickets.open', { ticket: 'T-3' });
  expect(notes[0]?.mentions.map(({ name }) => name)).toEqual(['Bruno']);
  expect(notes[0]?.text).toMatch(/^Guarda, @\{\w+\}$/);
  const ids = (await bruno.engine.call('told.list', {})).map(({ id }) => id);
  expect(await anna.engine.call('told.read', { ids })).toEqual({ read: 0 });
  expect(await bruno.engine.call('told.read', { ids })).toEqual({ read: 1 });
  expect(await told(bruno)).toEqual([]);
});

test('only a lead marks reviewed; an agent’s desk takes the mark away by what it does', async () => {
  const { anna, lia } = await threeDesks();
  const mark = async (desk: TestDesk, ticket: string) =>
    desk.engine.call('tickets.review', { changes: [{ ...(await seen(desk, ticket)), word: 'ok' }] });
  const marked = async (desk: TestDesk) =>
    (await desk.engine.call('tickets.search', { query: 'is:reviewed', limit: 10 })).rows.map(({ id }) => id).sort();
  await expect(mark(anna, 'T-1')).rejects.toMatchObject({ code: 'not-allowed' });
  for (const id of ['T-1', 'T-2', 'T-3']) await mark(lia, id);
  expect((await anna.engine.call('tickets.open', { ticket: 'T-1' })).row.reviewed).toMatchObject({
    by: 'Lia',
    word: 'ok',
  });

  await anna.engine.call('tickets.setState', { ...(await seen(anna, 'T-1')), to: 'done', snoozeUntil: null });
  anna.mailbox.deliver(writeMail({ from: 'p7@posta.example', inReplyTo: 'm7@posta.example', text: 'Ancora niente' }));
  await anna.sync();
  expect(await marked(lia)).toEqual(['T-3']);
  const report = await lia.engine.call('report.figures', { from: 0, to: anna.clock.now(), withoutReviewed: true });
  expect(report.unresolved.count).toBe(1);
});

test('the digest is for leads, once on each of their desks', async () => {
  const { anna, lia } = await threeDesks();
  const take = (desk: TestDesk) => desk.engine.call('digest.take', { at: '00:00' });
  expect(await take(anna)).toEqual({ digest: null });
  expect((await take(lia)).digest).toMatchObject({ owed: 3 });
  expect(await take(lia)).toEqual({ digest: null });
});
