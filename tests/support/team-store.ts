import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { Clock, Log } from '../../electron/engine/outside';
import { openTeamStore } from '../../electron/engine/store/postgres/open-team-store';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { migrateTeamSchema } from '../../electron/engine/store/postgres/team-schema';
import type { TeamStore } from '../../electron/engine/store/store';

/** Schema of every team of these tests: each has a database of its own. */
export const TEAM_SCHEMA = 'corsi';
/** A database with an empty team in it, from which the others are made. */
const TEMPLATE = 'sportello_template';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let made = 0;
let desks = 0;

/** How the superuser reaches a database of the run's PostgreSQL. */
export function teamConnection(database: string, url = inject('postgres')): TeamConnection {
  const at = new URL(url);
  const [host, port] = [at.hostname, Number(at.port)];
  const config = { host, port, database, user: at.username, password: decodeURIComponent(at.password), ssl: false };
  return { config, schema: TEAM_SCHEMA, at: { host, port, database } };
}

/** An empty team on a server of the test's own, which the test may crash. */
export async function makeTeamOn(url: string): Promise<TeamConnection> {
  const main = teamConnection('postgres', url);
  await asSuperuser(main, `create database team`);
  const team = teamConnection('team', url);
  await asSuperuser(team, `create schema ${TEAM_SCHEMA}`);
  await migrateTeamSchema(team, { clock: { now: () => 0, after: () => () => undefined }, log: quiet });
  return team;
}

/** An empty team in a database of its own, gone after the test; answers how to reach it. */
export async function makeTeam(): Promise<TeamConnection> {
  const main = teamConnection('postgres');
  await makeTemplate();
  made += 1;
  const database = `team_${String(process.pid)}_${String(made)}`;
  await asSuperuser(main, `create database ${database} template ${TEMPLATE}`);
  onTestFinished(async () => void (await asSuperuser(main, `drop database ${database} with (force)`)));
  return teamConnection(database);
}

/** An open store of a new team, or one more desk on `team`. It is closed after the test. */
export async function makeTeamStore(
  options: { readonly team?: TeamConnection; readonly clock?: Clock; readonly log?: Log; readonly place?: string } = {},
): Promise<TeamStore> {
  const team = options.team ?? (await makeTeam());
  desks += 1;
  const desk = desks.toString(16).padStart(26, '0');
  let secrets = 0;
  const store = await openTeamStore(
    team,
    {
      clock: options.clock ?? { now: () => Date.UTC(2026, 0, 15, 9), after: () => () => undefined },
      log: options.log ?? quiet,
      ids: {
        row: () => `desk-${desk}-${String((secrets += 1))}`,
        secret: () => (secrets += 1).toString(16).padStart(6, '0') + desk,
      },
    },
    options.place ?? 'here',
  );
  onTestFinished(() => store.close());
  return store;
}

/** Runs one statement as the superuser of this team's database. */
export async function asSuperuser(team: TeamConnection, statement: string): Promise<readonly unknown[][]> {
  const client = new Client(team.config);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
    return rows ?? [];
  } finally {
    await client.end();
  }
}

/** Made by whoever is first; the others, in processes of their own, wait for it. */
async function makeTemplate(): Promise<void> {
  const main = teamConnection('postgres');
  const client = new Client(main.config);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(1)');
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (rows.length > 0) return;
    const making = `${TEMPLATE}_making`;
    await client.query(`create database ${making}`);
    const template = teamConnection(making);
    await asSuperuser(template, `create schema ${TEAM_SCHEMA}`);
    await migrateTeamSchema(template, { clock: { now: () => 0, after: () => () => undefined }, log: quiet });
    await client.query(`alter database ${making} rename to ${TEMPLATE}`);
  } finally {
    await client.end();
  }
}
