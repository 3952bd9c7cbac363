import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HotmartSettings } from '../../shared/contract/hotmart';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import { makeHostDesk } from '../support/host-desk';
import type { HostDesk } from '../support/host-desk';

const server = { host: 'imap.corsi.example', port: 993, secure: true, user: 'aiuto@corsi.example' };
const mailbox: MailboxSettings = {
  imap: server,
  smtp: server,
  address: 'aiuto@corsi.example',
  name: 'Aiuto',
  language: 'it',
};
const passwords = { imapPassword: 'p', smtpPassword: 'p' };
const choice = { clientId: 'desk-1', clubs: ['pasta'], clientSecret: 's3cret', basic: '' };

async function openDesk(environment: Readonly<Record<string, string>> = {}): Promise<HostDesk> {
  const host = await makeHostDesk({ mailbox, kept: passwords, environment });
  await host.desk.start();
  return host;
}

const profileOf = ({ profileDir }: HostDesk): Profile =>
  JSON.parse(readFileSync(join(profileDir, 'profile.json'), 'utf8')) as Profile;

/** Changes profile.json as a person with an editor does. */
function edit(host: HostDesk, hotmart: Partial<HotmartSettings>): void {
  const profile = profileOf(host);
  const edited = { ...profile, hotmart: { ...profile.hotmart, ...hotmart } };
  writeFileSync(join(host.profileDir, 'profile.json'), JSON.stringify(edited));
}

describe('the secret of Hotmart’s API', () => {
  test('is kept beside the passwords, never in a file, and given to the engine', async () => {
    const host = await openDesk();
    expect(host.given[0]?.hotmart).toBeUndefined();
    await host.desk.saveHotmart(choice);
    expect(profileOf(host).hotmart).toEqual({ clientId: 'desk-1', clubs: ['pasta'] });
    expect(host.given.at(-1)).toMatchObject({ ...passwords, hotmart: { clientSecret: 's3cret', basic: null } });
    expect(await host.kept()).toMatchObject(passwords);
    for (const file of ['profile.json', 'secrets.json']) {
      expect(readFileSync(join(host.profileDir, file), 'utf8')).not.toContain('s3cret');
    }
  });

  test('that was typed before stays where nothing is typed, and goes with another client id', async () => {
    const host = await openDesk();
    await host.desk.saveHotmart(choice);
    await host.desk.saveHotmart({ ...choice, clientSecret: '', clubs: [] });
    expect(host.given.at(-1)?.hotmart).toEqual({ clientSecret: 's3cret', basic: null });
    await host.desk.saveHotmart({ ...choice, clientSecret: '', basic: 'QmFzaWM=' });
    expect(host.given.at(-1)?.hotmart).toEqual({ clientSecret: null, basic: 'QmFzaWM=' });
    await host.desk.saveHotmart({ ...choice, clientId: 'desk-2', clientSecret: '' });
    expect(host.given.at(-1)?.hotmart).toBeUndefined();
  });

  test.each<[string, Partial<HotmartSettings>]>([
    ['another host', { apiBase: 'https://elsewhere.example' }],
    ['another token server', { tokenUrl: 'https://elsewhere.example/token' }],
    ['another client', { clientId: 'somebody-else' }],
  ])('does not go to %s that stands in profile.json later', async (_what, hotmart) => {
    const host = await openDesk();
    await host.desk.saveHotmart(choice);
    edit(host, hotmart);
    await host.desk.start();
    expect(host.given.at(-1)?.hotmart).toBeUndefined();
  });

  test('outlives another mailbox, and hosts of profile.json outlive what is saved in the window', async () => {
    const host = await openDesk();
    await host.desk.saveHotmart(choice);
    edit(host, { apiBase: 'https://proxy.corsi.example', monthsBack: 36 });
    await host.desk.saveHotmart(choice);
    expect(profileOf(host).hotmart).toMatchObject({ apiBase: 'https://proxy.corsi.example', monthsBack: 36 });
    await host.desk.saveMailbox({ ...mailbox, name: 'Aiuto Corsi' }, { imapPassword: 'q', smtpPassword: 'q' });
    expect(host.given.at(-1)).toMatchObject({ imapPassword: 'q', hotmart: { clientSecret: 's3cret' } });
  });

  test('of a variable wins over what is kept', async () => {
    const host = await openDesk({ SPORTELLO_HOTMART_BASIC: 'VmFyaWFibGU=' });
    await host.desk.saveHotmart(choice);
    expect(host.given.at(-1)?.hotmart).toEqual({ clientSecret: null, basic: 'VmFyaWFibGU=' });
  });

  test('is forgotten when Hotmart is disconnected, and the rest is as it was', async () => {
    const host = await openDesk();
    await host.desk.saveHotmart(choice);
    await host.desk.saveHotmart(null);
    expect(profileOf(host)).toEqual({ mailbox, store: { kind: 'sqlite', encryption: 'keychain' } });
    expect(await host.kept()).toEqual(passwords);
    expect(host.given.at(-1)?.hotmart).toBeUndefined();
  });

  test('that cannot be written down changes nothing', async () => {
    const host = await openDesk();
    host.fillDisk(true);
    await expect(host.desk.saveHotmart(choice)).rejects.toThrow(/secrets\.json/);
    host.fillDisk(false);
    expect(profileOf(host).hotmart).toBeUndefined();
  });
});

test('a desk without a mailbox of its own says what comes first', async () => {
  const host = await makeHostDesk({ mailbox: null });
  await host.desk.start();
  await expect(host.desk.saveHotmart(choice)).rejects.toMatchObject({ code: 'not-allowed' });
});
