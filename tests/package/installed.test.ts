import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drivePage } from '../../bench/ui/devtools';
import { SALES, startTestServers } from '../e2e/servers';
import type { TestServers } from '../e2e/servers';
import { freePort } from '../support/dovecot';
import { startUpdateFeed } from '../support/update-feed';
import type { UpdateFeed } from '../support/update-feed';
import { makeDebian } from './debian';
import type { Debian } from './debian';

/** The .deb of scripts/pack.mjs on a fresh Debian, by an ordinary user, from its menu entry. Each test goes on where the last one ended. */
const DIST = join(import.meta.dirname, '../../dist');
const run = promisify(execFile);
const USER = 'anna';
const PROFILE = '/home/anna/desk';
const ENTRY = '/usr/share/applications/sportello.desktop';

let debian: Debian;
let servers: TestServers;
let display: ChildProcess;
let environment: Record<string, string>;

beforeAll(async () => {
  debian = await makeDebian(USER);
  const folder = join(debian.root, PROFILE);
  mkdirSync(folder, { recursive: true });
  servers = await startTestServers(folder, {});
  await debian.run('root', ['chown', '-R', `${USER}:${USER}`, PROFILE]);
  display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(display.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  // By its abstract socket: the Debian's /tmp is its own.
  environment = { ...servers.environment, DISPLAY: `:${String(number).trim()}` };
});

afterAll(async () => {
  display.kill();
  await servers.stop();
  await debian.remove();
});

describe('installing', () => {
  it('dpkg says what is missing, and apt brings it', async () => {
    const file = readdirSync(DIST).find((name) => name.endsWith('.deb')) ?? '';
    copyFileSync(join(DIST, file), join(debian.root, 'root/sportello.deb'));
    const first = await debian.run('root', ['dpkg', '-i', '/root/sportello.deb']);
    expect(first.code).toBe(1);
    expect(first.err).toContain('dependency problems');
    const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '--no-install-recommends'];
    await debian.run('root', [...apt, 'update']);
    const second = await debian.run('root', [...apt, '--fix-broken', 'install']);
    expect(second).toMatchObject({ code: 0 });
    // what the next test looks with
    const third = await debian.run('root', [...apt, 'install', 'desktop-file-utils', 'appstream']);
    expect(third).toMatchObject({ code: 0 });
    const status = await debian.run('root', [
      'dpkg-query',
      '-W',
      '-f=${db:Status-Status} ${Version}',
      packageName(file),
    ]);
    expect(status.out).toMatch(/^installed \d+\.\d+\.\d+$/);
  });

  it('its menu entry and its description are valid, and mailto: and sportello: links lead to it', async () => {
    await expect(debian.run(USER, ['desktop-file-validate', ENTRY])).resolves.toEqual({ code: 0, out: '', err: '' });
    const metainfo = '/usr/share/metainfo/example.sportello.desk.metainfo.xml';
    await expect(debian.run(USER, ['appstreamcli', 'validate', '--no-net', metainfo])).resolves.toMatchObject({
      code: 0,
    });
    const known = readFileSync(join(debian.root, 'usr/share/applications/mimeinfo.cache'), 'utf8');
    expect(known).toContain('x-scheme-handler/mailto=sportello.desktop;');
    expect(known).toContain('x-scheme-handler/sportello=sportello.desktop;');
    expect(known).toContain('message/rfc822=sportello.desktop;');
  });
});

