import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasKeychain, openSecrets } from '../../electron/main/secrets';
import type { Keychain, Protection } from '../../electron/main/secrets';

const PASSWORDS = { imapPassword: 'imap pässword', smtpPassword: 'smtp password' };
const NONE = { imapPassword: null, smtpPassword: null };

/** Turns bytes round: enough to see that nothing plain is written. `locked` refuses like a keychain after a log-out. */
function makeKeychain(options: { available?: boolean; backend?: string; locked?: boolean } = {}): Keychain {
  return {
    isEncryptionAvailable: () => options.available ?? true,
    encryptString: (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
    decryptString: (data) => {
      if (options.locked) throw new Error('locked');
      return Buffer.from(data.map((byte) => byte ^ 0xff)).toString('utf8');
    },
    ...(options.backend ? { getSelectedStorageBackend: () => options.backend ?? '' } : {}),
  };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sportello-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const protections: Protection[] = [{ kind: 'keychain' }, { kind: 'passphrase', passphrase: 'correct horse' }];

describe('a keychain', () => {
  test.each([
    [makeKeychain(), true],
    [makeKeychain({ available: false }), false],
    [makeKeychain({ backend: 'gnome_libsecret' }), true],
    // A fixed key is no protection.
    [makeKeychain({ backend: 'basic_text' }), false],
  ])('counts only where it protects (case %#)', (keychain, expected) => {
    expect(hasKeychain(keychain)).toBe(expected);
  });
});

describe('passwords', () => {
  test.each(protections)('kept by $kind are there after a restart, and never plain on the disk', async (protection) => {
    const folder = await makeFolder();
    await openSecrets(folder, makeKeychain()).keep(PASSWORDS, protection);
    expect(await openSecrets(folder, makeKeychain()).passwords(protection)).toEqual(PASSWORDS);
    const path = join(folder, 'secrets.json');
    const written = await readFile(path, 'utf8');
    for (const plain of ['pässword', 'smtp password', 'correct horse']) expect(written).not.toContain(plain);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('kept in memory are forgotten, and so is what a file held before', async () => {
    const folder = await makeFolder();
    const secrets = openSecrets(folder, makeKeychain());
    await secrets.keep(PASSWORDS, { kind: 'keychain' });
    await secrets.keep(PASSWORDS, { kind: 'memory' });
    expect(await secrets.passwords({ kind: 'memory' })).toEqual(PASSWORDS);
    expect(await openSecrets(folder, makeKeychain()).passwords({ kind: 'keychain' })).toEqual(NONE);
  });

  test.each(protections)('that cannot be written by $kind are not kept: those before still are', async (protection) => {
    const folder = await makeFolder();
    const secrets = openSecrets(folder, makeKeychain());
    await secrets.keep(PASSWORDS, protection);
    await mkdir(join(folder, 'secrets.json.new'));
    await expect(secrets.keep(NONE, protection)).rejects.toThrow('EISDIR');
    expect(await secrets.passwords(protection)).toEqual(PASSWORDS);
    await rm(join(folder, 'secrets.json.new'), { recursive: true });
    await secrets.keep(NONE, protection);
    expect(await openSecrets(folder, makeKeychain()).passwords(protection)).toEqual(NONE);
  });

  test('are none under another passphrase or another way of keeping', async () => {
    const folder = await makeFolder();
    await openSecrets(folder, makeKeychain()).keep(PASSWORDS, { kind: 'passphrase', passphrase: 'one' });
    const later = openSecrets(folder, makeKeychain());
    expect(await later.passwords({ kind: 'passphrase', passphrase: 'two' })).toEqual(NONE);
    expect(await later.passwords({ kind: 'keychain' })).toEqual(NONE);
  });

  test('behind a locked keychain are an error that says so', async () => {
    const folder = await makeFolder();
    await openSecrets(folder, makeKeychain()).keep(PASSWORDS, { kind: 'keychain' });
    const locked = openSecrets(folder, makeKeychain({ locked: true }));
    await expect(locked.passwords({ kind: 'keychain' })).rejects.toMatchObject({ code: 'secret-unavailable' });
  });
});

describe('the key of the store', () => {
  test('is made once, long, and kept by the keychain beside the passwords', async () => {
    const folder = await makeFolder();
    const secrets = openSecrets(folder, makeKeychain());
    const key = await secrets.storeKey();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    await secrets.keep(PASSWORDS, { kind: 'keychain' });
    expect(await openSecrets(folder, makeKeychain()).storeKey()).toBe(key);
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(key);
  });

  test('is never made without a keychain', async () => {
    const secrets = openSecrets(await makeFolder(), makeKeychain({ available: false }));
    await expect(secrets.storeKey()).rejects.toMatchObject({ code: 'secret-unavailable' });
  });

  test('is not replaced where the file is damaged', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'secrets.json'), '{"version":');
    await expect(openSecrets(folder, makeKeychain()).storeKey()).rejects.toMatchObject({ code: 'secret-unavailable' });
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe('{"version":');
  });
});
