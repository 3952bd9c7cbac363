import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSmtpSink } from '../support/smtp-sink';
import { PROFILE, makeMailbox } from '../support/make-engine';
import { makeFolder } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { runCli } from '../support/run-cli';
import { makeIdentityServer } from '../support/tokens';

/** A profile whose mailbox signs in at an identity server on loopback. */
async function makeProfile() {
  const identity = await makeIdentityServer();
  const dir = makeFolder();
  const mailbox = { ...PROFILE.mailbox, auth: identity.settings };
  writeFileSync(join(dir, 'profile.json'), JSON.stringify({ ...PROFILE, mailbox }));
  const file = join(dir, 'refresh-token');
  return { identity, dir, file, environment: { SPORTELLO_OAUTH_REFRESH_TOKEN_FILE: file } };
}

describe('sign-in', () => {
  test('shows the address, waits for the browser and keeps the permission for its owner alone', async () => {
    const { identity, dir, file, environment } = await makeProfile();
    const signIn = await runCli(['sign-in', '--profile', dir, '--json'], {
      environment,
      untilStopped: () => new Promise(() => undefined),
      // what the person does with the address on standard error
      complain: (text) => {
        if (text.startsWith('http')) void fetch(text);
      },
    });
    expect(signIn).toMatchObject({ code: 0, out: ['{"account":"support@corsi.example"}'] });
    expect(readFileSync(file, 'utf8')).toMatch(/^refresh-[0-9a-f]+\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(identity.requests).toHaveLength(1);
  });

  test('of another mailbox is kept in the file of that one', async () => {
    const { identity, dir, file, environment } = await makeProfile();
    const { mailbox: first, ...rest } = PROFILE;
    if (first === undefined) throw new Error('The profile of these tests has a mailbox');
    const mailboxes = [
      { ...first, id: 'main' },
      {
        ...first,
        id: 'vendas',
        address: 'vendas@corsi.example',
        imap: { ...first.imap, user: 'vendas@corsi.example' },
        auth: identity.settings,
      },
    ];
    writeFileSync(join(dir, 'profile.json'), JSON.stringify({ ...rest, mailboxes }));
    const said: string[] = [];
    const signIn = (id: string, variables: Readonly<Record<string, string>>) =>
      runCli(['sign-in', '--profile', dir, '--mailbox', id, '--json'], {
        environment: variables,
        untilStopped: () => new Promise(() => undefined),
        complain: (text) => {
          said.push(text);
          if (text.startsWith('http')) void fetch(text);
        },
      });
    const missing = await signIn('vendas', environment);
    expect(missing).toMatchObject({ code: 2, out: [] });
    expect(said.join(' ')).toContain('Set SPORTELLO_OAUTH_REFRESH_TOKEN_FILE_VENDAS');
    expect((await signIn('nobody', environment)).code).toBe(2);
    expect(said.join(' ')).toContain('main, vendas');
    const own = join(dir, 'of-vendas');
    expect((await signIn('vendas', { SPORTELLO_OAUTH_REFRESH_TOKEN_FILE_VENDAS: own })).code).toBe(0);
    expect(readFileSync(own, 'utf8')).toMatch(/^refresh-[0-9a-f]+\n$/);
    expect(existsSync(file)).toBe(false);
  });

  test('ends by Ctrl+C and keeps nothing', async () => {
    const { dir, file, environment } = await makeProfile();
    const ended = await runCli(['sign-in', '--profile', dir], { environment });
    expect(ended).toMatchObject({ code: 1, out: [] });
    expect(ended.err.join(' ')).toContain('was not finished');
    expect(existsSync(file)).toBe(false);
  });

  test('that is refused leaves the permission alone that a running desk uses', async () => {
    const { identity, dir, file, environment } = await makeProfile();
    writeFileSync(file, identity.grant());
    identity.script({ kind: 'fields', fields: { scope: 'openid email' } });
    const refused = await runCli(['sign-in', '--profile', dir], {
      environment,
      untilStopped: () => new Promise(() => undefined),
      complain: (text) => {
        if (text.startsWith('http')) void fetch(text);
      },
    });
    expect(refused.code).toBe(1);
    expect(identity.revoked).toEqual([]);
  });

  test('says what is missing', async () => {
    const { dir, environment } = await makeProfile();
    expect((await runCli(['sign-in', '--profile', dir])).code).toBe(2);
    writeFileSync(join(dir, 'profile.json'), JSON.stringify(PROFILE));
    const without = await runCli(['sign-in', '--profile', dir], { environment });
    expect(without.code).toBe(1);
    expect(without.err.join(' ')).toContain('Add "auth" to the mailbox');
  });
});

describe('a command on a profile that signs in at a provider', () => {
  test('checks with the kept permission, and keeps the one that takes its place', async () => {
    const { identity, dir, file, environment } = await makeProfile();
    identity.rotates = true;
    const first = identity.grant();
    writeFileSync(file, first);
    const smtp = await startSmtpSink({ userOf: (token) => identity.userOf(token) });
    onTestFinished(() => smtp.close());
    writeFileSync(join(dir, 'smtp.pem'), smtp.certificate.cert);
    const mailbox = { ...PROFILE.mailbox, smtp: { ...smtp.server, ca: 'smtp.pem' }, auth: identity.settings };
    writeFileSync(join(dir, 'profile.json'), JSON.stringify({ ...PROFILE, mailbox }));
    const doctor = await runCli(['doctor', '--profile', dir, '--json'], { environment });
    expect(doctor.json()).toMatchObject([
      { findings: expect.arrayContaining([expect.objectContaining({ id: 'smtp', severity: 'ok' })]) },
    ]);
    const second = readFileSync(file, 'utf8').trim();
    expect(second).not.toBe(first);
    expect(identity.requests.map((request) => request['refresh_token'])).toEqual([first]);
    expect(doctor.out.join() + doctor.err.join()).not.toMatch(/(access|refresh)-[0-9a-f]{36}/);
  });

  test('without a permission says that somebody has to sign in', async () => {
    const { dir, environment } = await makeProfile();
    const sync = await runCli(['sync', '--profile', dir, '--once'], { environment });
    expect(sync.code).toBe(1);
    expect(sync.err.join(' ')).toContain('Sign in again');
    const mailbox = makeMailbox(createMovedClock());
    const shown = await runCli(['tickets', '--profile', dir], {
      environment,
      parts: { openSync: (options) => mailbox.open(options) },
    });
    expect(shown.code).toBe(0);
  });
});
