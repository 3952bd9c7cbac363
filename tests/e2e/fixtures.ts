import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base, _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { startTestServers } from './servers';
import type { ServerOptions, TestServers } from './servers';

/** A running desk: its window, and what it said on standard output and error. */
export type RunningDesk = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly output: () => string;
  /** Closes the window as a person would and waits for the end of the process. */
  readonly close: () => Promise<void>;
  /** Ends the desk without a word, as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Process number of the engine, as the desk itself knows it. */
  readonly enginePid: () => Promise<number>;
};

export type OpenDesk = (options?: {
  /** Further arguments, for example `--demo`. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder of the profile; default: the test's own. */
  readonly profileDir?: string;
  /** Wait until the ticket list can be used; false for the first-run dialogs. Default true. */
  readonly untilReady?: boolean;
}) => Promise<RunningDesk>;

type Fixtures = {
  /** An empty folder of this test alone. */
  readonly profileDir: string;
  /** Starts the real desk; whatever is still open after the test is closed. */
  readonly openDesk: OpenDesk;
  /** A real Dovecot and an SMTP server on loopback, and the test's profile that names them. */
  readonly startServers: (options?: ServerOptions) => Promise<TestServers>;
};

const ROOT = join(import.meta.dirname, '../..');
// Given by scripts/test.mjs: the official Electron, or the fallback runtime.
const EXECUTABLE = process.env['SPORTELLO_ELECTRON_PATH'];
// Holds the start of the app back until Playwright listens; both runtimes take it with -r.
export const PLAYWRIGHT_LOADER = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
  profileDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sportello-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
  startServers: async ({ profileDir }, use) => {
    const started: TestServers[] = [];
    await use(async (options = {}) => {
      const servers = await startTestServers(profileDir, options);
      started.push(servers);
      return servers;
    });
    for (const servers of started) await servers.stop();
  },
  // Asks for the servers so that they outlive the desk: a desk that closes while they go away would only log it.
  openDesk: async ({ profileDir, startServers: _outlivesTheDesk }, use, info) => {
    const open: RunningDesk[] = [];
    await use(async (options = {}) => {
      const desk = await launchDesk(options.profileDir ?? profileDir, options.args ?? [], options.environment ?? {});
      open.push(desk);
      if (options.untilReady ?? true) {
        await desk.page.waitForSelector('html[data-ready="true"]', { state: 'attached', timeout: 45_000 });
      }
      return desk;
    });
    const failed = info.status !== info.expectedStatus;
    for (const [index, desk] of open.entries()) {
      if (failed) {
        await info.attach(`output-${index}.txt`, { body: desk.output(), contentType: 'text/plain' });
        // The window may be gone already: that is what the test was about, or why it failed.
        await desk.page.screenshot({ path: info.outputPath(`window-${index}.png`) }).catch(() => undefined);
      }
      await desk.close();
    }
  },
});

export { expect } from '@playwright/test';

/** Starts the real desk on this profile; whoever starts it closes it. `loader` runs ahead of main, and runs Playwright's. */
export async function launchDesk(
  profileDir: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  loader = PLAYWRIGHT_LOADER,
): Promise<RunningDesk> {
  if (!EXECUTABLE) throw new Error('Run these through `npm test`: it finds an Electron and starts a display.');
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SPORTELLO_'));
  const app = await _electron.launch({
    executablePath: EXECUTABLE,
    args: ['-r', loader, ROOT, '--profile', profileDir, '--language', 'en', '--size', '1440x900', ...args],
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), ...environment },
    timeout: 45_000,
  });
  let said = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  let ended = false;
  const end = new Promise<void>((resolve) => {
    app.once('close', () => {
      ended = true;
      resolve();
    });
  });
  // A desk that is closed at the end of a test holds what waits, as a person would answer; none is there to be asked.
  await app.evaluate(({ dialog }) => {
    Reflect.set(dialog, 'showMessageBox', () => Promise.resolve({ response: 1, checkboxChecked: false }));
  });
  const page = await app.firstWindow({ timeout: 45_000 });
  return {
    app,
    page,
    output: () => said,
    close: async () => {
      if (!ended) await app.close();
    },
    kill: async () => {
      app.process().kill('SIGKILL');
      await end;
    },
    enginePid: async () => {
      const pid = await app.evaluate(
        (electron) => electron.app.getAppMetrics().find(({ name }) => name === 'Sportello engine')?.pid ?? 0,
      );
      if (pid === 0) throw new Error('The desk has no engine process now');
      return pid;
    },
  };
}
