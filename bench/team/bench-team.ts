import { Client } from 'pg';
import { createOutside } from '../../electron/engine/hosts/outside';
import type { Outside } from '../../electron/engine/outside';
import { readTeamAddress, teamConnection } from '../../electron/engine/store/postgres/team-address';
import type { TeamConnection } from '../../electron/engine/store/postgres/team-address';
import { migrateTeamSchema } from '../../electron/engine/store/postgres/team-schema';
import { createTeam } from '../../electron/engine/team/create-team';
import { addMember } from '../../electron/engine/team/people';
import { startPostgres } from '../../tests/support/postgres';
import type { Postgres } from '../../tests/support/postgres';

/** Somebody of the team, and how the desk of theirs reaches it. */
export type BenchDesk = { readonly login: string; readonly name: string; readonly email: string };

/** A team on a server of this run's own; passes in other processes are handed it as JSON. */
export type BenchTeam = {
  readonly port: number;
  readonly superuser: string;
  readonly desks: readonly BenchDesk[];
};

export const SCHEMA = 'corsi';
const DATABASE = 'desk';
const ADMIN = 'ada';
/** Of a cluster that lives for one run on loopback. */
const PASSWORD = 'parola di prova 1';
/**
 * As somebody sets up a server for a million tickets; autovacuum, the log and fsync as they come. The rest of what is
 * installed stays as it is.
 */
const SETTINGS = ['shared_buffers = 1GB', 'max_wal_size = 4GB', 'effective_cache_size = 2GB'];

/** A server with one team of this many agents, made as `team create` and `team invite` make it. */
export async function makeBenchTeam(desks: number): Promise<{ readonly postgres: Postgres; readonly team: BenchTeam }> {
  const postgres = await startPostgres({ durable: true, settings: SETTINGS });
  const outside = benchOutside();
  const main = new Client(postgres.url());
  await main.connect();
  await main.query(`create role ${ADMIN} login createrole password '${PASSWORD}'`);
  await main.query(`create database ${DATABASE} owner ${ADMIN}`);
  await main.end();
  const admin = connectionOf(postgres.port, ADMIN);
  const ada = { name: 'Ada', email: 'ada@corsi.example' };
  await createTeam(admin, { name: 'Corsi', admin: ada }, outside, migrateTeamSchema);
  const people = Array.from({ length: desks }, (_, index) => ({
    login: `agent_${String(index)}`,
    name: `Agente ${String(index)}`,
    email: `agente.${String(index)}@corsi.example`,
  }));
  for (const person of people) await addMember(admin, { ...person, role: 'agent', password: PASSWORD }, outside);
  return { postgres, team: { port: postgres.port, superuser: postgres.url(DATABASE), desks: people } };
}

/** How a login reaches the team, directly or by the port of a pooler. */
export function connectionOf(port: number, login: string): TeamConnection {
  return teamConnection(readTeamAddress(urlOf(port, login)), PASSWORD, '/');
}

/** The same as a profile says it, and the password that goes with it. */
export function urlOf(port: number, login: string): string {
  return `postgres://${login}@127.0.0.1:${String(port)}/${DATABASE}?schema=${SCHEMA}&sslmode=disable`;
}

export const storePassword = PASSWORD;
export const database = DATABASE;

/** The real world; what is logged above `info` is shown, or a pass would hide why it was slow. */
export function benchOutside(resourcesDir = ''): Outside {
  return createOutside({
    resourcesDir,
    sinks: [(text) => void (text.includes('"level":"info"') || process.stderr.write(`${text}\n`))],
  });
}

/** Epoch ms with fractions: the clock of this machine, which its PostgreSQL shares. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
