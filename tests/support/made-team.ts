import { execFile } from 'node:child_process';
import { Client } from 'pg';
import type { QueryResult } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { createTeam } from '../../electron/engine/team/create-team';
import { addMember } from '../../electron/engine/team/people';
import type { TeamRole } from '../../electron/engine/store/postgres/rights';
import { readTeamAddress, teamConnection } from '../../electron/engine/store/postgres/team-address';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { migrateTeamSchema } from '../../electron/engine/store/postgres/team-schema';

/** Password of everybody in these tests. */
export const PASSWORD = 'parola di prova 1';
const NOON = Date.UTC(2026, 0, 15, 12);

let made = 0;
let ids = 0;

/** What the host gives, the same in every run. */
export const outside = {
  clock: { now: () => NOON, after: () => () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  ids: {
    row: () => `row-${String((ids += 1))}`,
    secret: () => (ids += 1).toString(16).padStart(32, '0'),
  },
};

/** A team on the run's PostgreSQL, made as `team create` makes it, in a database of its own. Roles are the whole server's, so its names are, too. */
export type MadeTeam = {
  readonly database: string;
  readonly schema: string;
  /** Login of its first admin, Ada, who made it. */
  readonly admin: string;
  /** How a login reaches it. */
  as(login: string): TeamConnection;
  /** Adds a person; answers the login. */
  add(who: string, role: TeamRole): Promise<string>;
  /** Runs statements as the cluster's superuser, and answers the rows of the last one. */
  superuser(sql: string): Promise<readonly Record<string, unknown>[]>;
};

/** A database with nobody in it but an administrator who may make a team there. Gone after the test, with its roles. */
export async function makeDatabase(url: string = inject('postgres')): Promise<Omit<MadeTeam, 'add'>> {
  made += 1;
  const name = `t${String(process.pid)}_${String(made)}`;
  const schema = `corsi_${name}`;
  const admin = `ada_${name}`;
  const at = new URL(url);
  await asSuperuser(url, 'postgres', `create role ${admin} login createrole password '${PASSWORD}'`);
  await asSuperuser(url, 'postgres', `create database ${name} owner ${admin}`);
  onTestFinished(async () => {
    await asSuperuser(url, 'postgres', `drop database ${name} with (force)`);
    const roles = await asSuperuser(url, 'postgres', `select rolname from pg_roles where rolname like '%${name}%'`);
    for (const { rolname } of roles) await asSuperuser(url, 'postgres', `drop role "${String(rolname)}"`);
  });
  return {
    database: name,
    schema,
    admin,
    as: (login) =>
      teamConnection(
        readTeamAddress(`postgres://${login}@${at.host}/${name}?schema=${schema}&sslmode=disable`),
        PASSWORD,
        '/',
      ),
    superuser: (sql) => asSuperuser(url, name, sql),
  };
}

export async function teamWithRights(): Promise<MadeTeam> {
  const database = await makeDatabase();
  const admin = { name: 'Ada', email: 'ada@corsi.example' };
  await createTeam(database.as(database.admin), { name: 'Corsi', admin }, outside, migrateTeamSchema);
  return {
    ...database,
    async add(who, role) {
      const login = `${who.toLowerCase()}_${database.database}`;
      const email = `${who.toLowerCase()}@corsi.example`;
      await addMember(database.as(database.admin), { login, name: who, email, role, password: PASSWORD }, outside);
      return login;
    },
  };
}

async function asSuperuser(url: string, database: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const at = new URL(url);
  at.pathname = `/${database}`;
  const client = new Client(at.href);
  await client.connect();
  try {
    const done: QueryResult | QueryResult[] = await client.query(sql);
    return (Array.isArray(done) ? done.at(-1) : done)?.rows ?? [];
  } finally {
    await client.end();
  }
}

/** What `psql` printed, and how it ended: 0 where every statement was carried out. */
export type PsqlRun = { readonly code: number; readonly out: string; readonly err: string };

/** Runs SQL by the real `psql`, as somebody would who goes around our program. */
export function psql(connection: TeamConnection, sql: string): Promise<PsqlRun> {
  return runPsql(connection, ['-v', 'ON_ERROR_STOP=1', '-c', sql]);
}

/** Each statement by itself, one after another, whatever the one before it gave. */
export function psqlEach(connection: TeamConnection, statements: readonly string[]): Promise<PsqlRun> {
  return runPsql(
    connection,
    statements.flatMap((sql) => ['-c', sql]),
  );
}

function runPsql({ config }: TeamConnection, given: readonly string[]): Promise<PsqlRun> {
  const args = ['-X', '-A', '-t', '-q', '-v', 'VERBOSITY=verbose', ...given];
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    PGHOST: config.host,
    PGPORT: String(config.port),
    PGDATABASE: config.database,
    PGUSER: config.user,
    PGPASSWORD: String(config.password),
    PGOPTIONS: '',
  };
  return new Promise((done, failed) => {
    execFile('psql', args, { env }, (error, out, err) => {
      if (error && typeof error.code !== 'number') failed(error);
      else done({ code: typeof error?.code === 'number' ? error.code : 0, out: out.trim(), err });
    });
  });
}