describe('the installed desk', () => {
  it('started from its menu entry by an ordinary user, in its sandbox, answers a mail at one key', async () => {
    const port = await freePort();
    const inspectPort = await freePort();
    const entry = readFileSync(join(debian.root, ENTRY), 'utf8');
    const [program = '', ...words] = (/^Exec=(.*)$/m.exec(entry)?.[1] ?? '').split(' ').filter((word) => word !== '%U');
    const command = [program, ...words, '--profile', PROFILE, '--language', 'en', '--size', '1440x900'];
    const ports = [`--remote-debugging-port=${String(port)}`, `--inspect=127.0.0.1:${String(inspectPort)}`];
    const desk = debian.start(USER, [...command, ...ports], environment);
    const ended = once(desk, 'exit');
    let said = '';
    desk.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)));
    let printed = '';
    desk.stdout?.on('data', (chunk: Buffer) => (printed += String(chunk)));
    await vi.waitFor(() => expect(printed === '' ? said : printed).toBe('ready\n'), { timeout: 60_000, interval: 100 });

    expect(await answers(inspectPort)).toBe(false);
    const pages = processes().filter(({ command }) => command.includes('--type=renderer'));
    expect(pages.length).toBeGreaterThan(0);
    for (const { command, status } of pages) {
      expect(command).not.toContain('--no-sandbox');
      // a filter of system calls, and a user and process namespace of its own
      expect(status).toMatch(/^Seccomp:\t2$/m);
    }

    const page = await drivePage(port);
    try {
      await vi.waitFor(
        async () => expect(await page.evaluate<string>('document.body.innerText')).toMatch(/listening/),
        {
          timeout: 20_000,
          interval: 200,
        },
      );
      await servers.deliver({
        id: 'giulia-1@posta.example',
        subject: 'Non trovo l’email di accesso',
        text: `Ho pagato ma non mi è arrivata l'email con i dati di accesso.\r\nTransazione ${SALES.giulia.transaction}\r\n\r\nGiulia`,
      });
      const suggestion = `document.querySelector('button[data-decision]')?.dataset.decision ?? ''`;
      await vi.waitFor(
        async () => {
          await page.evaluate(`document.querySelector('[role="option"]')?.click()`);
          expect(await page.evaluate<string>(suggestion)).toBe('club.first-access');
        },
        { timeout: 30_000, interval: 500 },
      );
      // While the desk is open a command asks it by its socket.
      const tickets = await debian.run(
        USER,
        ['sportello', 'tickets', '--profile', PROFILE, '--json'],
        servers.environment,
      );
      expect(tickets).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(tickets.out)).toMatchObject({ requester: expect.anything(), decision: 'club.first-access' });
      await page.press('1');
      await vi.waitFor(() => expect(servers.smtp.accepted).toHaveLength(1), { timeout: 40_000, interval: 200 });
      expect(servers.smtp.accepted[0]?.to).toEqual(['giulia@posta.example']);
    } finally {
      page.close();
      for (const { pid, command } of processes()) {
        if (command.includes('sportello-desk') && !command.includes('--type=')) process.kill(pid, 'SIGTERM');
      }
    }
    await ended;
    await expect(servers.sent()).resolves.toContain('giulia-1@posta.example');
  });

  it('its command line works without a display, and ends in order at Ctrl+C', async () => {
    const caughtUp = await debian.run(
      USER,
      ['sportello', 'sync', '--profile', PROFILE, '--once', '--json'],
      servers.environment,
    );
    expect(caughtUp.code).toBe(0);
    expect(JSON.parse(caughtUp.out)).toMatchObject({ errors: 0 });
    const stopped = await debian.run(
      USER,
      [
        'timeout',
        '--foreground',
        '--preserve-status',
        '--signal=INT',
        '6',
        'sportello',
        'sync',
        '--profile',
        PROFILE,
        '--json',
      ],
      servers.environment,
    );
    expect(stopped.code).toBe(0);
    expect(JSON.parse(stopped.out)).toMatchObject({ errors: 0 });
  });
});

