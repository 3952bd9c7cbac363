import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate';

/**
 * A real Dovecot (Debian's `dovecot-imapd`) as an ordinary foreground process on loopback, with its own configuration,
 * certificate, one user and an empty mailbox; nothing of the system's Dovecot is read. Runs as root (then the server
 * runs as `nobody`) and as a plain user. Stop it by `stop()`, which ends only the processes of this server.
 */
export type Dovecot = {
  readonly host: '127.0.0.1';
  /** IMAP over TLS from the first byte. */
  readonly port: number;
  /** IMAP with STARTTLS. */
  readonly plainPort: number;
  readonly user: string;
  readonly password: string;
  /** PEM file with the server's certificate: `ca` of the mailbox settings. */
  readonly caFile: string;
  readonly dir: string;
  /** Puts raw messages into a folder the way a delivery agent does: whole files renamed into the maildir. */
  deliver(raw: string | Uint8Array | readonly (string | Uint8Array)[], folder?: string): Promise<void>;
  list(folder?: string): Promise<readonly ListedMail[]>;
  setFlags(folder: string, uid: number, flags: string): Promise<void>;
  move(from: string, uid: number, to: string): Promise<void>;
  expunge(folder: string, uid: number): Promise<void>;
  setUidValidity(folder: string, value: number): Promise<void>;
  /** Changes the password of the user; signed-in clients stay in. */
  setPassword(password: string): Promise<void>;
  /** Runs doveadm with this server's configuration; answers standard output. */
  doveadm(...args: readonly string[]): Promise<string>;
  restart(): Promise<void>;
  /** Ends the server; its mailbox stays until `remove`. */
  stop(): Promise<void>;
  /** Starts it again on the same ports after `stop`. */
  start(): Promise<void>;
  /** Ends the server and deletes its folder. */
  remove(): Promise<void>;
};

/** One message as the server lists it. */
export type ListedMail = {
  readonly uid: number;
  readonly flags: readonly string[];
  /** Message-ID header as written, '' when absent. */
  readonly messageId: string;
};

const NOBODY = 65534;

/** Starts a Dovecot; see `Dovecot`. Rejects with the server's own words when it does not come up within 10 s. */
export async function startDovecot(
  options: {
    readonly user?: string;
    readonly password?: string;
    readonly hosts?: readonly string[];
    /** Address that says whose an access token is (RFC 7662): the server then takes XOAUTH2 too. */
    readonly introspection?: string;
  } = {},
): Promise<Dovecot> {
  const user = options.user ?? 'support@corsi.example';
  const password = options.password ?? 'segreto-di-prova';
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;
  const dir = await mkdtemp(join(tmpdir(), 'sportello-dovecot-'));
  const port = await freePort();
  let plainPort = await freePort();
  while (plainPort === port) plainPort = await freePort();
  const mail = join(dir, 'mail');
  // Sent and Junk exist from the start, like at every provider
  const maildirs = ['mail', 'mail/.Sent', 'mail/.Junk'].flatMap((path) =>
    ['', '/tmp', '/new', '/cur'].map((sub) => path + sub),
  );
  for (const folder of ['', 'run', 'state', 'home', ...maildirs]) {
    await mkdir(join(dir, folder), { recursive: true });
    if (owner) await chown(join(dir, folder), owner.uid, owner.gid);
  }
  const certificate = makeCertificate(options.hosts ? { hosts: options.hosts } : {});
  const caFile = join(dir, 'cert.pem');
  await writeFile(caFile, certificate.cert);
  await writeOwn(join(dir, 'key.pem'), certificate.key, owner);
  await writeOwn(join(dir, 'users'), `${user}:{PLAIN}${password}\n`, owner);
  const configFile = join(dir, 'dovecot.conf');
  const { introspection = null } = options;
  await writeFile(configFile, configuration({ dir, mail, port, plainPort, introspection }));
  if (introspection !== null) await writeOwn(join(dir, 'oauth2.conf'), oauthConfiguration(introspection), owner);

  let server: ChildProcess | null = null;
  let sequence = 0;

  async function start(): Promise<void> {
    if (server) throw new Error('This Dovecot already runs');
    const child = spawn('/usr/sbin/dovecot', ['-F', '-c', configFile], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...owner,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
      cwd: dir,
    });
    server = child;
    // a test run that dies must not leave its server behind
    const endWithUs = (): void => void child.kill('SIGTERM');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const failed = new Promise<never>((_resolve, reject) => {
      child.once('error', (error) =>
        reject(new Error(`Dovecot cannot be started (apt-get install dovecot-imapd): ${error.message}`)),
      );
      child.once('exit', (code) => reject(new Error(`Dovecot ended with ${code}: ${words}`)));
    });
    // the exit of a later stop() is not a failure of this start
    failed.catch(() => undefined);
    await Promise.race([failed, waitForGreeting(plainPort, 10_000)]);
  }

  /**
   * Ends the master and then every process that it made. By force: asked politely the master restarts its helpers while
   * it shuts down, and an imap process keeps its clients connected for another ten seconds.
   */
  async function stop(): Promise<void> {
    const child = server;
    server = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const made = await childrenOf(child.pid);
    for (const pid of [child.pid, ...made]) kill(pid);
    await ended;
    await waitForRefusal(plainPort, 10_000);
    await dropLeftLocks();
  }

  /**
   * Whoever was killed while it wrote a folder's list of UIDs leaves its lock, without a process number in it: the next
   * process would wait for two minutes before it takes it for dead, and nothing of that folder is served meanwhile.
   */
  async function dropLeftLocks(): Promise<void> {
    const left = (await readdir(mail, { recursive: true })).filter((name) => name.endsWith('dovecot-uidlist.lock'));
    for (const name of left) await rm(join(mail, name), { force: true });
  }

  function doveadm(...args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(
        '/usr/bin/doveadm',
        ['-c', configFile, ...args],
        { ...owner, cwd: dir, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          error ? reject(new Error(`doveadm ${args.join(' ')}: ${stderr || error.message}`)) : resolve(stdout),
      );
    });
  }

  function folderPath(folder: string): string {
    return folder.toUpperCase() === 'INBOX' ? mail : join(mail, `.${folder.replaceAll('/', '.')}`);
  }

  const dovecot: Dovecot = {
    host: '127.0.0.1',
    port,
    plainPort,
    user,
    password,
    caFile,
    dir,
    async deliver(raw, folder = 'INBOX') {
      const path = folderPath(folder);
      const messages = typeof raw === 'string' || raw instanceof Uint8Array ? [raw] : raw;
      for (const message of messages) {
        sequence += 1;
        // the number keeps the order of arrival: Dovecot gives UIDs in the order of file names
        const name = `${String(1_700_000_000 + sequence)}.M${String(sequence)}P${String(process.pid)}.sportello`;
        await writeOwn(join(path, 'tmp', name), message, owner);
        await rename(join(path, 'tmp', name), join(path, 'new', name));
      }
    },
    async list(folder = 'INBOX') {
      const out = await doveadm('-f', 'tab', 'fetch', '-u', user, 'uid flags hdr.message-id', 'mailbox', folder, 'ALL');
      return out
        .split('\n')
        .slice(1)
        .filter((line) => line !== '')
        .map((line) => {
          const [uid = '', flags = '', messageId = ''] = line.split('\t');
          return { uid: Number(uid), flags: flags.split(' ').filter((flag) => flag !== ''), messageId };
        });
    },
    async setFlags(folder, uid, flags) {
      await doveadm('flags', 'add', '-u', user, flags, 'mailbox', folder, 'uid', String(uid));
    },
    async move(from, uid, to) {
      await doveadm('move', '-u', user, to, 'mailbox', from, 'uid', String(uid));
    },
    async expunge(folder, uid) {
      await doveadm('expunge', '-u', user, 'mailbox', folder, 'uid', String(uid));
    },
    async setUidValidity(folder, value) {
      await doveadm('mailbox', 'update', '-u', user, '--uid-validity', String(value), folder);
    },
    async setPassword(changed) {
      await writeOwn(join(dir, 'users'), `${user}:{PLAIN}${changed}\n`, owner);
    },
    doveadm,
    async restart() {
      await stop();
      await start();
    },
    stop,
    start,
    async remove() {
      await stop();
      // its processes may still be closing files for a moment
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };

  await start();
  return dovecot;
}

