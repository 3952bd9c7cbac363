import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decideProtection, parseProfile, storePath, storeProtection } from '../../electron/engine/profile';
import { passwordsOf, secretsFromEnvironment } from '../../shared/contract/secret-variables';
import { profileSchema } from '../../shared/contract/profile';

const server = { host: '127.0.0.1', port: 31993, secure: true, user: 'support@corsi.example', ca: 'cert.pem' };
/** The plain case of cli.md, word for word. */
const plain = {
  mailbox: {
    imap: server,
    smtp: { ...server, port: 31465 },
    address: 'support@corsi.example',
    name: 'Assistenza Corsi',
    authservId: 'mx.support.example',
    language: 'it',
  },
  store: { kind: 'sqlite', encryption: 'none' },
};
const parse = (value: unknown) => parseProfile(JSON.stringify(value), '/desk/profile.json');

describe('profile.json', () => {
  it('refuses two mailboxes of one id: the store could not tell their mails apart', () => {
    const { mailbox, ...rest } = plain;
    const two = [
      { ...mailbox, id: 'main' },
      { ...mailbox, id: 'main', address: 'vendas@corsi.example' },
    ];
    expect(() => parse({ ...rest, mailboxes: two })).toThrow(/id of its own/);
  });

  it.each([
    ['account', { address: 'vendas@corsi.example' }],
    ['address', { imap: { ...server, user: 'vendas' } }],
  ])('refuses two mailboxes of one %s: every mail would come twice', (_what, change) => {
    const { mailbox, ...rest } = plain;
    const two = [
      { ...mailbox, id: 'main' },
      { ...mailbox, id: 'vendas', ...change },
    ];
    expect(() => parse({ ...rest, mailboxes: two })).toThrow(/an account and an address of its own/);
  });

  it('may be as small as the plain case', () => {
    expect(parse(plain)).toEqual(plain);
    expect(parse({})).toEqual({});
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a wrong port',
      { ...plain, mailbox: { ...plain.mailbox, imap: { ...server, port: 99_999 } } },
      /profile\.json.*mailbox\.imap\.port/,
    ],
    ['a missing host', { ...plain, mailbox: { ...plain.mailbox, smtp: { port: 1 } } }, /mailbox\.smtp\.host/],
    ['a password in it', { ...plain, mailbox: { ...plain.mailbox, password: 'x' } }, /password/],
    ['an unknown encryption', { ...plain, store: { kind: 'sqlite', encryption: 'rot13' } }, /store\.encryption/],
    ['mailbox and mailboxes', { ...plain, mailboxes: [{ ...plain.mailbox, id: 'a' }] }, /not both/],
    ['a list', [], /profile\.json/],
  ])('with %s is refused, naming file and field', (_case, value, message) => {
    expect(() => parse(value)).toThrow(message);
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'profile-incomplete' }));
  });

  it('that is no JSON says so', () => {
    expect(() => parseProfile('{"mailbox":', '/desk/profile.json')).toThrow(
      expect.objectContaining({
        code: 'profile-unreadable',
        reason: 'json',
        detail: { file: '/desk/profile.json', line: 1, column: 12 },
      }),
    );
  });

  it('has its paths below the profile folder', () => {
    expect(storePath('/desk', parse(plain))).toBe('/desk/store.db');
    expect(storePath('/desk', parse({ store: { kind: 'sqlite', path: 'data/a.db' } }))).toBe('/desk/data/a.db');
    expect(storePath('/desk', parse({ store: { kind: 'sqlite', path: '/var/a.db' } }))).toBe('/var/a.db');
  });

  it.each<[string, unknown]>([
    ['Google', { kind: 'oauth2', provider: 'google', clientId: '1-a.apps.googleusercontent.com' }],
    ['Microsoft', { kind: 'oauth2', provider: 'microsoft', clientId: 'a-b', tenant: 'corsi.example' }],
    [
      'an own identity server',
      {
        kind: 'oauth2',
        provider: 'custom',
        clientId: 'desk',
        authorizationEndpoint: 'https://id.corsi.example/authorize',
        tokenEndpoint: 'http://127.0.0.1:8080/token',
        scopes: ['mail'],
      },
    ],
    ['a password, said aloud', { kind: 'password' }],
  ])('lets a mailbox sign in with %s', (_with, auth) => {
    expect(parse({ ...plain, mailbox: { ...plain.mailbox, auth } })).toEqual({
      ...plain,
      mailbox: { ...plain.mailbox, auth },
    });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a client secret', { clientSecret: 'GOCSPX' }, /clientSecret/],
    ['a refresh token', { refreshToken: 'r' }, /refreshToken/],
    ['an endpoint without TLS', { tokenEndpoint: 'http://id.corsi.example/token' }, /tokenEndpoint.*https/],
    ['an endpoint that only looks like loopback', { tokenEndpoint: 'http://127.0.0.1.evil.example/' }, /tokenEndpoint/],
    ['an endpoint with somebody’s password', { tokenEndpoint: 'https://a:b@id.example/' }, /tokenEndpoint/],
    ['a script as endpoint', { authorizationEndpoint: 'javascript:alert(1)' }, /authorizationEndpoint/],
    ['a scope that breaks out', { scopes: ['mail openid'] }, /scopes/],
  ])('refuses a sign-in with %s', (_with, change, message) => {
    const auth = {
      kind: 'oauth2',
      provider: 'custom',
      clientId: 'desk',
      authorizationEndpoint: 'https://id.corsi.example/authorize',
      tokenEndpoint: 'https://id.corsi.example/token',
      scopes: ['mail'],
      ...change,
    };
    expect(() => parse({ ...plain, mailbox: { ...plain.mailbox, auth } })).toThrow(message);
  });

  it('may name Hotmart’s API, its members areas, and other hosts', () => {
    const hotmart = {
      clientId: '6410c2b2-7d06',
      clubs: ['pasta', 'zuppa_2'],
      monthsBack: 36,
      everyMinutes: 30,
      apiBase: 'https://proxy.corsi.example/hotmart',
      tokenUrl: 'http://127.0.0.1:8080/token',
    };
    expect(parse({ ...plain, hotmart })).toEqual({ ...plain, hotmart });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a client secret', { clientSecret: 's' }, /clientSecret/],
    ['a Basic token', { basic: 'QQ==' }, /basic/],
    ['a host without TLS', { apiBase: 'http://api.corsi.example' }, /apiBase.*https/],
    ['a members area that is no slug', { clubs: ['../users'] }, /clubs/],
    ['a client id with a colon', { clientId: 'a:b' }, /clientId/],
    ['a round every second', { everyMinutes: 0 }, /everyMinutes/],
  ])('refuses Hotmart’s API with %s', (_with, change, message) => {
    expect(() => parse({ ...plain, hotmart: { clientId: 'desk', ...change } })).toThrow(message);
  });

  it('is described by resources/profile.schema.json', () => {
    const file = resolve(import.meta.dirname, '../../resources/profile.schema.json');
    const schema = `${JSON.stringify(z.toJSONSchema(profileSchema, { io: 'input' }), null, 2)}\n`;
    // UPDATE_SCHEMA=1 writes it; the file is what editors and people read.
    if (process.env['UPDATE_SCHEMA'] !== undefined) writeFileSync(file, schema);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(schema));
  });
});

