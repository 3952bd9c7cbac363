import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import { newMailboxId } from '../../electron/main/profile-mailboxes';
import { variableOf } from '../../shared/contract/secret-variables';
import { makeHostDesk } from '../support/host-desk';
import type { HostDesk } from '../support/host-desk';

const at = (address: string, change: Partial<MailboxSettings> = {}): MailboxSettings => {
  const server = { host: 'mail.example', port: 993, secure: true, user: address };
  return { imap: server, smtp: server, address, name: '', language: 'it', ...change };
};
const SUPPORT = at('support@corsi.example');
const SALES = at('vendas@corsi.example');
/** What the desk calls sales. */
const SALES_ID = newMailboxId(SALES.address, []);
const GOOGLE = { kind: 'oauth2', provider: 'google', clientId: 'one' } as const;
const WORDS = { done: 'done', failed: 'failed' };
const typed = (password: string) => ({ imapPassword: password, smtpPassword: password });
const KEPT = { imapPassword: 'of-support', smtpPassword: 'of-support' };

const profileOf = ({ profileDir }: HostDesk): Profile =>
  JSON.parse(readFileSync(join(profileDir, 'profile.json'), 'utf8')) as Profile;

/** A desk on support, to which sales was added. */
async function deskWithSales(environment: Readonly<Record<string, string>> = {}): Promise<HostDesk> {
  const host = await makeHostDesk({ mailbox: SUPPORT, kept: KEPT, environment });
  await host.desk.start();
  await host.desk.saveMailbox(SALES, typed('of-sales'), true);
  return host;
}

