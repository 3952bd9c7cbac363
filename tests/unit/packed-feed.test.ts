import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPackedFeed } from '../../electron/main/updates/packed-feed';

let resources: string;
let said: string[];
beforeEach(() => {
  resources = mkdtempSync(join(tmpdir(), 'sportello-packed-'));
  said = [];
});
afterEach(() => rmSync(resources, { recursive: true, force: true }));

const ED25519 = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });

function write(content: Record<string, unknown> = {}): void {
  const packed = {
    feed: 'https://downloads.example/',
    publicKey: ED25519,
    updaterCacheDirName: 'downloads',
    ...content,
  };
  writeFileSync(join(resources, 'updates.json'), JSON.stringify(packed));
}

function read(host: Partial<Parameters<typeof readPackedFeed>[0]> = {}): string {
  const found = readPackedFeed({
    isPackaged: true,
    resources,
    platform: 'linux',
    environment: {},
    log: (text) => said.push(text),
    ...host,
  });
  return typeof found === 'string' ? found : `${found.way} ${found.feed.href}`;
}

/** An AppImage that is there. */
function appImage(): string {
  const file = join(resources, 'Some.AppImage');
  writeFileSync(file, '');
  return file;
}

describe('how a copy of the program updates itself', () => {
  it('by what it was installed from', () => {
    write();
    expect(read({ environment: { APPIMAGE: appImage(), APPDIR: join(resources, '..') } })).toBe(
      'appimage https://downloads.example/',
    );
    expect(read({ platform: 'win32' })).toBe('nsis https://downloads.example/');
    expect(read()).toBe('folder');
    writeFileSync(join(resources, 'package-type'), 'deb\n');
    expect(read()).toBe('deb https://downloads.example/');
    expect(read({ platform: 'darwin' })).toBe('system');
    expect(read({ isPackaged: false })).toBe('checkout');
  });

  it('never by the AppImage of another program, which started this one and left its environment', () => {
    write();
    const elsewhere = join(resources, 'elsewhere');
    mkdirSync(elsewhere);
    const foreign = { APPIMAGE: appImage(), APPDIR: elsewhere };
    expect(read({ environment: foreign })).toBe('folder');
    expect(read({ environment: { APPIMAGE: foreign.APPIMAGE } })).toBe('folder');
    expect(read({ environment: { ...foreign, APPDIR: join(resources, 'gone') } })).toBe('folder');
    // A folder whose name begins like the one of this program.
    expect(read({ environment: { ...foreign, APPDIR: resources.slice(0, -1) } })).toBe('folder');
    // Though we lay there: a package says what it is.
    writeFileSync(join(resources, 'package-type'), 'deb\n');
    expect(read({ environment: { ...foreign, APPDIR: join(resources, '..') } })).toBe('deb https://downloads.example/');
  });

  it('not at all without a feed and its key', () => {
    writeFileSync(join(resources, 'package-type'), 'deb\n');
    expect(read()).toBe('no-key');
    expect(said).toEqual([]);
  });

  it.each([
    ['an address without encryption', { feed: 'http://downloads.example/' }],
    ['no folder', { feed: 'https://downloads.example/latest.yml' }],
    ['a file', { feed: 'file:///tmp/' }],
    ['a key of another kind', { publicKey: RSA }],
    ['a key that is none', { publicKey: 'trust me' }],
    ['no key', { publicKey: undefined }],
  ])('nor with %s: it says why in the log, and the desk opens', (_what, content) => {
    write(content);
    expect(read({ platform: 'win32' })).toBe('no-key');
    expect(said).toHaveLength(1);
    writeFileSync(join(resources, 'updates.json'), '{');
    expect(read({ platform: 'win32' })).toBe('no-key');
  });
});
