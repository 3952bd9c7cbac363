import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { createMovedClock } from '../support/moved-clock';
import { teamWithRights } from '../support/made-team';
import type { MadeTeam } from '../support/made-team';
import { OPENED_AT, PROFILE, testOutside } from '../support/make-engine';
import { HER_SALES, erase, personAtDesk, PERSON } from '../support/person-at-desk';
import { addPersonalRows, HER_ADDRESS, personalRows } from '../support/personal-rows';
import { makeTeam, makeTeamStore } from '../support/team-store';
import { writeMail } from '../support/write-mail';
import { erasePerson } from '../../electron/engine/privacy/erase-person';
import { makeDesk } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';

/** Every value of every table of the team's schema, bytes as text. */
async function dumpOf(
  run: (statement: string) => Promise<readonly Readonly<Record<string, unknown>>[]>,
  schema: string,
) {
  const tables = await run(`select tablename from pg_tables where schemaname = '${schema}'`);
  const texts: string[] = [];
  for (const { tablename } of tables) {
    for (const row of await run(`select * from "${schema}"."${String(tablename)}"`))
      texts.push(JSON.stringify(row, (_, value: unknown) => readable(value)));
  }
  return texts.join('\n').toLowerCase();
}

function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  const bytes = value as { readonly type?: unknown; readonly data?: unknown } | null;
  if (bytes !== null && typeof bytes === 'object' && bytes.type === 'Buffer' && Array.isArray(bytes.data))
    return Buffer.from(bytes.data as number[]).toString('latin1');
  return value;
}

async function deskOf(team: MadeTeam, name: string, role: 'agent' | 'lead', beside?: TestDesk): Promise<TestDesk> {
  const agent = { name, email: `${name.toLowerCase()}@corsi.example` };
  return makeDesk({
    team: team.as(await team.add(name, role)),
    profile: { ...PROFILE, agent },
    ...(beside ? { clock: beside.clock, mailbox: beside.mailbox } : {}),
  });
}

describe('erasing a person of a team', () => {
  test('is a lead’s to do; nothing of the person is left in any table, and no agent’s import brings them back', async () => {
    const team = await teamWithRights();
    const anna = { name: 'Anna', email: 'anna@corsi.example' };
    const { desk, canaries } = await personAtDesk({
      team: team.as(await team.add('Anna', 'agent')),
      profile: { ...PROFILE, agent: anna },
    });
    const dump = () => dumpOf((statement) => team.superuser(statement), team.schema);
    expect(await dump()).toContain(PERSON);
    await expect(erase(desk)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(desk.engine.call('erasures.count', { address: PERSON })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(desk.engine.call('retention.save', { months: 6, counted: 0 })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await dump()).toContain(PERSON);

    const lia = await deskOf(team, 'Lia', 'lead', desk);
    const [count] = await lia.engine.call('erasures.count', { transaction: 'HP4410020311' });
    expect(count).toMatchObject({ address: PERSON, counts: { tickets: 7, replies: 1, notes: 1, purchases: 1 } });
    await erase(lia);

    const left = await dump();
    expect([...canaries, PERSON].filter((word) => left.includes(word))).toEqual([]);
    const acts = await team.superuser(`select actor, kind from ${team.schema}.team_act where kind = 'erasure'`);
    expect(acts).toEqual([{ actor: 'Lia', kind: 'erasure' }]);
    await desk.importCsv('sales', HER_SALES('Giulia Ferri'));
    expect(await dump()).not.toContain(PERSON);
    const [sale] = await team.superuser(`select status, buyer_name from ${team.schema}.purchase`);
    expect(sale).toEqual({ status: 'active', buyer_name: '' });
  }, 120_000);

  test('retention erases what is old with a lead’s rights, its history too', async () => {
    const team = await teamWithRights();
    const lia = await deskOf(team, 'Lia', 'lead');
    lia.mailbox.deliver(
      ...['uno', 'due'].map((name) => writeMail({ from: `${name}@posta.example`, subject: name, text: name })),
    );
    await lia.sync();
    for (const { id, revision } of await lia.tickets()) {
      // Its history says which: of that nothing stays.
      await lia.engine.call('labels.put', { changes: [{ ticket: id, add: [`per ${id}`], remove: [] }] });
      const close = { ticket: id, revision, to: 'done' as const, snoozeUntil: null };
      await lia.engine.call('tickets.setState', close);
    }
    const said = `select sum(length(detail)) as length from ${team.schema}.ticket_event where kind <> 'erased'`;
    const [before] = await team.superuser(said);
    lia.clock.advance(90 * 86_400_000);
    await lia.engine.call('retention.save', { months: 1, counted: 2 });
    await eventually(async () => expect((await lia.tickets()).every((row) => row.erased)).toBe(true));
    expect((await lia.engine.call('desk.status', {})).erasureFailure).toBeNull();
    const [after] = await team.superuser(said);
    expect(Number(after?.['length'])).toBeLessThan(Number(before?.['length']));
  }, 120_000);

  test('leaves nothing in any column, and keeps ids, states and figures', async () => {
    const connection = await makeTeam();
    const clock = createMovedClock(OPENED_AT);
    const store = await makeTeamStore({ team: connection, clock });
    const { rows, canaries } = personalRows();
    await addPersonalRows(store, rows);
    const run = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(store.db)).rows;
    const words = [...canaries, HER_ADDRESS, 'giulia.ferri+corsi@posta.example'];
    const before = await dumpOf(run, connection.schema);
    expect(words.filter((word) => !before.includes(word))).toEqual([]);
    await erasePerson({ store, outside: testOutside(clock) }, HER_ADDRESS, 'Ada');
    const after = await dumpOf(run, connection.schema);
    expect(words.filter((word) => after.includes(word))).toEqual([]);
    expect(await store.db.selectFrom('outbox').select(['id', 'state', 'message_id']).execute()).toEqual([
      { id: 'o1', state: 'file_failed', message_id: 'random@corsi.example' },
    ]);
    expect(await store.db.selectFrom('ticket').select(['id', 'state', 'queue', 'decision']).execute()).toEqual([
      { id: 'T-1', state: 'ignored', queue: 'filed', decision: 'other' },
    ]);
  }, 120_000);
});
