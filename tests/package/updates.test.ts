import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { drivePage } from '../../bench/ui/devtools';
import type { DrivenPage } from '../../bench/ui/devtools';
import type { UpdatesView } from '../../shared/contract/updates';
import { startTestServers } from '../e2e/servers';
import type { TestServers } from '../e2e/servers';
import { freePort } from '../support/dovecot';
import { makeFeedKeys, startUpdateFeed } from '../support/update-feed';
import type { UpdateFeed } from '../support/update-feed';

/**
 * The packed desk against a publisher's server on loopback, with keys of the test's own. It believes that it was started from an
 * AppImage: the one of this file is a script that writes down how it is started.
 */
const DIST = join(import.meta.dirname, '../../dist');
const NEW_FILE = 'sportello-0.2.0-linux-x64.AppImage';
/** How long the mail server thinks about a mail that it has, ms: meanwhile its row is past `final_pending`. */
const THINKS_MS = 5_000;

let work: string;
let folder: string;
let profile: string;
let own: string;
let feed: UpdateFeed;
let servers: TestServers;
let display: ChildProcess;
let displayName: string;
let running: { readonly desk: ChildProcess; readonly page: DrivenPage; readonly ended: Promise<unknown> } | null = null;

beforeAll(async () => {
  work = mkdtempSync(join(DIST, 'updates-'));
  folder = join(work, 'program');
  profile = join(work, 'desk');
  own = join(work, 'Sportello.AppImage');
  mkdirSync(profile);
  // The same files under other names: only one of them is added.
  execFileSync('cp', ['-al', join(DIST, 'linux-unpacked'), folder]);
  feed = await startUpdateFeed();
  const publicKey = feed.keys.publicKey.export({ type: 'spki', format: 'pem' });
  const packed = { feed: feed.url.href, publicKey, updaterCacheDirName: 'downloads' };
  rmSync(join(folder, 'resources/updates.json'), { force: true });
  writeFileSync(join(folder, 'resources/updates.json'), JSON.stringify(packed));
  servers = await startTestServers(profile, { team: { undoSeconds: 0 }, answerAfterMs: THINKS_MS });
  display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(display.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  displayName = `:${String(number).trim()}`;
});

afterEach(async () => {
  if (running === null) return;
  const { desk, page, ended } = running;
  running = null;
  page.close();
  desk.kill('SIGTERM');
  await ended;
});

afterAll(async () => {
  display.kill();
  await feed.close();
  await servers.stop();
  rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** A program that writes down how it is started, and ends. */
function program(version: string): Buffer {
  const line = `${version}|$*`;
  return Buffer.from(`#!/bin/sh\necho "${line}" >> '${join(work, 'started')}'\n`);
}

const starts = (): readonly string[] => {
  const file = join(work, 'started');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

async function openDesk(): Promise<DrivenPage> {
  writeFileSync(own, program('old'));
  chmodSync(own, 0o755);
  rmSync(join(work, 'started'), { force: true });
  feed.asked.length = 0;
  const port = await freePort();
  const options = ['--no-sandbox', `--remote-debugging-port=${String(port)}`, '--size', '1440x900'];
  const desk = spawn(join(folder, 'sportello-desk'), [...options, '--profile', profile, '--language', 'en'], {
    env: {
      ...servers.environment,
      PATH: '/usr/bin:/bin',
      HOME: work,
      DISPLAY: displayName,
      APPIMAGE: own,
      APPDIR: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(desk, 'exit');
  let said = '';
  let printed = '';
  desk.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  desk.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
  await vi.waitFor(() => expect(printed === '' ? said : printed).toBe('ready\n'), { timeout: 40_000, interval: 100 });
  const page = await drivePage(port);
  running = { desk, page, ended };
  return page;
}

/** Opens Settings, presses "Check for updates" there and waits until this is written beside it. */
async function look(page: DrivenPage, result: RegExp): Promise<void> {
  const card = `document.querySelector('section[aria-label="Updates"]')`;
  const button = `[...(${card}?.querySelectorAll('button:enabled') ?? [])].find((one) => /Check for/.test(one.textContent))`;
  await vi.waitFor(
    async () => {
      await page.evaluate(`document.querySelector('a[href="#settings"]')?.click()`);
      expect(await page.evaluate<boolean>(`${button} !== undefined`)).toBe(true);
    },
    { timeout: 10_000, interval: 200 },
  );
  await page.evaluate(`${button}.click()`);
  await vi.waitFor(
    async () => expect(await page.evaluate<string>(`${card}.querySelector('output').textContent`)).toMatch(result),
    { timeout: 20_000, interval: 100 },
  );
}

const view = (page: DrivenPage): Promise<UpdatesView> =>
  page.evaluate<UpdatesView>('sportello.shell.state().then(({ updates }) => updates)');

describe('the packed desk', () => {
  it('asks nobody by itself, refuses what is not the publisher’s, and offers what is', async () => {
    const page = await openDesk();
    expect(await view(page)).toEqual({
      way: 'appimage',
      reason: null,
      allowed: false,
      step: { kind: 'resting' },
      last: null,
    });
    expect(feed.asked).toEqual([]);

    feed.publish('0.2.0', NEW_FILE, program('evil'), makeFeedKeys().privateKey);
    await look(page, /^Refused: the list of versions is not signed by whoever made this copy\. Do not/);
    feed.publish('0.0.9', 'sportello-0.0.9-linux-x64.AppImage', program('older'));
    await look(page, /^Refused: an older version was offered/);
    expect(feed.asked.filter(({ path }) => path.endsWith('.AppImage'))).toEqual([]);
    feed.publish('0.2.0', NEW_FILE, program('new'));
    feed.files.set(NEW_FILE, program('new').subarray(0, 30));
    await look(page, /^Refused: what came is not what was announced/);

    feed.publish('0.2.0', NEW_FILE, program('new'));
    await look(page, /^0\.2\.0 is here\. It is installed when you quit\./);
    for (const { headers } of feed.asked)
      expect(Object.keys(headers).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent']);
    expect(readFileSync(own)).toEqual(program('old'));
    expect(starts()).toEqual([]);
  });

  it('installs at quitting, and starts nothing again', async () => {
    const page = await openDesk();
    await look(page, /^0\.2\.0 is here/);
    await page.evaluate('window.close()').catch(() => undefined);
    await running?.ended;
    running = null;
    expect(readFileSync(own)).toEqual(program('new'));
    expect(starts()).toEqual([]);
  });

  it('restarts into the new version, but not before the mail server has answered for a mail past final_pending', async () => {
    const page = await openDesk();
    await look(page, /^0\.2\.0 is here/);
    await page.evaluate(`document.querySelector('a[href="#inbox"]')?.click()`);
    await servers.deliver({
      id: 'giulia-1@posta.example',
      subject: 'Non trovo l’email di accesso',
      text: 'Ho pagato ma non mi è arrivata l’email con i dati di accesso.\r\nTransazione HP1771569003\r\n\r\nGiulia',
    });
    await vi.waitFor(
      async () => {
        await page.evaluate(`document.querySelector('[role="option"]')?.click()`);
        expect(
          await page.evaluate<string>(`document.querySelector('button[data-decision]')?.dataset.decision ?? ''`),
        ).toBe('club.first-access');
      },
      { timeout: 30_000, interval: 500 },
    );
    await page.press('1');
    // The server has the whole mail, and thinks.
    await vi.waitFor(() => expect(servers.smtp.accepted).toHaveLength(1), { timeout: 20_000, interval: 50 });
    await page.evaluate('void sportello.shell.installUpdate()');
    await vi.waitFor(async () => expect((await view(page)).step.kind).toBe('waiting'), {
      timeout: 3_000,
      interval: 50,
    });
    expect(readFileSync(own)).toEqual(program('old'));

    await running?.ended;
    running = null;
    expect(readFileSync(own)).toEqual(program('new'));
    // With the options of this start, and not before.
    await vi.waitFor(() => expect(starts()).toHaveLength(1), { timeout: 10_000, interval: 100 });
    expect(starts()[0]).toMatch(new RegExp(`^new\\|--no-sandbox .*--profile ${profile} `));
    await expect(servers.sent()).resolves.toContain('giulia-1@posta.example');
    expect(servers.smtp.accepted).toHaveLength(1);
  });
});
