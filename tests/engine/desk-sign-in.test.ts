import { describe, expect, test } from 'vitest';
import type { MailboxAuth } from '../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import { makeHostDesk } from '../support/host-desk';
import type { HostDesk } from '../support/host-desk';

const GOOGLE: MailboxAuth = { kind: 'oauth2', provider: 'google', clientId: 'one' };
const WORDS = { done: 'done', failed: 'failed' };
const NOTHING_TYPED = { imapPassword: '', smtpPassword: '' };
const VARIABLES = { SPORTELLO_OAUTH_REFRESH_TOKEN: 'r-variable', SPORTELLO_OAUTH_CLIENT_SECRET: 's-variable' };

const mailbox = (change: Partial<MailboxSettings> = {}): MailboxSettings => ({
  imap: { host: 'imap.gmail.com', port: 993, secure: true, user: 'aiuto@gmail.com' },
  smtp: { host: 'smtp.gmail.com', port: 465, secure: true, user: 'aiuto@gmail.com' },
  address: 'aiuto@gmail.com',
  name: 'Aiuto',
  language: 'it',
  auth: GOOGLE,
  ...change,
});

async function deskWith(refreshToken: string | null): Promise<HostDesk> {
  const grant = { of: grantOf(mailbox()) ?? '', refreshToken, clientSecret: 's1' };
  const host = await makeHostDesk({ mailbox: mailbox(), kept: { imapPassword: null, smtpPassword: null, grant } });
  await host.desk.start();
  return host;
}

describe('the access token of a mailbox', () => {
  const slip = mailbox({ imap: { ...mailbox().imap, host: 'imap.gmial.com' } });

  test('is not shown to a server that was not signed in for, by "Check"', async () => {
    const host = await deskWith('r1');
    await host.desk.checkMailbox(mailbox(), NOTHING_TYPED);
    expect(host.asked).toEqual(['mailbox.check']);
    await host.desk.checkMailbox(slip, NOTHING_TYPED);
    expect(host.asked).toEqual(['mailbox.check']);
    expect(host.checks).toEqual([{ host: 'imap.gmial.com', accessToken: null }]);
  });

  test('that has just come is not either', async () => {
    const host = await deskWith('r1');
    await host.desk.signIn(mailbox(), '', WORDS);
    await host.desk.checkMailbox(slip, NOTHING_TYPED);
    await host.desk.checkMailbox(mailbox(), NOTHING_TYPED);
    expect(host.checks).toEqual([
      { host: 'imap.gmial.com', accessToken: null },
      { host: 'imap.gmail.com', accessToken: 'a-new' },
    ]);
  });
});

describe('a sign-in', () => {
  test('knows that a permission of its client is in use, until the mailbox is signed out', async () => {
    const host = await deskWith('r1');
    await host.desk.signInAgain(WORDS);
    await host.desk.signIn(mailbox({ auth: { ...GOOGLE, clientId: 'two' } }), '', WORDS);
    expect(host.desk.state().signedIn).toEqual(['main']);
    await host.desk.signOut();
    expect(host.desk.state().signedIn).toEqual([]);
    await host.desk.signIn(mailbox(), '', WORDS);
    // what that one gave waits for "Save": it must not be ended by the next one
    await host.desk.signIn(mailbox(), '', WORDS);
    expect(host.signIns.map(({ inUse }) => inUse)).toEqual([true, false, false, true]);
  });
});

describe('the variables of a sign-in', () => {
  test('are for the mailbox that the profile held at start', async () => {
    const host = await makeHostDesk({ mailbox: mailbox(), environment: VARIABLES });
    await host.desk.start();
    expect(host.given.at(-1)).toMatchObject({ refreshToken: 'r-variable', clientSecret: 's-variable' });
    await host.desk.signInAgain(WORDS);
    expect(host.signIns.at(-1)).toMatchObject({ clientSecret: 's-variable' });
  });

  test.each([
    ['another one that is chosen in Settings', mailbox()],
    ['the first one that is', null],
  ])('never go to the provider of %s', async (_what, atStart) => {
    const host = await makeHostDesk({ mailbox: atStart, environment: VARIABLES });
    await host.desk.start();
    const chosen = mailbox({
      auth: {
        kind: 'oauth2',
        provider: 'custom',
        clientId: 'one',
        authorizationEndpoint: 'https://id.corsi.example/a',
        tokenEndpoint: 'https://id.corsi.example/t',
        scopes: ['mail'],
      },
    });
    await host.desk.signIn(chosen, '', WORDS);
    expect(host.signIns.at(-1)).toMatchObject({ clientSecret: null });
    await host.desk.saveMailbox(chosen, NOTHING_TYPED);
    expect(host.given.at(-1)).toMatchObject({ refreshToken: 'r-new', clientSecret: null });
    // nor after "try again"
    await host.desk.start();
    expect(host.given.at(-1)).toMatchObject({ refreshToken: 'r-new', clientSecret: null });
  });
});
