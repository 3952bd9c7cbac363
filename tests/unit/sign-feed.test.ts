import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { readSignedFeed } from '../../electron/main/updates/feed-file';

const ROOT = join(import.meta.dirname, '../..');
let work: string;
let key: string;
let packages: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'sportello-sign-'));
  key = join(work, 'key.pem');
  packages = join(work, 'dist');
  mkdirSync(packages);
  writeFileSync(join(packages, `sportello_${version}_amd64.deb`), 'a package');
  writeFileSync(join(packages, `sportello-${version}-linux-x64.AppImage`), 'another');
  // Of an earlier release, and none of ours to offer under this version.
  writeFileSync(join(packages, 'sportello_0.0.1_amd64.deb'), 'old');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

function script(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const file = join(ROOT, 'scripts/sign-feed.mjs');
  return spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', ...environment },
  });
}

describe('scripts/sign-feed.mjs', () => {
  it('makes a pair of keys, the private one for its owner alone, and never over another', () => {
    expect(script(['--new-keys', key]).status).toBe(0);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    const [secret, open] = [createPrivateKey(readFileSync(key)), createPublicKey(readFileSync(`${key}.pub`))];
    expect(createPublicKey(secret).equals(open)).toBe(true);
    const before = readFileSync(key);
    expect(script(['--new-keys', key]).status).not.toBe(0);
    expect(readFileSync(key)).toEqual(before);
  });

  it('signs a feed over the packages of this version that a desk takes', () => {
    script(['--new-keys', key]);
    const { status, stderr, stdout } = script([packages], { SPORTELLO_SIGN_KEY: key });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    // It says which public key it is, and never the private one.
    expect(stderr).toContain(readFileSync(`${key}.pub`, 'utf8').trim());
    expect(stderr).not.toContain('PRIVATE');
    const [text, signature] = ['latest-linux.yml', 'latest-linux.yml.sig'].map((file) =>
      readFileSync(join(packages, file), 'utf8'),
    );
    const open = createPublicKey(readFileSync(`${key}.pub`));
    const feed = readSignedFeed('latest-linux.yml', text ?? '', signature ?? '', open);
    expect(feed.version).toBe(version);
    expect(feed.files.map(({ url, size }) => [url, size])).toEqual([
      [`sportello-${version}-linux-x64.AppImage`, 7],
      [`sportello_${version}_amd64.deb`, 9],
    ]);
    // A feed counts under its own name only: that of Linux is none for Windows.
    expect(() => readSignedFeed('latest.yml', text ?? '', signature ?? '', open)).toThrow(/signature/);
  });

  it('signs nothing with a key that others can read, none at all, or a package for tests', () => {
    expect(script([packages]).stderr).toContain('SPORTELLO_SIGN_KEY');
    script(['--new-keys', key]);
    chmodSync(key, 0o644);
    expect(script([packages], { SPORTELLO_SIGN_KEY: key })).toMatchObject({ status: 1 });
    chmodSync(key, 0o600);
    writeFileSync(join(packages, `sportello-test-runtime_${version}_amd64.deb`), 'not for users');
    expect(script([packages], { SPORTELLO_SIGN_KEY: key }).stderr).toContain('cannot be offered');
    expect(existsSync(join(packages, 'latest-linux.yml'))).toBe(false);
  });
});

describe('what packing writes into a package', () => {
  const FEED = 'https://downloads.example/sportello';

  /** In a process of its own, as packing does. */
  function packed(environment: Readonly<Record<string, string>>) {
    const module = JSON.stringify(join(ROOT, 'scripts/packed-feed.mjs'));
    const code = `import(${module}).then(({ packedFeed }) => console.log(JSON.stringify(packedFeed(process.env))))`;
    return spawnSync(process.execPath, ['-e', code], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', ...environment },
    });
  }

  it('is the feed’s address and its public key', () => {
    script(['--new-keys', key]);
    const { stdout } = packed({ SPORTELLO_UPDATE_FEED: FEED, SPORTELLO_UPDATE_KEY: `${key}.pub` });
    expect(JSON.parse(stdout)).toEqual({
      feed: `${FEED}/`,
      publicKey: readFileSync(`${key}.pub`, 'utf8'),
      updaterCacheDirName: 'downloads',
    });
  });

  it('is nothing where neither is given, and no package where one is missing or cannot be used', () => {
    script(['--new-keys', key]);
    expect(packed({}).stdout).toBe('null\n');
    for (const [feed, file, said] of [
      [FEED, '', 'given together'],
      ['', `${key}.pub`, 'given together'],
      ['http://downloads.example/', `${key}.pub`, 'no https address'],
      [FEED, key, 'is the private key'],
      [FEED, join(work, 'none'), 'is not there'],
    ] as const) {
      const { status, stderr } = packed({ SPORTELLO_UPDATE_FEED: feed, SPORTELLO_UPDATE_KEY: file });
      expect({ status, said: stderr.includes(said) }).toEqual({ status: 1, said: true });
    }
  });
});
