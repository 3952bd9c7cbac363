import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPackedFeed } from '../../electron/main/updates/packed-feed';
import { createUpdater } from '../../electron/main/updates/updater';
import type { Updater } from '../../electron/main/updates/updater';
import type { UpdateWay } from '../../shared/domain/update-rules';
import { makeFeedKeys, startUpdateFeed } from '../support/update-feed';
import type { UpdateFeed } from '../support/update-feed';

/** The real library against a publisher's server on loopback; an "AppImage" is a script that tells of its start. */
let work: string;
let feed: UpdateFeed;
let seen: string | null;
let found: string[];
let said: string[];
const NAME = 'sportello-0.2.0-linux-x64.AppImage';

beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), 'sportello-updates-'));
  feed = await startUpdateFeed();
  seen = null;
  [found, said] = [[], []];
  mkdirSync(join(work, 'bin'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await feed.close();
  rmSync(work, { recursive: true, force: true });
});

/** A program of which a start can be seen. */
function program(version: string): Buffer {
  return Buffer.from(`#!/bin/sh\necho "${version} $APPIMAGE_EXIT_AFTER_INSTALL" >> '${join(work, 'started')}'\n`);
}

function open(way: UpdateWay = 'appimage', running = '0.1.0'): Updater {
  const own = join(work, 'bin/Sportello.AppImage');
  writeFileSync(own, program('old'));
  chmodSync(own, 0o755);
  // The library reads it where it moves the program.
  vi.stubEnv('APPIMAGE', own);
  const resources = join(work, 'resources');
  mkdirSync(resources, { recursive: true });
  const publicKey = feed.keys.publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(
    join(resources, 'updates.json'),
    JSON.stringify({ feed: feed.url.href, publicKey, updaterCacheDirName: 'updates' }),
  );
  writeFileSync(join(resources, 'package-type'), 'deb\n');
  const environment = way === 'deb' ? {} : { APPIMAGE: own };
  const packed = readPackedFeed({
    isPackaged: true,
    resources,
    platform: 'linux',
    environment,
    log: (text) => said.push(text),
  });
  if (typeof packed === 'string') throw new Error(packed);
  expect(packed.way).toBe(way);
  return createUpdater(packed, {
    version: running,
    folder: join(work, 'downloads'),
    environment,
    newestSeen: () => seen,
    sawVersion: (version) => (seen = version),
    log: (text) => said.push(text),
  });
}

const told = { found: (version: string) => void found.push(version), progress: () => undefined };
const downloaded = (): readonly string[] => {
  const folder = join(work, 'downloads/updates/pending');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file !== 'update-info.json') : [];
};

describe('a good feed', () => {
  it('is downloaded, and takes the place of the program when told, not before', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    const updater = open();
    const download = await updater.fetch(told);
    expect(download).toMatchObject({ version: '0.2.0' });
    expect({ found, seen }).toEqual({ found: ['0.2.0'], seen: '0.2.0' });
    const own = join(work, 'bin/Sportello.AppImage');
    expect(readFileSync(own)).toEqual(program('old'));
    if (download === null) return;
    await expect(updater.install(download, true)).resolves.toBe(own);
    expect(readFileSync(own)).toEqual(program('new'));
    // Started once by the library, to set itself up and end at once.
    expect(readFileSync(join(work, 'started'), 'utf8')).toBe('new true\n');
  });

  it('is told nothing of this machine: no id, no version, no cookie', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    await open().fetch(told);
    expect(feed.asked.map(({ path }) => path)).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig', `/${NAME}`]);
    const { host } = feed.url;
    for (const { headers } of feed.asked)
      expect(headers).toEqual({ accept: '*/*', 'user-agent': 'Sportello', host, connection: 'close' });
    expect(readdirSync(join(work, 'downloads'))).toEqual(['updates']);
  });

  it('of the version that runs brings nothing', async () => {
    feed.publish('0.1.0', NAME, program('same'));
    await expect(open().fetch(told)).resolves.toBeNull();
    expect({ found, files: downloaded() }).toEqual({ found: [], files: [] });
  });

  it('is downloaded once: another look finds what is there', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    await open().fetch(told);
    feed.asked.length = 0;
    await expect(open().fetch(told)).resolves.toMatchObject({ version: '0.2.0' });
    expect(feed.asked.map(({ path }) => path)).not.toContain(`/${NAME}`);
    expect(downloaded()).toEqual([NAME]);
    // The installer of Windows leaves it there: the next look of the new version takes it away.
    await expect(open('appimage', '0.2.0').fetch(told)).resolves.toBeNull();
    expect(downloaded()).toEqual([]);
  });
});

