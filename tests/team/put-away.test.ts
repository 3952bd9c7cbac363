import { expect, test } from 'vitest';
import type { PutAway } from '../../shared/contract/put-away';
import { teamWithRights } from '../support/made-team';
import { makeDesk, PROFILE } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const TEXTS = { it: 'Non va.', pt: 'Não vai.', es: 'No va.', en: 'Down.' };
const putBack = (desk: TestDesk, back: readonly PutAway[]) =>
  desk.engine.call('tickets.putBack', { back: back.map((one) => ({ ...one, was: { ...one.was } })) });
const seen = async (desk: TestDesk, ticket: string) => ({
  ticket,
  revision: (await desk.engine.call('tickets.open', { ticket })).row.revision,
});

test('agents of a team file spam, block and take it back with no more rights than theirs; a lead’s notice wakes whom it told', async () => {
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
  for (const [hour, from] of ['giulia', 'giulia', 'marta'].entries()) {
    const date = `Mon, 12 Jan 2026 0${hour + 6}:00:00 +0000`;
    anna.mailbox.deliver(writeMail({ from: `${from}@posta.example`, date, subject: `Accesso ${hour}` }));
  }
  await anna.sync();

  const { back: spam } = await bruno.engine.call('tickets.spam', { tickets: [await seen(bruno, 'T-3')] });
  expect((await anna.engine.call('tickets.open', { ticket: 'T-3' })).row).toMatchObject({ queue: 'junk' });
  await putBack(bruno, spam);
  expect((await anna.engine.call('tickets.open', { ticket: 'T-3' })).row).toMatchObject({ queue: 'inbox' });

  // Two desks block one sender: the second one's undo is none of the first.
  await anna.engine.call('senders.block', { ...(await seen(anna, 'T-1')), buyer: false });
  const open = { ...(await seen(bruno, 'T-2')), to: 'open', snoozeUntil: null } as const;
  await bruno.engine.call('tickets.setState', open);
  const again = await bruno.engine.call('senders.block', { ...(await seen(bruno, 'T-2')), buyer: false });
  expect(again).toMatchObject({ blocked: false, back: [{ ticket: 'T-2' }] });
  const address = { address: 'giulia@posta.example' };
  await expect(bruno.engine.call('senders.unblock', address)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await lia.engine.call('senders.unblock', address)).toEqual({ unblocked: true });

  const notice = { productId: '', producerName: '', texts: TEXTS, until: anna.clock.now() + 3_600_000 };
  await expect(bruno.engine.call('notices.set', notice)).rejects.toMatchObject({ code: 'not-allowed' });
  const { id } = await lia.engine.call('notices.set', notice);
  const accept = { ...(await seen(bruno, 'T-3')), index: 0, confirmed: true, escalate: false };
  await bruno.engine.call('replies.accept', accept);
  await expect(bruno.engine.call('notices.end', { id })).rejects.toMatchObject({ code: 'not-allowed' });
  const { back } = await lia.engine.call('notices.end', { id });
  expect(back).toMatchObject([{ ticket: 'T-3', to: 'open' }]);

  const decline = { productId: '41', producerName: '', declined: true };
  await expect(bruno.engine.call('notices.decline', decline)).rejects.toMatchObject({ code: 'not-allowed' });
  // Said again it holds from then on; undo takes it back.
  for (const declined of [true, true, false])
    expect(await lia.engine.call('notices.decline', { ...decline, declined })).toEqual({ declined });
});
