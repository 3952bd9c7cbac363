import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { countedSizes } from '../../electron/engine/store/queue-sizes';
import type { TeamStore } from '../../electron/engine/store/store';
import { changeTicket, insertTickets, readTicket } from '../../electron/engine/store/tickets-table';
import { newTicket } from '../../electron/engine/tickets/new-ticket';
import { seededRandom } from '../support/seeded-random';
import { makeTeam, makeTeamStore } from '../support/team-store';

const byName = (store: Pick<TeamStore, 'sizes'>) =>
  store.sizes.all().then((sizes) => [...sizes].sort((one, other) => one.queue.localeCompare(other.queue)));

async function expectTrue(store: TeamStore): Promise<void> {
  expect(await byName(store)).toEqual(await byName({ sizes: countedSizes(store.db) }));
}

it('the sizes of the queues are those of the rows, whoever comes, goes and moves, and whatever is taken back', async () => {
  const team = await makeTeam();
  const desks = [await makeTeamStore({ team }), await makeTeamStore({ team })] as const;
  const random = seededRandom(110);
  const [one] = desks;
  const row = { mailbox_id: 'main', from_folded: '', received_at: 0, sent_at: 0 } as Parameters<typeof newTicket>[1];
  const tickets = Array.from({ length: 40 }, (_, at) =>
    newTicket(at + 1, row, { from: null, subject: 'Corso' }, 'inbox', null),
  );
  await one.transaction((db) => insertTickets(db, tickets));
  await expectTrue(one);
  const move = async (store: TeamStore, number: number, fails: boolean): Promise<void> => {
    await store.transaction(async (db) => {
      const state = random() < 0.5 ? 'done' : 'open';
      await changeTicket(db, await readTicket(db, `T-${String(number)}`), { state }, { visible: true });
      if (fails) throw new Error('taken back');
    });
  };
  for (let round = 0; round < 20; round += 1) {
    const moves = desks.map((store) => move(store, 1 + Math.floor(random() * 40), random() < 0.3));
    await Promise.allSettled(moves);
    if (round % 5 === 0) await fold(team);
  }
  await one.transaction((db) => db.deleteFrom('ticket').where('number', '<', 10).execute());
  await expectTrue(one);
  expect(await one.sizes.of('inbox')).toBe(await countedSizes(one.db).of('inbox'));
  expect(await one.sizes.of('snoozed')).toBe(0);
});

/** The tally in as few rows as there are queues. */
async function fold(team: Awaited<ReturnType<typeof makeTeam>>): Promise<void> {
  const client = new Client(team.config);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`select ${team.schema}.trim_changes()`);
}
