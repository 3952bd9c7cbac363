import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './dovecot';

/**
 * A real PostgreSQL (Debian's `postgresql`) as an ordinary foreground process on loopback, in a data folder of its own; the
 * system's cluster is never touched. Runs as root (then the server runs as `nobody`, since PostgreSQL refuses root) and as a
 * plain user. It ends with the process that started it.
 */
export type Postgres = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly dir: string;
  /** Address of a database for the superuser of this cluster, password included: for tests only. */
  url(database?: string): string;
  /** Ends it as a power cut would (`-m immediate`) and starts it again on the same port. */
  crash(): Promise<void>;
  /** Ends it at once; its data stay. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
};

type Owner = { readonly uid: number; readonly gid: number } | null;
const NOBODY = 65534;
const SUPERUSER = 'postgres';
/** Of a cluster that lives for one test run on loopback. */
const PASSWORD = 'segreto-di-prova';
const START_MS = 30_000;

export type PostgresOptions = {
  /** true: what was acknowledged survives `crash`; false (default): faster, for tests that never crash it. */
  readonly durable?: boolean;
  /** Further lines of postgresql.conf. */
  readonly settings?: readonly string[];
};

/** Makes a cluster and starts it. Rejects with the server's own words when it does not come up within 30 s. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const owner: Owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;
  const bin = programs();
  const dir = await mkdtemp(join(tmpdir(), 'sportello-postgres-'));
  const port = await freePort();
  const passwordFile = join(dir, 'password');
  await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
  if (owner) {
    await chown(dir, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const data = join(dir, 'data');
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const sync = options.durable ? [] : ['--no-sync'];
  const made = ['-D', data, '-U', SUPERUSER, '--encoding=UTF8', '--locale=C.UTF-8', ...auth, ...sync];
  await runAs(join(bin, 'initdb'), made, owner, dir);
  const settings = [
    `port = ${String(port)}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${dir}'`,
    'max_connections = 300',
    'shared_buffers = 64MB',
    'max_locks_per_transaction = 256',
    'max_pred_locks_per_transaction = 512',
    ...(options.durable ? [] : ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off']),
    ...(options.settings ?? []),
  ];
  const configuration = join(data, 'postgresql.auto.conf');
  await writeFile(configuration, `${settings.join('\n')}\n`);
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    if (server) throw new Error('This PostgreSQL already runs');
    const child = spawn(join(bin, 'postgres'), ['-D', data], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...owner,
      cwd: dir,
    });
    server = child;
    const endWithUs = (): void => void child.kill('SIGQUIT');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    let words = '';
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`PostgreSQL does not start: ${words}`)), START_MS);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${String(code)}: ${words}`)));
      child.stderr?.on('data', (chunk: Buffer) => {
        if (words.length < 100_000) words += chunk.toString();
        if (!words.includes('ready to accept connections')) return;
        clearTimeout(late);
        resolve();
      });
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = server;
    server = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    host: '127.0.0.1',
    port,
    dir,
    url: (database = 'postgres') => `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${String(port)}/${database}`,
    async crash() {
      // SIGQUIT is "immediate": no clean end, the log is played back at the next start
      await end('SIGQUIT');
      await start();
    },
    stop: () => end('SIGINT'),
    start,
    async remove() {
      await end('SIGQUIT');
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

/** Folder of the newest server's programs: Debian keeps them by version, off the PATH. */
function programs(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  const newest = versions.filter((version) => version >= 14).sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error('There is no PostgreSQL 14 or later (apt-get install postgresql)');
  return join(root, String(newest), 'bin');
}

function runAs(program: string, args: readonly string[], owner: Owner, cwd: string) {
  return new Promise<void>((resolve, reject) => {
    const options = { ...owner, cwd, env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } };
    execFile(program, [...args], options, (error, stdout, stderr) =>
      error ? reject(new Error(`${program}: ${stderr || stdout || error.message}`)) : resolve(),
    );
  });
}
