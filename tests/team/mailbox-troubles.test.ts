import { expect, test } from 'vitest';
import { makeTeam } from '../support/team-store';
import { answer, makeTwoMailboxes, profileWith, SALES, SUPPORT } from '../support/two-mailboxes';
import type { TwoMailboxes } from '../support/two-mailboxes';
import { writeMail } from '../support/write-mail';

const WITHOUT_SALES = { mailboxes: { [SALES.id]: { imapPassword: null, smtpPassword: null } } };
type TeamOfTest = Awaited<ReturnType<typeof makeTeam>>;
type Listed = Parameters<typeof profileWith>[number];
const statusOf = ({ engine }: TwoMailboxes) => engine.call('desk.status', {});

/** A desk of Bruno's beside Anna's, on the same team and servers. */
async function besideAnna(anna: TwoMailboxes, team: TeamOfTest, listed: readonly Listed[], secrets: object) {
  const { clock, support, sales, supportSmtp, salesSmtp } = anna;
  const agent = { name: 'Bruno', email: 'bruno@corsi.example' };
  const profile = { ...profileWith(...listed), agent };
  return makeTwoMailboxes({ team, profile, clock, support, sales, supportSmtp, salesSmtp, secrets });
}

/** Anna, who lacks the password of sales, and Bruno beside her. */
async function annaAndBruno(brunos: object) {
  const team = await makeTeam();
  const anna = await makeTwoMailboxes({ team, secrets: WITHOUT_SALES });
  const bruno = await besideAnna(anna, team, [SUPPORT, SALES], brunos);
  anna.engine.start();
  await expect
    .poll(async () => (await statusOf(anna)).mailboxes.map(({ connection }) => connection.kind))
    .toEqual(['listening', 'stopped']);
  bruno.engine.start();
  const pass = async (): Promise<void> => {
    anna.clock.advance(1_000);
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

/** Anna's desk holds the seats and lists support alone; Bruno's lists `listed`. */
async function annaListsSupport(listed: readonly Listed[]) {
  const team = await makeTeam();
  const anna = await makeTwoMailboxes({ team, profile: profileWith(SUPPORT) });
  const bruno = await besideAnna(anna, team, listed, {});
  anna.engine.start();
  await expect.poll(async () => (await statusOf(anna)).connection.kind).toBe('listening');
  bruno.engine.start();
  const pass = async (): Promise<void> => {
    anna.clock.advance(1_000);
    await Promise.all([statusOf(anna), statusOf(bruno)]);
  };
  return { anna, bruno, pass };
}

test('who lists a mailbox that the holder of the seats does not is told that nobody reads it and nothing goes out', async () => {
  const { bruno, pass } = await annaListsSupport([SUPPORT, SALES]);
  const said = async () => {
    await pass();
    return (await statusOf(bruno)).mailboxes.map(({ address, connection, stopped }) => [
      address,
      connection.kind === 'stopped' ? connection.error.code : connection.kind,
      stopped && [stopped.code, stopped.reason, stopped.detail],
    ]);
  };
  await expect.poll(said, { timeout: 20_000 }).toEqual([
    [SUPPORT.address, 'elsewhere', null],
    [SALES.address, 'mailbox-unlisted', ['mailbox-unlisted', 'outbox', { holder: 'Anna' }]],
  ]);
});
