import { describe, expect, test } from 'vitest';
import type { MailboxSettings } from '../../shared/contract/profile';
import { grantOf } from '../../shared/domain/oauth-providers';
import { TURNING_KEYCHAIN, makeHostDesk } from '../support/host-desk';
import type { HostDesk } from '../support/host-desk';

const MAILBOX: MailboxSettings = {
  imap: { host: 'imap.gmail.com', port: 993, secure: true, user: 'aiuto@gmail.com' },
  smtp: { host: 'smtp.gmail.com', port: 465, secure: true, user: 'aiuto@gmail.com' },
  address: 'aiuto@gmail.com',
  name: 'Aiuto',
  language: 'it',
  auth: { kind: 'oauth2', provider: 'google', clientId: 'one' },
};

/** A desk that was signed in with the refresh token r1. */
async function signedInDesk(options: Partial<Parameters<typeof makeHostDesk>[0]> = {}): Promise<HostDesk> {
  const grant = { of: grantOf(MAILBOX) ?? '', refreshToken: 'r1', clientSecret: 's1' };
  const host = await makeHostDesk({
    mailbox: MAILBOX,
    kept: { imapPassword: null, smtpPassword: null, grant },
    ...options,
  });
  await host.desk.start();
  return host;
}

const keptToken = async (host: HostDesk): Promise<string | null | undefined> => (await host.kept()).grant?.refreshToken;

describe('a refresh token that takes the place of the last one', () => {
  test('is there at the next start', async () => {
    const host = await signedInDesk();
    await host.desk.keepRefreshToken('r2');
    expect(await keptToken(host)).toBe('r2');
  });

  test('that a full disk does not take is "not now"; asked again, it is written and not only said to be', async () => {
    const host = await signedInDesk();
    host.fillDisk(true);
    const notNow = { code: 'secret-unavailable', retryable: true, action: expect.stringContaining('Make room') };
    await expect(host.desk.keepRefreshToken('r2')).rejects.toMatchObject(notNow);
    await expect(host.desk.keepRefreshToken('r2')).rejects.toMatchObject(notNow);
    expect(await keptToken(host)).toBe('r1');
    host.fillDisk(false);
    await host.desk.keepRefreshToken('r2');
    expect(await keptToken(host)).toBe('r2');
  });

  test('that a locked keychain does not take is "not now" too', async () => {
    let isLocked = false;
    const host = await signedInDesk({
      keychain: {
        ...TURNING_KEYCHAIN,
        encryptString: (text) => {
          if (isLocked) throw new Error('Error while encrypting the text');
          return TURNING_KEYCHAIN.encryptString(text);
        },
      },
    });
    isLocked = true;
    await expect(host.desk.keepRefreshToken('r2')).rejects.toMatchObject({
      code: 'secret-unavailable',
      retryable: true,
    });
    isLocked = false;
    await host.desk.keepRefreshToken('r2');
    expect(await keptToken(host)).toBe('r2');
  });
});
