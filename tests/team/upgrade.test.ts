import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, NEWEST_SCHEMA } from '../../electron/engine/store/migrations/migrate';
import { migrateTeamSchema } from '../../electron/engine/store/postgres/team-schema';
import { silentLog, stillClock } from '../support/make-store';
import { readAllRows, unpackOldStore } from '../support/old-store';
import { TEAM_SCHEMA, asSuperuser, makeTeamStore, teamConnection } from '../support/team-store';

/** The first schema that teams had. */
const FIRST_TEAM = 110;
const KEPT = ['ticket', 'outbox', 'purchase', 'note', 'draft', 'setting'] as const;
const outside = { clock: stillClock(), log: silentLog };

/** As a server takes texts: no zero bytes, no half characters. */
function clean(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').replace(/[\uD800-\uDFFF]/g, '') : value;
}

it('a team of the first version is refused until it is upgraded, and then has all that was in it', async () => {
  const main = teamConnection('postgres');
  const database = `team_old_${String(process.pid)}`;
  await asSuperuser(main, `create database ${database}`);
  onTestFinished(async () => void (await asSuperuser(main, `drop database ${database} with (force)`)));
  const team = teamConnection(database);
  await asSuperuser(team, `create schema ${TEAM_SCHEMA}`);
  await migrateTeamSchema(
    team,
    outside,
    MIGRATIONS.filter(({ number }) => number <= FIRST_TEAM),
  );

  const rows = await readAllRows(unpackOldStore({ schema: FIRST_TEAM, key: null }), null);
  const client = new Client(team.config);
  await client.connect();
  await client.query(`set search_path to ${TEAM_SCHEMA}`);
  await client.query('set session_replication_role = replica');
  for (const table of KEPT) {
    for (const row of rows[table] ?? []) {
      const names = Object.keys(row);
      const places = names.map((_, at) => `$${String(at + 1)}`);
      const columns = names.map((name) => `"${name}"`).join(', ');
      await client.query(
        `insert into ${table} (${columns}) values (${places.join(', ')})`,
        Object.values(row).map(clean),
      );
    }
  }
  await client.end();

  await expect(makeTeamStore({ team })).rejects.toMatchObject({
    code: 'store-older',
    detail: { applied: FIRST_TEAM, known: NEWEST_SCHEMA },
  });
  await migrateTeamSchema(team, outside);
  const store = await makeTeamStore({ team });
  for (const table of KEPT) {
    const kept = await store.db.selectFrom(table).selectAll().execute();
    const before = (rows[table] ?? []).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, clean(value)])),
    );
    expect(before).toHaveLength(3);
    expect(JSON.parse(JSON.stringify(kept))).toEqual(
      expect.arrayContaining(
        (JSON.parse(JSON.stringify(before)) as object[]).map((row) => expect.objectContaining(row) as unknown),
      ),
    );
  }
});
