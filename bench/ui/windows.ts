import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { freePort } from '../../tests/support/dovecot';
import { drivePage } from './devtools';
import type { DrivenPage } from './devtools';
import { installProbe } from './probe';

/** A program that opens one window: the desk, or the bare one beside it. */
export type Program = {
  /** The folder that Electron opens; of a packaged program what is started itself. */
  readonly app: string;
  readonly isPackaged?: boolean;
  /** Where its data lie; Chromium's own are thrown away before each start. */
  readonly profileDir: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type OpenWindow = {
  readonly page: DrivenPage;
  /** Private bytes of all its pages' processes together, MB. */
  readonly privateMb: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/** What Chromium and the window keep beside the store: none of it may be there at a cold start. */
const KEPT_BY_WINDOW = ['browser', 'config.json', 'Cache', 'Code Cache', 'GPUCache', 'Local Storage', 'Preferences'];

/** The desk closes its store well within that, ms; a bare Electron now and then never ends by itself. */
const END_LIMIT_MS = 15_000;

/** Starts it with fresh user data; answers how long it took until it said `ready`, ms, once it has ended again. */
export async function coldStart(program: Program): Promise<number> {
  const started = await start(program, []);
  await started.end();
  return started.ms;
}

/** Opens the window to be driven. */
export async function openWindow(program: Program): Promise<OpenWindow> {
  const port = await freePort();
  const started = await start(program, [`--remote-debugging-port=${String(port)}`]);
  const page = await driven(port).catch(async (error: unknown) => {
    await started.end();
    throw error;
  });
  return {
    page,
    privateMb: () => privateMbOf(started.pid),
    close: async () => {
      page.close();
      await started.end();
    },
  };
}

async function driven(port: number): Promise<DrivenPage> {
  const page = await drivePage(port);
  await page.evaluate(`(${installProbe.toString()})()`);
  return page;
}

type Started = { readonly ms: number; readonly pid: number; readonly end: () => Promise<void> };

async function start(program: Program, args: readonly string[]): Promise<Started> {
  const electron = process.env['SPORTELLO_ELECTRON_PATH'];
  if (!electron) throw new Error('Run this through `npm run bench:ui`: it finds an Electron and starts a display.');
  for (const name of KEPT_BY_WINDOW) await rm(join(program.profileDir, name), { recursive: true, force: true });
  const switches = ['--ozone-platform-hint=auto', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const own = ['--profile', program.profileDir, '--language', 'en', '--size', '1440x900'];
  const began = performance.now();
  const [command, opened] = program.isPackaged ? [program.app, []] : [electron, [program.app]];
  const child = spawn(command, [...switches, ...args, ...opened, ...own], {
    env: { ...process.env, ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (/^ready$/m.test(chunk.toString('utf8'))) resolve(performance.now() - began);
    });
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${program.app} ended before it was ready:\n${said}`)));
  });
  return {
    ms,
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}

/** Linux only: elsewhere no program may look at another one's memory so closely. */
async function privateMbOf(pid: number): Promise<number> {
  let kb = 0;
  for (const one of await descendants(pid)) {
    const command = await readFile(`/proc/${String(one)}/cmdline`, 'utf8');
    if (!command.includes('--type=renderer')) continue;
    const rollup = await readFile(`/proc/${String(one)}/smaps_rollup`, 'utf8');
    for (const [, size] of rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)) kb += Number(size);
  }
  return kb / 1024;
}

async function descendants(pid: number): Promise<readonly number[]> {
  const line = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  const children = line
    .split(' ')
    .map(Number)
    .filter((child) => child > 0);
  const further = await Promise.all(children.map(descendants));
  return [...children, ...further.flat()];
}