describe('updating', () => {
  const LOOKED = 'sportello.shell.state().then(({ updates }) => updates)';

  it('installs a newer .deb over this one with an administrator’s rights, and starts the desk again', async () => {
    const apt = [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-y',
      '--no-install-recommends',
      'install',
      'sudo',
    ];
    expect(await debian.run('root', apt)).toMatchObject({ code: 0 });
    // In place of the password that a person would type.
    writeFileSync(join(debian.root, 'etc/sudoers.d/anna'), `${USER} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
    const file = readdirSync(DIST).find((name) => name.endsWith('.deb')) ?? '';
    const feed = await startUpdateFeed();
    const newer = file.replace(/_[\d.]+_/, '_0.2.0_');
    feed.publish('0.2.0', newer, await newerPackage(join(DIST, file), feed));
    putFeed(join(debian.root, 'opt/sportello/resources'), feed);

    const port = await freePort();
    const command = ['sportello', '--profile', PROFILE, '--language', 'en', `--remote-debugging-port=${String(port)}`];
    // What the desk starts at its end lives as long as the first process of its namespace.
    const desk = debian.start(USER, ['sh', '-c', '"$@"; sleep 300', 'sh', ...command], environment);
    try {
      const page = await reach(port);
      await vi.waitFor(async () => expect(await page.evaluate(LOOKED)).toMatchObject({ way: 'deb' }), {
        timeout: 20_000,
      });
      await page.evaluate('sportello.shell.lookForUpdate()');
      expect(await page.evaluate(LOOKED)).toMatchObject({ step: { kind: 'ready', version: '0.2.0', putOff: false } });
      expect(await installedVersion(packageName(file))).not.toBe('0.2.0');
      await page.evaluate('void sportello.shell.installUpdate()');
      await vi.waitFor(async () => expect(await installedVersion(packageName(file))).toBe('0.2.0'), {
        timeout: 90_000,
        interval: 1_000,
      });
      expect(existsSync(join(debian.root, 'opt/sportello/newer'))).toBe(true);
      page.close();
      const again = await reach(port);
      await vi.waitFor(
        async () =>
          expect(await again.evaluate(LOOKED)).toMatchObject({
            step: { kind: 'resting' },
            last: { outcome: 'current' },
          }),
        { timeout: 20_000 },
      );
      again.close();
    } finally {
      const ended = once(desk, 'exit');
      desk.kill('SIGKILL');
      await ended;
      await feed.close();
    }
  });

  /** The page of the desk that listens there, now or soon. */
  async function reach(port: number): Promise<Awaited<ReturnType<typeof drivePage>>> {
    const reached: Awaited<ReturnType<typeof drivePage>>[] = [];
    await vi.waitFor(
      async () => {
        const page = await drivePage(port);
        reached.push(page);
        expect(await page.evaluate<boolean>(`document.documentElement.dataset.ready === 'true'`)).toBe(true);
      },
      { timeout: 90_000, interval: 500 },
    );
    const [page] = reached.slice(-1);
    if (page === undefined) throw new Error('The desk shows no page');
    return page;
  }

  async function installedVersion(name: string): Promise<string> {
    return (await debian.run('root', ['dpkg-query', '-W', '-f=${Version}', name])).out;
  }

  /** The same package under a higher version, with one file more. */
  async function newerPackage(file: string, feed: UpdateFeed): Promise<Buffer> {
    const tree = mkdtempSync(join(tmpdir(), 'sportello-newer-'));
    try {
      await run('dpkg-deb', ['-R', file, join(tree, 'package')]);
      const control = join(tree, 'package/DEBIAN/control');
      writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.2.0'));
      writeFileSync(join(tree, 'package/opt/sportello/newer'), '');
      putFeed(join(tree, 'package/opt/sportello/resources'), feed);
      const options = ['--root-owner-group', '-Zzstd', '-z1', '--build'];
      await run('dpkg-deb', [...options, join(tree, 'package'), join(tree, 'newer.deb')]);
      return readFileSync(join(tree, 'newer.deb'));
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  }

  function putFeed(resources: string, { url, keys }: UpdateFeed): void {
    const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' });
    const packed = { feed: url.href, publicKey, updaterCacheDirName: 'downloads' };
    writeFileSync(join(resources, 'updates.json'), JSON.stringify(packed));
  }
});

describe('removing', () => {
  it('takes the program, leaves the data and says where they are', async () => {
    writeFileSync(join(debian.root, PROFILE, 'note'), '');
    const file = readdirSync(DIST).find((name) => name.endsWith('.deb')) ?? '';
    const removed = await debian.run('root', ['dpkg', '--purge', packageName(file)]);
    expect(removed.code).toBe(0);
    expect(removed.out).toMatch(/data stay where they are.*~\/\.config\/Sportello.*--profile/);
    expect(existsSync(join(debian.root, PROFILE, 'store.db'))).toBe(true);
    expect(existsSync(join(debian.root, 'opt/sportello'))).toBe(false);
    expect(existsSync(join(debian.root, ENTRY))).toBe(false);
  });
});

function packageName(file: string): string {
  return file.slice(0, file.indexOf('_'));
}

/** Every process of the Debian, seen from outside. */
function processes(): readonly { readonly pid: number; readonly command: string; readonly status: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        if (!command.startsWith('/opt/sportello/')) return [];
        return [{ pid: Number(name), command, status: readFileSync(`/proc/${name}/status`, 'utf8') }];
      } catch {
        // it ended meanwhile
        return [];
      }
    });
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
