import { expect, test } from 'vitest';
import { makeTeam } from '../support/team-store';
import { answer, makeTwoMailboxes, profileWith, SALES, SUPPORT } from '../support/two-mailboxes';
import type { TwoMailboxes } from '../support/two-mailboxes';
import { writeMail } from '../support/write-mail';

const WITHOUT_SALES = { mailboxes: { [SALES.id]: { imapPassword: null, smtpPassword: null } } };
const statusOf = ({ engine }: TwoMailboxes) => engine.call('desk.status', {});

/** Anna, who lacks the password of sales, and Bruno beside her. */
async function annaAndBruno(brunos: object) {
  const team = await makeTeam();
  const anna = await makeTwoMailboxes({ team, secrets: WITHOUT_SALES });
  const { clock, support, sales, supportSmtp, salesSmtp } = anna;
  const agent = { name: 'Bruno', email: 'bruno@corsi.example' };
  const profile = { ...profileWith(SUPPORT, SALES), agent };
  const bruno = await makeTwoMailboxes({
    team,
    profile,
    clock,
    support,
    sales,
    supportSmtp,
    salesSmtp,
    secrets: brunos,
  });
  anna.engine.start();
  await expect
    .poll(async () => (await statusOf(anna)).mailboxes.map(({ connection }) => connection.kind))
    .toEqual(['listening', 'stopped']);
  bruno.engine.start();
  const pass = async (): Promise<void> => {
    clock.advance(1_000);
    await Promise.all([statusOf(anna), statusOf(bruno)]);
  };
  return { anna, bruno, pass };
}

test('a desk that lacks the password of one mailbox leaves both seats to a colleague who has all', async () => {
  const { anna, bruno, pass } = await annaAndBruno({});
  const seen = async () => {
    await pass();
    return (await statusOf(anna)).connection;
  };
  await expect.poll(seen, { timeout: 20_000 }).toEqual({ kind: 'elsewhere', reader: 'Bruno' });
  bruno.sales.deliver(writeMail({ to: SALES.address }));
  await bruno.sync();
  await answer(anna, 'T-1');
  const sent = async () => {
    await pass();
    return anna.salesSmtp.taken.length;
  };
  await expect.poll(sent, { timeout: 20_000 }).toBe(1);
});

test('where all lack it the seat stays, the other mailbox is read, and every desk says what is wrong', async () => {
  const { anna, bruno, pass } = await annaAndBruno(WITHOUT_SALES);
  const said = async () => {
    await pass();
    return (await statusOf(bruno)).mailboxes.map(({ connection, stopped }) => [
      connection.kind,
      stopped && stopped.reason,
    ]);
  };
  await expect.poll(said, { timeout: 20_000 }).toEqual([
    ['elsewhere', null],
    ['stopped', 'outgoing-of-mailbox'],
  ]);
  for (let passed = 0; passed < 30; passed += 1) await pass();
  expect((await statusOf(bruno)).mailboxes[0]?.connection).toMatchObject({ kind: 'elsewhere' });
  anna.support.deliver(writeMail());
  await anna.sync();
  expect(await bruno.tickets()).toHaveLength(1);
});
