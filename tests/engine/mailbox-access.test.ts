import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { accessFor, secretsToKeep } from '../../electron/main/mailbox-access';
import { openSecrets } from '../../electron/main/secrets';
import type { KeptSecrets } from '../../electron/main/secrets';
import type { MailboxAuth } from '../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';

const server = { host: 'imap.gmail.com', port: 993, secure: true, user: 'aiuto@gmail.com' };
const google: MailboxAuth = { kind: 'oauth2', provider: 'google', clientId: 'one' };
const mailbox = (auth?: MailboxAuth, user = 'aiuto@gmail.com'): MailboxSettings => ({
  imap: { ...server, user },
  smtp: server,
  address: 'aiuto@gmail.com',
  name: 'Aiuto',
  language: 'it',
  ...(auth && { auth }),
});
const kept = (refreshToken: string | null = 'r1'): KeptSecrets => ({
  imapPassword: null,
  smtpPassword: null,
  grant: { of: grantOf(mailbox(google)) ?? '', refreshToken, clientSecret: 's1' },
});
const nothingTyped = { typed: { imapPassword: '', smtpPassword: '' }, fresh: null, environment: {} };

describe('a kept permission', () => {
  test('goes to the mailbox that it was given for', () => {
    expect(accessFor(mailbox(google), kept(), {})).toMatchObject({ refreshToken: 'r1', clientSecret: 's1' });
  });

  test.each<[string, MailboxSettings]>([
    ['another client', mailbox({ ...google, clientId: 'two' })],
    ['another user', mailbox(google, 'chief@gmail.com')],
    [
      'another server',
      mailbox({
        kind: 'oauth2',
        provider: 'custom',
        clientId: 'one',
        authorizationEndpoint: 'https://evil.example/a',
        tokenEndpoint: 'https://evil.example/t',
        scopes: ['mail'],
      }),
    ],
    ['another incoming server', { ...mailbox(google), imap: { ...server, host: 'imap.gmial.com' } }],
    ['another outgoing server', { ...mailbox(google), smtp: { ...server, host: 'smtp.gmial.com' } }],
    ['a password', mailbox()],
  ])('never goes to %s', (_what, other) => {
    expect(accessFor(other, kept(), {})).toMatchObject({ refreshToken: null, clientSecret: null });
    expect(secretsToKeep(other, kept(), nothingTyped).grant).toBeUndefined();
  });

  test('stays when the mailbox is saved without a new sign-in', () => {
    expect(secretsToKeep(mailbox(google), kept(), nothingTyped)).toEqual(kept());
  });

  test('gives way to a new one of the same mailbox, and takes no password with it', () => {
    const fresh = {
      of: grantOf(mailbox(google)) ?? '',
      refreshToken: 'r2',
      accessToken: 'a',
      account: null,
      clientSecret: null,
    };
    const typed = { imapPassword: 'p', smtpPassword: 'p' };
    expect(secretsToKeep(mailbox(google), kept(), { ...nothingTyped, typed, fresh })).toEqual({
      imapPassword: null,
      smtpPassword: null,
      grant: { of: fresh.of, refreshToken: 'r2', clientSecret: null },
    });
  });

  test('gives way to the variables of the environment', () => {
    const environment = { SPORTELLO_OAUTH_REFRESH_TOKEN: 'r9', SPORTELLO_OAUTH_CLIENT_SECRET: 's9' };
    expect(accessFor(mailbox(google), kept(), environment)).toMatchObject({ refreshToken: 'r9', clientSecret: 's9' });
  });
});

test('two changes at once both count, and no token is plain on the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sportello-access-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keychain = {
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
    decryptString: (data: Buffer) => Buffer.from(data.map((byte) => byte ^ 0xff)).toString('utf8'),
  };
  const secrets = openSecrets(folder, keychain);
  const protection = { kind: 'keychain' } as const;
  await secrets.keep(kept('refresh-one'), protection);
  await Promise.all([
    secrets.change(protection, (now) => ({ ...now, imapPassword: 'typed' })),
    secrets.change(protection, (now) => ({
      ...now,
      grant: now.grant && { ...now.grant, refreshToken: 'refresh-two' },
    })),
  ]);
  expect(await openSecrets(folder, keychain).passwords(protection)).toEqual({
    ...kept('refresh-two'),
    imapPassword: 'typed',
  });
  expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toMatch(/refresh-(one|two)/);
});