describe('refused, with nothing downloaded', () => {
  it('a feed signed by another key', async () => {
    feed.publish('0.2.0', NAME, program('evil'), makeFeedKeys().privateKey);
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'signature' });
    expect({ seen, files: downloaded() }).toEqual({ seen: null, files: [] });
  });

  it('a feed that was changed after it was signed, by one byte', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    const text = feed.files.get('latest-linux.yml')?.toString('utf8') ?? '';
    feed.files.set('latest-linux.yml', Buffer.from(text.replace('0.2.0\n', '0.3.0\n')));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'signature' });
  });

  it('a feed without a signature', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    feed.files.delete('latest-linux.yml.sig');
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreachable' });
    feed.files.set('latest-linux.yml.sig', Buffer.from(''));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'signature' });
  });

  it('an older version, signed by the right key', async () => {
    feed.publish('0.0.9', 'sportello-0.0.9-linux-x64.AppImage', program('old'));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'older' });
  });

  it('an old feed played back, though it is newer than what runs', async () => {
    seen = '0.3.0';
    feed.publish('0.2.0', NAME, program('flawed'));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'older' });
    expect({ seen, files: downloaded() }).toEqual({ seen: '0.3.0', files: [] });
  });

  it('a feed that names a path, or no package for this one', async () => {
    feed.publish('0.2.0', '../../evil.AppImage', program('evil'));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreadable' });
    feed.publish('0.2.0', 'sportello_0.2.0_amd64.deb', program('new'));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreadable' });
  });

  it('a feed without end, and a server that sends elsewhere', async () => {
    feed.files.set('latest-linux.yml', Buffer.alloc(200_000));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'damaged' });
    feed.files.clear();
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreachable' });
  });
});

describe('a package that is not the one of the feed', () => {
  it('truncated, it is thrown away', async () => {
    const content = program('new');
    feed.publish('0.2.0', NAME, content);
    feed.files.set(NAME, content.subarray(0, 20));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'damaged' });
    expect(downloaded()).toEqual([]);
  });

  it('broken off on its way, it is thrown away, and comes whole another time', async () => {
    feed.publish('0.2.0', NAME, Buffer.concat([program('new'), Buffer.alloc(300_000)]));
    feed.breakOff(NAME);
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(downloaded()).toEqual([]);
    feed.breakOff(null);
    await expect(open().fetch(told)).resolves.toMatchObject({ version: '0.2.0' });
  });

  it('other bytes of the same size, or more of them', async () => {
    const content = program('new');
    feed.publish('0.2.0', NAME, content);
    feed.files.set(NAME, Buffer.alloc(content.length, 7));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'damaged' });
    feed.files.set(NAME, Buffer.alloc(1_000_000, 7));
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'damaged' });
    expect(downloaded()).toEqual([]);
  });

  it('changed after it was downloaded, it is not installed', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    const updater = open();
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    truncateSync(download.file, 5);
    await expect(updater.install(download, false)).rejects.toMatchObject({ failure: 'damaged' });
    expect(readFileSync(join(work, 'bin/Sportello.AppImage'))).toEqual(program('old'));
    expect(existsSync(join(work, 'started'))).toBe(false);
  });
});

describe('a .deb', () => {
  /** A command of this name that writes down how it was called, and ends so. */
  function command(name: string, code: number): void {
    const file = join(work, 'bin', name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> '${join(work, 'called')}'\nexit ${String(code)}\n`);
    chmodSync(file, 0o755);
  }

  async function fetchDeb(code: number) {
    vi.stubEnv('PATH', `${join(work, 'bin')}:/usr/bin:/bin`);
    // Whoever is root needs no pkexec.
    command('dpkg', code);
    command('pkexec', code);
    command('apt-get', code);
    feed.publish('0.2.0', 'sportello_0.2.0_amd64.deb', Buffer.from('a package'));
    const updater = open('deb');
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    return { updater, download };
  }

  it('is given to dpkg by its administrator', async () => {
    const { updater, download } = await fetchDeb(0);
    await expect(updater.install(download, true)).resolves.toBeNull();
    expect(readFileSync(join(work, 'called'), 'utf8')).toContain(`dpkg -i ${download.file}`);
    expect(downloaded()).toEqual([]);
  });

  it('that dpkg refuses, or for which no password was given, says so', async () => {
    const { updater, download } = await fetchDeb(1);
    await expect(updater.install(download, true)).rejects.toMatchObject({ failure: 'not-installed' });
  });
});
