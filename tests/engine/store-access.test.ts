import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSecrets } from '../../electron/main/secrets';
import type { Keychain } from '../../electron/main/secrets';
import { decideStage } from '../../electron/main/profile-stage';
import { keepStorePassword, storePasswordFor } from '../../electron/main/store-access';

const url = 'postgres://anna@db.example/desk?schema=corsi';
const postgres = (of: string) => ({ kind: 'postgres' as const, url: of });
const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
  decryptString: (data) => Buffer.from(data.map((byte) => byte ^ 0xff)).toString('utf8'),
};

describe("the password of a team's server", () => {
  test('is kept with those of the mailbox, never plain, and is there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sportello-store-access-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const secrets = openSecrets(folder, keychain);
    await secrets.keep({ imapPassword: 'i', smtpPassword: 's' }, { kind: 'keychain' });
    await keepStorePassword(secrets, { kind: 'keychain' }, url, 'segreta');
    const kept = await openSecrets(folder, keychain).passwords({ kind: 'keychain' });
    expect(storePasswordFor(postgres(url), kept.store, {})).toEqual({ storePassword: 'segreta' });
    expect(kept).toMatchObject({ imapPassword: 'i', smtpPassword: 's' });
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain('segreta');
    await keepStorePassword(secrets, { kind: 'keychain' }, url, null);
    expect((await openSecrets(folder, keychain).passwords({ kind: 'keychain' })).store).toBeUndefined();
  });

  test.each([
    'postgres://anna@altri.example/desk?schema=corsi',
    'postgres://bruno@db.example/desk?schema=corsi',
    'postgres://anna@db.example:6432/desk?schema=corsi',
    'postgres://anna@db.example/desk?schema=corsi&sslrootcert=altro.pem',
    'postgres://anna@db.example/desk?schema=corsi&sslmode=disable',
  ])('does not go to %s that stands in profile.json later', async (later) => {
    const folder = await mkdtemp(join(tmpdir(), 'sportello-store-access-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const secrets = openSecrets(folder, keychain);
    await keepStorePassword(secrets, { kind: 'keychain' }, url, 'segreta');
    const { store } = await secrets.passwords({ kind: 'keychain' });
    expect(storePasswordFor(postgres(later), store, {})).toEqual({});
    expect(storePasswordFor(postgres(`${url}_due`), store, {})).toEqual({ storePassword: 'segreta' });
  });

  test('comes from the environment first, and only for a store on a server', () => {
    const environment = { SPORTELLO_STORE_PASSWORD: 'variabile' };
    expect(storePasswordFor(postgres(url), undefined, environment)).toEqual({ storePassword: 'variabile' });
    expect(storePasswordFor({ kind: 'sqlite' }, undefined, environment)).toEqual({});
  });

  test('lies in the keychain where there is one', () => {
    const server = { host: 'h', port: 1, secure: true, user: 'u' };
    const mailbox = { imap: server, smtp: server, address: 'a@corsi.example', name: 'A', language: 'it' as const };
    const profile = { mailbox, store: postgres(url) };
    expect(decideStage(profile, null, true)).toEqual({ stage: 'desk', profile, key: 'keychain' });
    expect(decideStage(profile, 'frase', false)).toEqual({ stage: 'desk', profile, key: 'passphrase' });
    expect(decideStage(profile, null, false)).toEqual({ stage: 'desk', profile, key: 'none' });
  });
});