/** Processes that this one started, by number (Linux). */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const line = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return line
    .split(' ')
    .map(Number)
    .filter((child) => child > 0);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // it has ended between the look and the signal, which is what was wanted
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

type Owner = { readonly uid: number; readonly gid: number } | null;

async function writeOwn(path: string, content: string | Uint8Array, owner: Owner): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  if (owner) await chown(path, owner.uid, owner.gid);
}

function configuration(at: {
  readonly dir: string;
  readonly mail: string;
  readonly port: number;
  readonly plainPort: number;
  readonly introspection: string | null;
}): string {
  const self =
    process.getuid?.() === 0 ? { user: 'nobody', group: 'nogroup' } : { user: userInfo().username, group: '' };
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${at.dir}/run
state_dir = ${at.dir}/state
log_path = ${at.dir}/dovecot.log
default_internal_user = ${self.user}
default_login_user = ${self.user}
${self.group === '' ? '' : `default_internal_group = ${self.group}`}
ssl = yes
ssl_cert = <${at.dir}/cert.pem
ssl_key = <${at.dir}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login${at.introspection === null ? '' : ' xoauth2'}
auth_failure_delay = 0
mail_location = maildir:${at.mail}
mail_home = ${at.dir}/home
first_valid_uid = 1
mail_max_userip_connections = 50
mailbox_idle_check_interval = 1 secs
maildir_stat_dirs = yes
${at.introspection === null ? '' : `passdb {\n  driver = oauth2\n  mechanisms = xoauth2\n  args = ${at.dir}/oauth2.conf\n}`}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${at.dir}/users
}
userdb {
  driver = static
  args = uid=${String(process.getuid?.() === 0 ? NOBODY : (process.getuid?.() ?? NOBODY))} gid=${String(process.getuid?.() === 0 ? NOBODY : (process.getgid?.() ?? NOBODY))} home=${at.dir}/home
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
  mailbox Junk {
    special_use = \\Junk
    auto = create
  }
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${String(at.plainPort)}
  }
  inet_listener imaps {
    port = ${String(at.port)}
    ssl = yes
  }
}
service stats {
  chroot =
}
`;
}

/** Asks the identity server for every login: nothing is remembered, so a token that was taken back is refused at once. */
function oauthConfiguration(introspection: string): string {
  return `
introspection_mode = post
introspection_url = ${introspection}
username_attribute = username
active_attribute = active
active_value = true
force_introspection = yes
`;
}

/** A TCP port of 127.0.0.1 that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Whether the server greets: a listening socket alone does not say that the login process is up. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port });
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

async function waitForGreeting(port: number, budgetMs: number): Promise<void> {
  const until = Date.now() + budgetMs;
  while (!(await greets(port))) {
    if (Date.now() > until) throw new Error(`Dovecot did not greet on port ${port} within ${budgetMs} ms`);
    await pause(25);
  }
}

async function waitForRefusal(port: number, budgetMs: number): Promise<void> {
  const until = Date.now() + budgetMs;
  while (await greets(port)) {
    if (Date.now() > until) throw new Error(`Port ${port} still answers ${budgetMs} ms after Dovecot ended`);
    await pause(25);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
