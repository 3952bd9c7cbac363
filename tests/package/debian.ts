import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** How a command in it ended. */
export type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** A Debian of its own, fresh from the archive of this machine's: its files and processes; network and kernel are shared. */
export type Debian = {
  /** Where its files lie here. */
  readonly root: string;
  run(user: string, command: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  start(user: string, command: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess;
  remove(): Promise<void>;
};

/**
 * Makes one. debootstrap's work is kept in the cache, untouched, and copied. Needs root, debootstrap and the archive; Debian and Ubuntu
 * only. `user` is an ordinary user of it.
 */
export async function makeDebian(user: string): Promise<Debian> {
  const root = join(await mkdtemp(join(tmpdir(), 'sportello-debian-')), 'root');
  await run('cp', ['-a', await freshDebian(), root]);
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  writeFileSync(join(root, 'etc/resolv.conf'), readFileSync('/etc/resolv.conf'));
  const debian: Debian = {
    root,
    run: (who, command, environment = {}) =>
      new Promise((done) => {
        const options = { maxBuffer: 64 * 1024 * 1024, env: { PATH } };
        execFile('unshare', enter(root, who, command, environment), options, (error, out, err) =>
          done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
        );
      }),
    start: (who, command, environment) =>
      spawn('unshare', enter(root, who, command, environment), { env: { PATH }, stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rm(join(root, '..'), { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }),
  };
  await debian.run('root', ['useradd', '--create-home', '--shell', '/bin/sh', user]);
  return debian;
}

/**
 * pivot_root rather than chroot: in a chroot the kernel gives no user namespace, and Chromium's sandbox would not be the one that
 * people have. Everything is unmounted with the command's own namespace.
 */
function enter(root: string, user: string, command: readonly string[], environment: Readonly<Record<string, string>>) {
  const script = `set -e
    root=$1 user=$2; shift 2
    mount --bind "$root" "$root"; mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"
    mount -t sysfs sys "$root/sys"; mount -t tmpfs run "$root/run"; mount -t tmpfs tmp "$root/tmp"; chmod 1777 "$root/tmp"
    cd "$root"; mkdir -p run/old; pivot_root . run/old; umount -l run/old
    home=$(getent passwd "$user" | cut -d: -f6); cd "$home"
    exec setpriv --reuid="$user" --regid="$user" --init-groups env -i HOME="$home" LANG=C.UTF-8 PATH="$PATH" "$@"`;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const own = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  return [...own, 'sh', '-c', script, 'sh', root, user, ...variables, ...command];
}

async function freshDebian(): Promise<string> {
  const { mirror, suite } = archive();
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sportello', `debian-${suite}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${String(process.pid)}`;
  mkdirSync(unfinished, { recursive: true });
  await run('debootstrap', ['--variant=minbase', suite, unfinished, mirror], { maxBuffer: 64 * 1024 * 1024 });
  renameSync(unfinished, folder);
  return folder;
}

/** Where this machine's own packages come from: the file names no mirror of its own. */
function archive(): { readonly mirror: string; readonly suite: string } {
  const places = [
    '/etc/apt/sources.list',
    ...readdirSync('/etc/apt/sources.list.d').map((file) => `/etc/apt/sources.list.d/${file}`),
  ];
  const text = places
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  const mirror = text.split(/\s+/).find((word) => /^https?:\/\/\S+\/(debian|ubuntu)\/?$/.test(word));
  if (!suite || !mirror) throw new Error('This machine does not say where its packages come from.');
  return { mirror, suite };
}
