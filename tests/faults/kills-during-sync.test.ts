import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../electron/engine/store/store';
import { startDovecot } from '../support/dovecot';
import { makeMail } from '../support/mail-maker';
import { seededRandom } from '../support/seeded-random';
import { FAULTS, FAULT_TIMEOUT_MS } from './fault-run';
import { leftStore } from './left-store';
import { expectMadeMails } from './made-mails';
import { killMoments } from './killed-cli';
import { makeKilledSync } from './killed-sync';

/** What comes into the mailbox before each start. */
const NEW_MAILS = 12;

test(
  `a sync killed at ${FAULTS.kills} moments: nothing lost, nothing doubled, the store opens each time (seed ${FAULTS.seed})`,
  { timeout: FAULT_TIMEOUT_MS },
  async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const { profileDir, sync } = makeKilledSync(dovecot);
    const store = leftStore(profileDir);
    const moments = killMoments(seededRandom(FAULTS.seed), 1500);
    let delivered = 0;
    let kills = 0;
    let midway = 0;
    while (kills < FAULTS.kills) {
      await dovecot.deliver(Array.from({ length: NEW_MAILS }, (_, index) => makeMail(delivered + index)));
      delivered += NEW_MAILS;
      const end = await sync(moments.next());
      moments.learn(end);
      expect(end.killed ? 'killed' : end.code).toBeOneOf(['killed', 0]);
      if (end.killed) kills += 1;
      await store.look(async (left) => {
        await expectSound(left, delivered);
        if (end.killed && (await isMidway(left, delivered))) midway += 1;
      });
    }
    expect(await sync(null)).toMatchObject({ code: 0 });
    await store.look(async (left) => {
      await expectSound(left, delivered);
      await expectComplete(left, delivered);
    });
    const seen = (await dovecot.list()).filter((mail) => mail.flags.includes('\\Seen'));
    expect(seen).toEqual([]);
    process.stdout.write(`${kills} kills, ${midway} of them with something left to do\n`);
    expect(midway).toBeGreaterThan(0);
  },
);

/** What holds at any moment: every message once, in one ticket that is there. */
async function expectSound({ db }: Store, delivered: number): Promise<void> {
  const messages = await db
    .selectFrom('message')
    .leftJoin('ticket', 'ticket.id', 'message.ticket_id')
    .select(['message.message_id', 'message.digest', 'message.parse_state', 'message.ticket_id', 'ticket.id as ticket'])
    .execute();
  expect(messages.length).toBeLessThanOrEqual(delivered);
  expect(new Set(messages.map(({ digest }) => digest)).size).toBe(messages.length);
  const wrong = messages.filter(({ parse_state, ticket_id, ticket }) =>
    parse_state === 'pending' ? ticket_id !== null : ticket_id === null || ticket !== ticket_id,
  );
  expect(wrong).toEqual([]);
  const tickets = await db.selectFrom('ticket').select(['id', 'messages']).execute();
  const counted = new Map<string, number>();
  for (const { ticket_id } of messages) if (ticket_id) counted.set(ticket_id, (counted.get(ticket_id) ?? 0) + 1);
  expect(tickets.filter(({ id, messages: count }) => counted.get(id) !== count)).toEqual([]);
}

/** Whether a kill left mail unfetched or unread, or a ticket undecided. */
async function isMidway({ db }: Store, delivered: number): Promise<boolean> {
  const read = await db.selectFrom('message').select('id').where('parse_state', '!=', 'pending').execute();
  const undecided = await db.selectFrom('ticket').select('id').where('undecided', '=', 1).execute();
  return read.length < delivered || undecided.length > 0;
}

/** What holds once a sync has come to its end: all of the mailbox, read, decided and found. */
async function expectComplete({ db }: Store, delivered: number): Promise<void> {
  const ids = await db.selectFrom('message').select('message_id').execute();
  expectMadeMails(
    ids.map((row) => row.message_id),
    delivered,
  );
  const locations = await db.selectFrom('message_location').select(['message_id', 'uid']).execute();
  expect(locations).toHaveLength(delivered);
  const pending = await db.selectFrom('message').select('id').where('parse_state', '=', 'pending').execute();
  const undecided = await db
    .selectFrom('ticket')
    .select('id')
    .where((of) => of.or([of('undecided', '=', 1), of('decision', 'is', null)]))
    .execute();
  expect({ pending, undecided }).toEqual({ pending: [], undecided: [] });
  const created = await db.selectFrom('ticket_event').select('ticket_id').where('kind', '=', 'created').execute();
  const tickets = await db.selectFrom('ticket').select('id').execute();
  expect(new Set(created.map((event) => event.ticket_id))).toEqual(new Set(tickets.map(({ id }) => id)));
}