describe('a second mailbox', () => {
  test('is written beside the first, which keeps its id, and the engine gets the secrets of each', async () => {
    const host = await deskWithSales();
    expect(profileOf(host)).toMatchObject({
      mailboxes: [
        { id: 'main', address: SUPPORT.address },
        { id: SALES_ID, address: SALES.address },
      ],
    });
    expect(host.given.at(-1)).toMatchObject({ ...KEPT, mailboxes: { [SALES_ID]: typed('of-sales') } });
  });

  test('is tried and kept without anything of the first: no password goes to another mailbox’s server', async () => {
    const host = await makeHostDesk({ mailbox: SUPPORT, kept: KEPT });
    await host.desk.start();
    await host.desk.checkMailbox(SALES, typed(''), true);
    await host.desk.saveMailbox(SALES, typed(''), true);
    expect(host.tried.at(-1)).toEqual({ imapPassword: '', smtpPassword: '' });
    expect(host.given.at(-1)).toMatchObject({
      ...KEPT,
      mailboxes: { [SALES_ID]: { imapPassword: null, smtpPassword: null, refreshToken: null } },
    });
  });

  test('is changed by its id, with the password that is kept where none was typed', async () => {
    const host = await deskWithSales();
    await host.desk.saveMailbox({ ...SALES, id: SALES_ID, name: 'Vendite' }, typed(''));
    expect(profileOf(host).mailboxes?.map(({ name }) => name)).toEqual(['', 'Vendite']);
    expect(host.given.at(-1)).toMatchObject({ ...KEPT, mailboxes: { [SALES_ID]: typed('of-sales') } });
  });

  test('is removed with its secrets; the first is then alone as it was', async () => {
    const host = await deskWithSales();
    await host.desk.removeMailbox(SALES_ID);
    expect(profileOf(host)).toMatchObject({ mailbox: { address: SUPPORT.address } });
    expect(profileOf(host).mailboxes).toBeUndefined();
    expect(host.given.at(-1)).toMatchObject(KEPT);
    expect(JSON.stringify(await host.kept())).not.toContain('of-sales');
    await expect(host.desk.removeMailbox('main')).rejects.toMatchObject({
      code: 'not-allowed',
      reason: 'last-mailbox',
    });
  });

  test('becomes the first once that is removed, and gets nothing of it', async () => {
    const host = await deskWithSales();
    await host.desk.removeMailbox('main');
    expect(profileOf(host).mailboxes?.map(({ id }) => id)).toEqual([SALES_ID]);
    expect(host.given.at(-1)).toMatchObject(typed('of-sales'));
    expect(JSON.stringify(await host.kept())).not.toContain('of-support');
  });

  test('has variables of its own; a password without an id is tried where nothing else is known', async () => {
    const variables = {
      SPORTELLO_IMAP_PASSWORD: 'for-all',
      [variableOf('SPORTELLO_IMAP_PASSWORD', SALES_ID)]: 'for-sales',
    };
    const own = await deskWithSales(variables);
    expect(own.given.at(-1)?.mailboxes?.[SALES_ID]).toMatchObject({ imapPassword: 'for-sales' });
    const host = await makeHostDesk({ mailbox: SUPPORT, environment: { SPORTELLO_IMAP_PASSWORD: 'for-all' } });
    await host.desk.start();
    await host.desk.saveMailbox(SALES, typed(''), true);
    expect(host.given.at(-1)?.mailboxes?.[SALES_ID]).toMatchObject({ imapPassword: 'for-all' });
  });

  test('gets no password that was set for another server', async () => {
    const environment = { SPORTELLO_IMAP_PASSWORD: 'for-support', SPORTELLO_SMTP_PASSWORD: 'relay' };
    const host = await makeHostDesk({ mailbox: SUPPORT, environment });
    await host.desk.start();
    const elsewhere = { ...SALES.imap, host: 'mail.elsewhere.example' };
    await host.desk.saveMailbox({ ...SALES, imap: elsewhere, smtp: elsewhere }, typed(''), true);
    expect(host.given.at(-1)).toMatchObject({
      imapPassword: 'for-support',
      mailboxes: { [SALES_ID]: { imapPassword: null, smtpPassword: null } },
    });
  });

  test('becomes the first with its own password: the variables stay those of the first at the start', async () => {
    const signedIn = { ...SUPPORT, auth: GOOGLE };
    const environment = { SPORTELLO_IMAP_PASSWORD: 'of-support', SPORTELLO_OAUTH_REFRESH_TOKEN: 'r-support' };
    const host = await makeHostDesk({ mailbox: signedIn, environment });
    await host.desk.start();
    expect(host.given.at(-1)).toMatchObject({ refreshToken: 'r-support' });
    await host.desk.saveMailbox(SALES, typed('of-sales'), true);
    await host.desk.removeMailbox('main');
    expect(host.given.at(-1)).toMatchObject({ ...typed('of-sales'), refreshToken: null });
  });

  test('that signs in at the same provider gets no token of a mailbox that was removed', async () => {
    const first = at('aiuto@gmail.com', { auth: GOOGLE });
    const host = await makeHostDesk({ mailbox: first, environment: { SPORTELLO_OAUTH_REFRESH_TOKEN: 'r-first' } });
    const second = { ...at('vendas@gmail.com', { auth: GOOGLE }), id: 'vendas' };
    const { mailbox: _one, ...rest } = profileOf(host);
    writeFileSync(
      join(host.profileDir, 'profile.json'),
      JSON.stringify({ ...rest, mailboxes: [{ ...first, id: 'main' }, second] }),
    );
    await host.desk.start();
    await host.desk.removeMailbox('main');
    expect(host.given.at(-1)?.refreshToken).toBeNull();
  });

  test('that somebody wrote above the first in profile.json gets nothing that is kept for that one', async () => {
    const host = await makeHostDesk({ mailbox: SUPPORT, kept: KEPT });
    const { mailbox: _one, ...rest } = profileOf(host);
    const mailboxes = [
      { ...SALES, id: 'vendas' },
      { ...SUPPORT, id: 'main' },
    ];
    writeFileSync(join(host.profileDir, 'profile.json'), JSON.stringify({ ...rest, mailboxes }));
    await host.desk.start();
    expect(host.given.at(-1)).toMatchObject({ imapPassword: null, smtpPassword: null, mailboxes: { main: KEPT } });
  });

  test('signs in and out for itself: a token that changes is kept where its mailbox is', async () => {
    const first = at('aiuto@gmail.com', { auth: GOOGLE });
    const second = at('vendas@gmail.com', { auth: GOOGLE });
    const id = newMailboxId(second.address, []);
    const grant = { of: grantOf(first) ?? '', refreshToken: 'r-first', clientSecret: null };
    const host = await makeHostDesk({ mailbox: first, kept: { imapPassword: null, smtpPassword: null, grant } });
    await host.desk.start();
    await host.desk.signIn(second, '', WORDS, true);
    await host.desk.saveMailbox(second, typed(''), true);
    expect(host.desk.state().signedIn).toEqual(['main', id]);
    await host.desk.keepRefreshToken('r-second', id);
    await host.desk.keepRefreshToken('r-first-2', 'main');
    await host.desk.start();
    expect(host.given.at(-1)).toMatchObject({
      refreshToken: 'r-first-2',
      mailboxes: { [id]: { refreshToken: 'r-second' } },
    });
    await host.desk.signOut(id);
    expect(host.desk.state().signedIn).toEqual(['main']);
  });
});
