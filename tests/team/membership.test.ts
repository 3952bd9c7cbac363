import { expect, test } from 'vitest';
import type { MadeTeam } from '../support/made-team';
import { teamWithRights } from '../support/made-team';
import { CLUB_PRODUCT, makeDesk, PRODUCTS_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';

/** The desk of a new member, with the rights of the role. */
async function deskOf(team: MadeTeam, name: string, role: 'agent' | 'lead'): Promise<TestDesk> {
  return makeDesk({ team: team.as(await team.add(name, role)) });
}

test('the desk says who signed in and with which role, and who else is in the team', async () => {
  const team = await teamWithRights();
  const anna = await deskOf(team, 'Anna', 'agent');
  await team.add('Lia', 'lead');
  expect((await anna.engine.call('desk.status', {})).member).toEqual({
    name: 'Anna',
    email: 'anna@corsi.example',
    role: 'agent',
  });
  const membership = await anna.engine.call('team.membership', {});
  expect(membership).toMatchObject({
    team: 'Corsi',
    at: { schema: team.schema, login: `anna_${team.database}` },
    reads: null,
    sends: null,
  });
  expect(membership?.members.map(({ name, role }) => [name, role])).toEqual([
    ['Ada', 'admin'],
    ['Anna', 'agent'],
    ['Lia', 'lead'],
  ]);
});

test('whose desk reads and sends is said as long as its seat is not over by the server’s clock', async () => {
  const team = await teamWithRights();
  const anna = await deskOf(team, 'Anna', 'agent');
  const seats = (until: string) =>
    team.superuser(`truncate ${team.schema}.lease; insert into ${team.schema}.lease
      (name, holder, holder_name, fence, until_at)
      select name, 'd', 'Lia', 1, ${until} from (values ('mailbox'), ('outbox')) as seat(name)`);
  const now = 'extract(epoch from clock_timestamp()) * 1000';
  await seats(`${now} + 60000`);
  expect(await anna.engine.call('team.membership', {})).toMatchObject({ reads: 'Lia', sends: 'Lia' });
  await seats(`${now} - 1`);
  expect(await anna.engine.call('team.membership', {})).toMatchObject({ reads: null, sends: null });
});

test('an agent makes a ruling and takes the own one back, and only a lead changes a colleague’s', async () => {
  const team = await teamWithRights();
  const [anna, lia] = [await deskOf(team, 'Anna', 'agent'), await deskOf(team, 'Lia', 'lead')];
  const bruno = await deskOf(team, 'Bruno', 'agent');
  await anna.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
  const rule = (desk: TestDesk, delivery: 'club' | 'producer' | 'unknown') =>
    desk.engine.call('products.rule', { productId: '41', delivery });
  const stands = async () => (await lia.engine.call('products.open', { productId: '41' })).delivery;
  await rule(anna, 'producer');
  await expect(rule(bruno, 'club')).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(rule(bruno, 'unknown')).rejects.toMatchObject({ code: 'not-allowed' });
  const { name, memberAreaUrl, producerName, producerEmail } = await bruno.engine.call('products.open', {
    productId: '41',
  });
  const entry = { productId: '41', name: `${name}, nuova edizione`, memberAreaUrl, producerName, producerEmail };
  await expect(bruno.engine.call('products.save', { ...entry, delivery: 'club' })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  expect(await stands()).toBe('producer');
  // The rest of the entry is everybody's.
  await bruno.engine.call('products.save', { ...entry, delivery: null });
  await rule(anna, 'unknown');
  expect(await stands()).toBe('club');
  await rule(anna, 'producer');
  await rule(lia, 'club');
  expect(await stands()).toBe('club');
});

test('a store of one’s own has no members and no roles', async () => {
  const desk = await makeDesk({ team: null });
  expect((await desk.engine.call('desk.status', {})).member).toBeNull();
  expect(await desk.engine.call('team.membership', {})).toBeNull();
});
