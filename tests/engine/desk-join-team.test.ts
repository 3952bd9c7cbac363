import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import { makeHostDesk, TURNING_KEYCHAIN } from '../support/host-desk';
import type { HostDesk } from '../support/host-desk';
import { makeFolder } from '../support/make-store';

const server = { host: 'mail.example', port: 993, secure: true, user: 'aiuto@corsi.example' };
const MAILBOX: MailboxSettings = { imap: server, smtp: server, address: server.user, name: 'Aiuto', language: 'it' };
const URL = 'postgres://anna@db.example/desk?schema=corsi&sslmode=verify-full';
const ENTRY = { url: URL, password: 'parola di prova 1' };
const NO_KEYCHAIN = { ...TURNING_KEYCHAIN, isEncryptionAvailable: () => false };
const refused = () =>
  Promise.reject(
    new SportelloError('store-refused', 'Not with this password.', {
      action: 'Ask.',
      reason: 'login',
      detail: { host: 'db.example', user: 'anna' },
    }),
  );

const profileOf = ({ profileDir }: HostDesk): Profile =>
  JSON.parse(readFileSync(join(profileDir, 'profile.json'), 'utf8')) as Profile;

async function newDesk(given: Partial<Parameters<typeof makeHostDesk>[0]> = {}): Promise<HostDesk> {
  const host = await makeHostDesk({ mailbox: null, ...given });
  await host.desk.start();
  return host;
}

describe('joining a team', () => {
  test('writes down who one is there and the store, and goes on with the mailbox', async () => {
    const host = await newDesk();
    expect(host.desk.state()).toMatchObject({ stage: 'welcome', team: null });
    await host.desk.joinTeam(ENTRY);
    expect(profileOf(host)).toEqual({
      agent: { name: 'Anna', email: 'anna@corsi.example' },
      store: { kind: 'postgres', url: URL },
    });
    expect(host.desk.state()).toMatchObject({ stage: 'welcome', team: { host: 'db.example', login: 'anna' } });
    await host.desk.saveMailbox(MAILBOX, { imapPassword: 'i', smtpPassword: 's' });
    expect(host.desk.state().stage).toBe('desk');
    expect(host.given.at(-1)).toMatchObject({ storePassword: ENTRY.password, imapPassword: 'i', storeKey: null });
    expect((await host.kept()).store?.password).toBe(ENTRY.password);
    for (const file of ['profile.json', 'secrets.json']) {
      expect(readFileSync(join(host.profileDir, file), 'utf8')).not.toContain(ENTRY.password);
    }
  });

  test('changes nothing where the server lets nobody in', async () => {
    const host = await newDesk();
    host.checksTeam = refused;
    await expect(host.desk.joinTeam(ENTRY)).rejects.toMatchObject({ code: 'store-refused' });
    expect(() => profileOf(host)).toThrow(/ENOENT/);
    expect((await host.kept()).store).toBeUndefined();
  });

  test('without a keychain keeps the password until the desk closes, and nowhere on the disk', async () => {
    const host = await newDesk({ keychain: NO_KEYCHAIN });
    await host.desk.joinTeam(ENTRY);
    await host.desk.saveMailbox(MAILBOX, { imapPassword: 'i', smtpPassword: 's' });
    expect(host.given.at(-1)).toMatchObject({ storePassword: ENTRY.password });
    expect(() => readFileSync(join(host.profileDir, 'secrets.json'))).toThrow(/ENOENT/);
  });

  test('takes the chosen certificate along into the profile folder', async () => {
    const download = join(makeFolder(), 'scaricato.pem');
    writeFileSync(download, '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n');
    const host = await newDesk();
    await host.desk.joinTeam({ ...ENTRY, url: `${URL}&sslrootcert=${encodeURIComponent(download)}` });
    expect(profileOf(host).store).toEqual({ kind: 'postgres', url: `${URL}&sslrootcert=team-ca.pem` });
    expect(readFileSync(join(host.profileDir, 'team-ca.pem'))).toEqual(readFileSync(download));
  });

  test('refuses a chosen file that is no certificate, and copies nothing', async () => {
    const other = join(makeFolder(), 'chiave.txt');
    writeFileSync(other, 'segreto');
    const host = await newDesk();
    const entry = { ...ENTRY, url: `${URL}&sslrootcert=${encodeURIComponent(other)}` };
    await expect(host.desk.joinTeam(entry)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(() => readFileSync(join(host.profileDir, 'team-ca.pem'))).toThrow(/ENOENT/);
    expect(() => profileOf(host)).toThrow(/ENOENT/);
  });

  test('never leaves the tickets of a store of its own behind', async () => {
    const host = await newDesk({ mailbox: MAILBOX });
    await expect(host.desk.joinTeam(ENTRY)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(profileOf(host).store).toMatchObject({ kind: 'sqlite' });
  });
});

describe("a password that the team's server refuses", () => {
  test('is asked for again, kept once it is taken, and wins over the variable of the start', async () => {
    const host = await newDesk({ environment: { SPORTELLO_STORE_PASSWORD: 'vecchia' } });
    await host.desk.joinTeam({ ...ENTRY, password: 'vecchia' });
    await host.desk.saveMailbox(MAILBOX, { imapPassword: 'i', smtpPassword: 's' });
    host.opens = refused;
    await host.desk.start();
    expect(host.desk.state()).toMatchObject({ stage: 'broken', error: { code: 'store-refused' } });
    host.checksTeam = refused;
    await expect(host.desk.changeStorePassword('falsa')).rejects.toMatchObject({ code: 'store-refused' });
    expect((await host.kept()).store?.password).toBe('vecchia');
    host.opens = () => Promise.resolve();
    host.checksTeam = (given) =>
      given.password === 'nuova'
        ? Promise.resolve({
            member: { login: 'anna', name: 'Anna', email: 'a@b.example', role: 'agent' },
            team: '',
            server: '15',
          })
        : refused();
    await host.desk.changeStorePassword('nuova');
    expect(host.desk.state()).toMatchObject({ stage: 'desk', error: null });
    expect(host.given.at(-1)).toMatchObject({ storePassword: 'nuova' });
    expect((await host.kept()).store?.password).toBe('nuova');
  });

  test('is nothing that a desk with a store of its own has', async () => {
    const host = await newDesk({ mailbox: MAILBOX });
    await expect(host.desk.changeStorePassword('nuova')).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