describe('the store’s protection', () => {
  const withEncryption = (encryption?: 'keychain' | 'passphrase' | 'none') =>
    parse({ store: { kind: 'sqlite', ...(encryption && { encryption }) } });

  it('is what the profile writes down', () => {
    expect(storeProtection(withEncryption('none'), 'key')).toEqual({ encryption: 'none', key: null });
    expect(storeProtection(withEncryption('passphrase'), 'key')).toEqual({ encryption: 'passphrase', key: 'key' });
    expect(storeProtection(withEncryption('keychain'), 'key')).toEqual({ encryption: 'keychain', key: 'key' });
  });

  it.each([['keychain'], ['passphrase']] as const)('%s without its key says how to give it', (encryption) => {
    expect(() => storeProtection(withEncryption(encryption), null)).toThrow(
      expect.objectContaining({
        code: 'secret-unavailable',
        action: expect.stringContaining('SPORTELLO_STORE_PASSPHRASE'),
      }),
    );
  });

  it('is never guessed', () => {
    for (const profile of [withEncryption(), parse({})]) {
      expect(() => storeProtection(profile, 'key')).toThrow(
        expect.objectContaining({ code: 'store-encryption-undecided' }),
      );
    }
  });

  it('of a store to be created is the passphrase where one is set, and is written down', () => {
    expect(decideProtection(parse({}), false, 'secret').store).toEqual({ kind: 'sqlite', encryption: 'passphrase' });
    expect(decideProtection(parse({}), false, null).store).toBeUndefined();
    expect(decideProtection(parse({}), true, 'secret').store).toBeUndefined();
    expect(decideProtection(withEncryption('none'), false, 'secret').store).toMatchObject({ encryption: 'none' });
  });
});

