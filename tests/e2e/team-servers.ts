import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Profile } from '../../shared/contract/profile';
import { startPostgres } from '../support/postgres';
import type { Postgres } from '../support/postgres';
import type { TestServers } from './servers';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const PASSWORD = 'parola di prova 1';
const DATABASE = 'desk';

/** A team on a real PostgreSQL, made by the command `team` as its admin would. */
export type TestTeam = {
  readonly postgres: Postgres;
  /** Adds an agent and writes the profile of a desk in this folder: the mailbox of `from`, the team's store. */
  readonly join: (name: string, profileDir: string, from: string) => Promise<void>;
  /** Adds an agent; answers what `team invite` prints for that person, and the password that goes another way. */
  readonly invite: (name: string) => Promise<{ readonly invitation: string; readonly password: string }>;
  /** Imports the sales and the catalogue that `startTestServers` wrote, as this desk. */
  readonly importSales: (profileDir: string, from: string) => Promise<void>;
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

export async function startTestTeam(servers: TestServers): Promise<TestTeam> {
  const postgres = await startPostgres({ durable: true });
  await asSuperuser(postgres, `create role ada login createrole password '${PASSWORD}'`);
  await asSuperuser(postgres, `create database ${DATABASE} owner ada`);
  const secrets = { SPORTELLO_STORE_PASSWORD: PASSWORD, SPORTELLO_MEMBER_PASSWORD: PASSWORD };
  const environment = { ...servers.environment, SPORTELLO_STORE_PASSWORD: PASSWORD };
  const url = (login: string) =>
    `postgres://${login}@127.0.0.1:${String(postgres.port)}/${DATABASE}?schema=corsi&sslmode=disable`;
  const cli = (...args: readonly string[]) =>
    run(process.execPath, [join(ROOT, 'out/cli/index.cjs'), ...args], { cwd: ROOT, env: secrets });
  await cli('team', 'create', '--url', url('ada'), '--name', 'Corsi', '--agent', 'Ada <ada@corsi.example>');
  const add = async (name: string): Promise<string> => {
    const login = name.toLowerCase();
    const person = [name, `<${login}@corsi.example>`];
    await cli('team', 'add', ...person, '--url', url('ada'), '--role', 'agent', '--login', login);
    return login;
  };
  return {
    postgres,
    environment,
    async invite(name) {
      const { stdout } = await cli('team', 'invite', await add(name), '--url', url('ada'));
      return { invitation: stdout, password: PASSWORD };
    },
    async join(name, profileDir, from) {
      const login = await add(name);
      const profile = JSON.parse(await readFile(join(from, 'profile.json'), 'utf8')) as Profile;
      await mkdir(profileDir, { recursive: true });
      for (const file of ['imap.pem', 'smtp.pem']) await copyFile(join(from, file), join(profileDir, file));
      const own = { ...profile, store: { kind: 'postgres', url: url(login) } };
      await writeFile(join(profileDir, 'profile.json'), JSON.stringify(own));
    },
    async importSales(profileDir, from) {
      await cli('import', '--profile', profileDir, 'products', join(from, 'products.csv'));
      await cli('import', '--profile', profileDir, 'sales', join(from, 'sales.csv'));
    },
    stop: () => postgres.remove(),
  };
}

async function asSuperuser(postgres: Postgres, statement: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
