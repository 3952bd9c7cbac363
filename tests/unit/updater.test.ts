import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installDeb } from '../../electron/main/updates/install-deb';
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
  return Buffer.from(`#!/bin/sh\necho "${version}" >> '${join(work, 'started')}'\n`);
}

function open(way: UpdateWay = 'appimage', running = '0.1.0', folder = join(work, 'downloads')): Updater {
  const own = join(work, 'bin/Sportello-0.1.0.AppImage');
  writeFileSync(own, program('old'));
  chmodSync(own, 0o750);
  // The library reads it where it downloads.
  vi.stubEnv('APPIMAGE', own);
  const resources = join(work, 'resources');
  mkdirSync(resources, { recursive: true });
  const publicKey = feed.keys.publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(
    join(resources, 'updates.json'),
    JSON.stringify({ feed: feed.url.href, publicKey, updaterCacheDirName: 'updates' }),
  );
  if (way === 'deb') writeFileSync(join(resources, 'package-type'), 'deb\n');
  const environment = { APPIMAGE: own, APPDIR: work, PATH: `${join(work, 'bin')}:/usr/bin:/bin` };
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
    folder,
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
    const own = join(work, 'bin/Sportello-0.1.0.AppImage');
    expect(readFileSync(own)).toEqual(program('old'));
    if (download === null) throw new Error('nothing came');
    await updater.install(download, true);
    // Under the path that its starters know, with the rights of before; nothing else is left, and it was not started for a try.
    expect(readFileSync(own)).toEqual(program('new'));
    expect(statSync(own).mode & 0o777).toBe(0o750);
    expect(readdirSync(join(work, 'bin'))).toEqual(['Sportello-0.1.0.AppImage']);
    expect(downloaded()).toEqual([]);
    expect(existsSync(join(work, 'started'))).toBe(false);
  });

  it('whose program can be started no more is put there all the same: nothing runs before the next start', async () => {
    feed.publish('0.2.0', NAME, Buffer.from('#!/bin/sh\nsleep 3600\n'));
    const updater = open();
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    await updater.install(download, true);
    expect(readFileSync(join(work, 'bin/Sportello-0.1.0.AppImage'), 'utf8')).toContain('sleep');
  });

  it('leaves a link to the program a link, and the old file whole for whoever runs it', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    const updater = open();
    const own = join(work, 'bin/Sportello-0.1.0.AppImage');
    renameSync(own, join(work, 'bin/real.AppImage'));
    symlinkSync('real.AppImage', own);
    const held = openSync(own, 'r');
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    await updater.install(download, true);
    expect(readlinkSync(own)).toBe('real.AppImage');
    expect(readFileSync(own)).toEqual(program('new'));
    expect(readFileSync(held)).toEqual(program('old'));
    closeSync(held);
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

  it('of the version that runs brings nothing, also where what was downloaded before cannot be taken away', async () => {
    feed.publish('0.1.0', NAME, program('same'));
    // Below a file: taking it away fails, and says nothing of the server.
    const updater = open('appimage', '0.1.0', join(work, 'bin/Sportello-0.1.0.AppImage/below'));
    await expect(updater.fetch(told)).resolves.toBeNull();
    expect(said.join()).toContain('ENOTDIR');
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

  it.each([302, 200])('a server that sends elsewhere, with %d: it is asked once', async (status) => {
    feed.publish('0.2.0', NAME, program('new'));
    feed.sendElsewhere(NAME, status);
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(feed.asked.filter(({ path }) => path === `/${NAME}`)).toHaveLength(1);
    expect(downloaded()).toEqual([]);
    feed.sendElsewhere('latest-linux.yml', status);
    feed.asked.length = 0;
    await expect(open().fetch(told)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(feed.asked).toHaveLength(1);
  });

  it('a feed without end, and a server that has none', async () => {
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
    expect(readFileSync(join(work, 'bin/Sportello-0.1.0.AppImage'))).toEqual(program('old'));
    // Nor is a half of it left beside the program.
    expect(readdirSync(join(work, 'bin'))).toEqual(['Sportello-0.1.0.AppImage']);
    await rm(download.file);
    await expect(updater.install(download, false)).rejects.toMatchObject({ failure: 'damaged' });
  });

  it('is not put where another desk is putting one, unless that was given up long ago', async () => {
    feed.publish('0.2.0', NAME, program('new'));
    const updater = open();
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    const beside = join(work, 'bin/.Sportello-0.1.0.AppImage.new');
    writeFileSync(beside, 'half');
    await expect(updater.install(download, false)).rejects.toMatchObject({ failure: 'not-installed' });
    expect(readFileSync(beside, 'utf8')).toBe('half');
    utimesSync(beside, 0, 0);
    await updater.install(download, false);
    expect(readFileSync(join(work, 'bin/Sportello-0.1.0.AppImage'))).toEqual(program('new'));
  });
});

describe('a .deb', () => {
  /** A command of this name that writes down how it was called, prints and ends so. */
  function command(name: string, code = 0, printed = ''): void {
    const file = join(work, 'bin', name);
    const call = `printf '%s' "${name}" >> "$log"; for one in "$@"; do printf ' <%s>' "$one" >> "$log"; done; echo >> "$log"`;
    writeFileSync(file, `#!/bin/sh\nlog="\${0%/*}/../called"\n${call}\nprintf '${printed}'\nexit ${String(code)}\n`);
    chmodSync(file, 0o755);
  }
  const called = (): readonly string[] => readFileSync(join(work, 'called'), 'utf8').trim().split('\n');

  /** A system whose dpkg ends with this code and has this version afterwards. */
  async function fetchDeb(code: number, installed: string) {
    command('dpkg-deb', 0, 'sportello\\t0.2.0\\n');
    command('dpkg', code);
    command('dpkg-query', 0, `${installed}\\n`);
    for (const name of ['pkexec', 'apt', 'apt-get', 'sh', 'bash']) command(name);
    feed.publish('0.2.0', 'sportello_0.2.0_amd64.deb', Buffer.from('a package'));
    const updater = open('deb');
    const download = await updater.fetch(told);
    if (download === null) throw new Error('nothing came');
    return { updater, download };
  }

  it('is given to dpkg by its administrator, and dpkg says that it has it', async () => {
    const { updater, download } = await fetchDeb(0, 'ii \\t0.2.0');
    await updater.install(download, true);
    // The tests run as root, or pkexec asks: either way these are the words, and there are no others.
    expect(called()[1]).toMatch(/^(dpkg|pkexec <--disable-internal-agent> <.*\/dpkg>) <-i> <.*>$/);
    expect(called()[1]).toContain(`<-i> <${download.file}>`);
    expect(called().map((line) => line.split(' ')[0])).not.toContain('apt-get');
    expect(downloaded()).toEqual([]);
  });

  it('that dpkg refuses, or for which no password was given, says so, and nothing else is tried', async () => {
    const { updater, download } = await fetchDeb(1, 'ii \\t0.2.0');
    await expect(updater.install(download, true)).rejects.toMatchObject({ failure: 'not-installed' });
    expect(called()).toHaveLength(2);
  });

  it.each(['ii \\t0.1.0', 'iU \\t0.2.0', ''])(
    'is installed when dpkg has it set up, not with “%s”',
    async (installed) => {
      const { updater, download } = await fetchDeb(0, installed);
      await expect(updater.install(download, true)).rejects.toMatchObject({ failure: 'not-installed' });
    },
  );

  it('lies in a folder of any name', async () => {
    work = join(work, 'Anna\'s $(desk) "one"');
    mkdirSync(join(work, 'bin'), { recursive: true });
    const { updater, download } = await fetchDeb(0, 'ii \\t0.2.0');
    await updater.install(download, true);
    expect(called()[1]).toContain(`<-i> <${download.file}>`);
    work = join(work, '..');
  });

  it('of another version than the feed says is not given to dpkg', async () => {
    const { updater, download } = await fetchDeb(0, 'ii \\t0.2.0');
    command('dpkg-deb', 0, 'sportello\\t0.1.0\\n');
    await expect(updater.install(download, true)).rejects.toMatchObject({ failure: 'not-installed' });
    expect(called()).toHaveLength(1);
  });

  it('asks the administrator where the desk is a person’s', async () => {
    const { download } = await fetchDeb(0, 'ii \\t0.2.0');
    const environment = { PATH: `relative:${join(work, 'bin')}:/usr/bin:/bin` };
    await installDeb(download, { isRoot: false, environment, log: (text) => said.push(text) });
    expect(called()[1]).toBe(`pkexec <--disable-internal-agent> <${join(work, 'bin/dpkg')}> <-i> <${download.file}>`);
  });
});
