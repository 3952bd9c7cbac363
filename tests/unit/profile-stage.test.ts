import { describe, expect, it } from 'vitest';
import { decideStage } from '../../electron/main/profile-stage';
import type { Profile } from '../../shared/contract/profile';

const server = { host: 'mail.example', port: 993, secure: true, user: 'help@shop.example' };
const mailbox: NonNullable<Profile['mailbox']> = {
  imap: server,
  smtp: { ...server, port: 465 },
  address: 'help@shop.example',
  name: 'Help',
  language: 'it',
};
const withStore = (encryption?: 'keychain' | 'passphrase' | 'none'): Profile => ({
  mailbox,
  store: { kind: 'sqlite', ...(encryption ? { encryption } : {}) },
});

describe('opening a profile', () => {
  it.each([
    ['no profile', null],
    ['a profile without a mailbox', { agent: { name: 'Anna', email: 'anna@shop.example' } } satisfies Profile],
  ])('%s: welcome', (_what, profile) => {
    expect(decideStage(profile, 'secret', true)).toEqual({ stage: 'welcome' });
  });

  it.each([
    // encryption chosen, passphrase at hand, keychain there → stage, key
    [undefined, null, true, 'desk', 'keychain'],
    [undefined, null, false, 'protect', undefined],
    [undefined, 'secret', true, 'desk', 'passphrase'],
    [undefined, 'secret', false, 'desk', 'passphrase'],
    ['keychain', null, true, 'desk', 'keychain'],
    // Never a silent fallback: the keychain that is gone is said by the secrets, not replaced here.
    ['keychain', 'secret', false, 'desk', 'keychain'],
    ['passphrase', null, true, 'unlock', undefined],
    ['passphrase', 'secret', true, 'desk', 'passphrase'],
    ['none', null, false, 'desk', 'none'],
    ['none', 'secret', true, 'desk', 'none'],
  ] as const)('encryption %s, passphrase %s, keychain %s: %s by %s', (encryption, passphrase, keychain, stage, key) => {
    const decided = decideStage(withStore(encryption), passphrase, keychain);
    expect(decided.stage).toBe(stage);
    expect(decided.stage === 'desk' ? decided.key : undefined).toBe(key);
  });

  it('writes down the encryption that was found, and keeps the rest of the profile', () => {
    const profile: Profile = { ...withStore(), agent: { name: 'Anna', email: 'anna@shop.example' } };
    expect(decideStage(profile, null, true)).toEqual({
      stage: 'desk',
      profile: { ...profile, store: { kind: 'sqlite', encryption: 'keychain' } },
      key: 'keychain',
    });
  });
});
