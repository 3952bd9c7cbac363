import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base, _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';

/** A running desk: its window, and what it said on standard output and error. */
export type RunningDesk = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly output: () => string;
  /** Closes the window as a person would and waits for the end of the process. */
  readonly close: () => Promise<void>;
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

const ROOT = join(import.meta.dirname, '../..');
// Given by scripts/test.mjs: the official Electron, or the fallback runtime.
const EXECUTABLE = process.env['SPORTELLO_ELECTRON_PATH'];
// Holds the start of the app back until Playwright listens; both runtimes take it with -r.
const PLAYWRIGHT_LOADER = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** `profileDir`: an empty folder of this test alone. `openDesk`: starts the real desk; whatever is open is closed. */
export const test = base.extend<{ profileDir: string; openDesk: OpenDesk }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
  profileDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sportello-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  openDesk: async ({ profileDir }, use) => {
    const open: RunningDesk[] = [];
    await use(async (options = {}) => {
      const desk = await launch(options.profileDir ?? profileDir, options.args ?? [], options.environment ?? {});
      open.push(desk);
      if (options.untilReady ?? true) {
        await desk.page.waitForSelector('html[data-ready="true"]', { state: 'attached', timeout: 45_000 });
      }
      return desk;
    });
    for (const desk of open) await desk.close();
  },
});

export { expect } from '@playwright/test';

async function launch(
  profileDir: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RunningDesk> {
  if (!EXECUTABLE) throw new Error('Run these through `npm test`: it finds an Electron and starts a display.');
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SPORTELLO_'));
  const app = await _electron.launch({
    executablePath: EXECUTABLE,
    args: ['-r', PLAYWRIGHT_LOADER, ROOT, '--profile', profileDir, '--language', 'en', '--size', '1440x900', ...args],
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), ...environment },
    timeout: 45_000,
  });
  let said = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  let closed = false;
  app.once('close', () => (closed = true));
  const page = await app.firstWindow({ timeout: 45_000 });
  return {
    app,
    page,
    output: () => said,
    close: async () => {
      if (!closed) await app.close();
    },
  };
}
