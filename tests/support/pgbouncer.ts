import { spawn } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './dovecot';

/**
 * A real PgBouncer (Debian's `pgbouncer`) in transaction mode before a PostgreSQL on loopback, as an ordinary process. Who signs
 * in is looked up at the server (`auth_query`), so everybody stays the role that they are. It ends with the test's process.
 */
export type PgBouncer = { readonly host: '127.0.0.1'; readonly port: number; stop(): Promise<void> };

const NOBODY = 65534;
const PROGRAM = '/usr/sbin/pgbouncer';
const START_MS = 10_000;

/**
 * Starts one before the server of this superuser's address, for this database or for any. Rejects with PgBouncer's own words
 * when it does not come up.
 */
export async function startPgBouncer(superuser: string, database = '*'): Promise<PgBouncer> {
  const server = new URL(superuser);
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;
  const dir = await mkdtemp(join(tmpdir(), 'sportello-pgbouncer-'));
  const port = await freePort();
  const [users, settings] = [join(dir, 'users.txt'), join(dir, 'pgbouncer.ini')];
  await writeFile(users, `"${server.username}" "${decodeURIComponent(server.password)}"\n`, { mode: 0o600 });
  await writeFile(
    settings,
    [
      '[databases]',
      `${database} = host=${server.hostname} port=${server.port} auth_user=${server.username}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${String(port)}`,
      'unix_socket_dir =',
      'pool_mode = transaction',
      // Two server links for many desks: who relies on a session of its own shows it at once.
      'default_pool_size = 2',
      'max_client_conn = 300',
      'auth_type = scram-sha-256',
      `auth_file = ${users}`,
      'auth_query = select usename, passwd from pg_shadow where usename = $1',
      'server_tls_sslmode = disable',
      'ignore_startup_parameters = extra_float_digits',
    ].join('\n'),
    { mode: 0o600 },
  );
  if (owner) for (const path of [dir, users, settings]) await chown(path, owner.uid, owner.gid);
  const child = spawn(PROGRAM, [settings], { stdio: ['ignore', 'ignore', 'pipe'], ...owner, cwd: dir });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => process.off('exit', endWithUs));
  let words = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`PgBouncer does not start: ${words}`)), START_MS);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PgBouncer ended with ${String(code)}: ${words}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      if (words.length < 100_000) words += chunk.toString();
      if (!words.includes('process up')) return;
      clearTimeout(late);
      resolve();
    });
  });
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