describe('secrets of a host without a keychain', () => {
  describe('of a mailbox beside the first', () => {
    const first = { ...plain.mailbox, language: 'it' as const };
    const sales = (change: object = {}) => {
      const own = { ...server, user: 'vendas@corsi.example' };
      return { ...first, imap: { ...own, ...change }, smtp: { ...own, port: 31465, ...change } };
    };
    const general = { imapPassword: 'general', smtpPassword: 'relay' };

    it('are those without an id on the same host and port, and on no other', () => {
      expect(passwordsOf(sales(), {}, first, general)).toEqual(general);
      const none = { imapPassword: null, smtpPassword: null };
      expect(passwordsOf(sales({ host: 'mail.elsewhere.example' }), {}, first, general)).toEqual(none);
      expect(passwordsOf(sales({ port: 9 }), {}, first, general)).toEqual(none);
      expect(
        passwordsOf({ ...sales(), smtp: { ...server, host: 'smtp.elsewhere.example' } }, {}, first, general),
      ).toEqual({ imapPassword: 'general', smtpPassword: null });
    });

    it('are its own for both of its servers, but for a login of sending that it has in common with the first', () => {
      const own = { imapPassword: 'own' };
      expect(passwordsOf(sales(), own, first, general)).toEqual({ imapPassword: 'own', smtpPassword: 'own' });
      const shared = { ...sales(), smtp: first.smtp };
      expect(passwordsOf(shared, own, first, general)).toEqual({ imapPassword: 'own', smtpPassword: 'relay' });
      expect(passwordsOf(shared, { ...own, smtpPassword: 'mine' }, first, general).smtpPassword).toBe('mine');
    });

    it('leave the first what was set for it by its id', () => {
      const one = { imapPassword: 'general', smtpPassword: 'general' };
      expect(passwordsOf(first, { imapPassword: 'own' }, first, one).smtpPassword).toBe('own');
      expect(passwordsOf(first, { imapPassword: 'own' }, first, general).smtpPassword).toBe('relay');
    });
  });

  it('come from the environment; one password serves both servers', () => {
    expect(secretsFromEnvironment({ SPORTELLO_IMAP_PASSWORD: 'a', SPORTELLO_STORE_PASSPHRASE: '' })).toEqual({
      imapPassword: 'a',
      smtpPassword: 'a',
      storeKey: null,
    });
    expect(secretsFromEnvironment({ SPORTELLO_IMAP_PASSWORD: 'a', SPORTELLO_SMTP_PASSWORD: 'b' })).toMatchObject({
      smtpPassword: 'b',
    });
    expect(
      secretsFromEnvironment({ SPORTELLO_OAUTH_REFRESH_TOKEN: 'r', SPORTELLO_OAUTH_CLIENT_SECRET: 's' }),
    ).toMatchObject({ imapPassword: null, refreshToken: 'r', clientSecret: 's' });
    expect(secretsFromEnvironment({ SPORTELLO_STORE_PASSWORD: 'p' })).toMatchObject({ storePassword: 'p' });
    expect(secretsFromEnvironment({ SPORTELLO_HOTMART_BASIC: 'b', SPORTELLO_HOTMART_CLIENT_SECRET: '' })).toMatchObject(
      {
        hotmart: { basic: 'b', clientSecret: null },
      },
    );
  });

  it('gives each mailbox its own by its id, and none to a file that is named like one', () => {
    const { mailboxes } = secretsFromEnvironment({
      SPORTELLO_IMAP_PASSWORD: 'a',
      SPORTELLO_IMAP_PASSWORD_VENDAS_BR: 'b',
      SPORTELLO_SMTP_PASSWORD_VENDAS_BR: 'c',
      SPORTELLO_OAUTH_REFRESH_TOKEN_SALES: 'r',
      SPORTELLO_OAUTH_REFRESH_TOKEN_FILE: '/tokens/main',
      SPORTELLO_OAUTH_REFRESH_TOKEN_FILE_SALES: '/tokens/sales',
      SPORTELLO_IMAP_PASSWORD_EMPTY: '',
    });
    expect(mailboxes).toEqual({
      'vendas-br': { imapPassword: 'b', smtpPassword: 'c' },
      sales: { refreshToken: 'r' },
    });
  });
});
