import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectImap } from '../../electron/engine/mail/imap-connection';
import { createMailboxSync } from '../../electron/engine/mail/imap-sync';
import type { MailboxSync } from '../../electron/engine/mail/mailbox';
import { checkMailbox } from '../../electron/engine/mail/mailbox-check';
import type { AccessTokens } from '../../electron/engine/sign-in/access-tokens';
import type { ConnectionState } from '../../shared/contract/views';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import type { IdentityServer } from '../support/identity-server';
import { aRawMail, settingsFor, testOutside } from '../support/make-mailbox';
import { makeStore } from '../support/make-store';
import { startSmtpSink } from '../support/smtp-sink';
import { makeIdentityServer, tokensOf } from '../support/tokens';

const { clock } = testOutside();

/** A real Dovecot that asks a real identity server about every token. */
async function makeServers(): Promise<{ identity: IdentityServer; dovecot: Dovecot }> {
  const identity = await makeIdentityServer();
  const dovecot = await startDovecot({ introspection: `${identity.issuer}/introspect` });
  onTestFinished(() => dovecot.remove());
  return { identity, dovecot };
}

function accessOf(dovecot: Dovecot, tokens: AccessTokens) {
  const { host, port, caFile, user } = dovecot;
  return { server: { host, port, secure: true, user }, password: '', tokens, ca: readFileSync(caFile, 'utf8'), clock };
}

type Watched = {
  sync: MailboxSync;
  lines: readonly string[];
  readonly until: (kind: ConnectionState['kind']) => Promise<ConnectionState>;
};

/** A whole sync of that mailbox; `until` settles at the next state of a kind. */
async function watchSync(dovecot: Dovecot, make: (lines: string[]) => AccessTokens): Promise<Watched> {
  const lines: string[] = [];
  const outside = testOutside(lines);
  const waiting: { kind: ConnectionState['kind']; resolve(state: ConnectionState): void }[] = [];
  const sync = createMailboxSync({
    settings: settingsFor(dovecot),
    password: '',
    tokens: make(lines),
    ca: readFileSync(dovecot.caFile, 'utf8'),
    store: await makeStore({ clock: outside.clock }),
    outside,
    onStored: () => Promise.resolve(),
    onState(state) {
      for (const one of waiting) if (one.kind === state.kind) one.resolve(state);
    },
  });
  onTestFinished(() => sync.stop());
  return { sync, lines, until: (kind) => new Promise((resolve) => waiting.push({ kind, resolve })) };
}

describe('a mailbox behind an identity server', () => {
  test('is read and filed into with a token instead of a password, and no token reaches the log', async () => {
    const { identity, dovecot } = await makeServers();
    await dovecot.deliver(aRawMail());
    const refreshToken = identity.grant();
    const { sync, lines, until } = await watchSync(dovecot, (into) =>
      tokensOf(identity, { clock, refreshToken, log: testOutside(into).log }),
    );
    const listening = until('listening');
    sync.start();
    await listening;
    expect(await sync.sent.append(Buffer.from(aRawMail()), 'copy@desk.example')).toBe(1);
    expect(await dovecot.list('Sent')).toHaveLength(1);
    expect(identity.requests).toHaveLength(1);
    const log = lines.join('\n');
    expect(log).toContain('refreshed');
    expect(log).not.toMatch(/(access|refresh)-[0-9a-f]{36}/);
  });

  test('takes a fresh token once where the server takes one back before its end', async () => {
    const { identity, dovecot } = await makeServers();
    const tokens = tokensOf(identity, { clock });
    const first = await tokens.current();
    identity.expire(first);
    const connection = await connectImap(accessOf(dovecot, tokens));
    onTestFinished(() => connection.close());
    expect(connection.client.usable).toBe(true);
    expect(identity.requests).toHaveLength(2);
    expect(await tokens.current()).not.toBe(first);
  });

  test('refuses the token of another account, said with what to do, after one fresh token', async () => {
    const { identity, dovecot } = await makeServers();
    const tokens = tokensOf(identity, { clock, refreshToken: identity.grant('anna@corsi.example') });
    await expect(connectImap(accessOf(dovecot, tokens))).rejects.toMatchObject({
      code: 'oauth-account',
      message: expect.stringContaining(dovecot.user),
      action: expect.stringContaining('Sign in with the account of this mailbox'),
    });
    expect(identity.requests).toHaveLength(2);
  });

  test('fetches one token for incoming, Sent and outgoing connections that start together', async () => {
    const { identity, dovecot } = await makeServers();
    const tokens = tokensOf(identity, { clock });
    identity.script({ kind: 'wait' });
    const connections = [1, 2, 3].map(() => connectImap(accessOf(dovecot, tokens)));
    await identity.asked(1);
    identity.release();
    for (const connection of await Promise.all(connections)) onTestFinished(() => connection.close());
    expect(identity.requests).toHaveLength(1);
  });

  test('stops loudly when the permission was taken back, and asks nobody again', async () => {
    const { identity, dovecot } = await makeServers();
    const { sync, until } = await watchSync(dovecot, () => tokensOf(identity, { clock }));
    identity.withdraw();
    const stopped = until('stopped');
    sync.start();
    expect(await stopped).toMatchObject({
      kind: 'stopped',
      error: { code: 'oauth-signed-out', action: expect.stringContaining('Sign in again') },
    });
    await expect(sync.once()).rejects.toMatchObject({ code: 'oauth-signed-out' });
    expect(identity.requests).toHaveLength(1);
  });

  test('is offline, not signed out, while the identity server has trouble, and comes back by itself', async () => {
    const { identity, dovecot } = await makeServers();
    identity.script({ kind: 'status', status: 503 }, { kind: 'drop' });
    const { sync, until } = await watchSync(dovecot, () => tokensOf(identity, { clock }));
    const [offline, listening] = [until('offline'), until('listening')];
    sync.start();
    expect(await offline).toMatchObject({ kind: 'offline', error: { code: 'oauth-connect', retryable: true } });
    expect(await listening).toEqual({ kind: 'listening' });
    expect(identity.requests).toHaveLength(3);
  });

  test('says so where the server offers no sign-in by token, and shows it none', async () => {
    const identity = await makeIdentityServer();
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    await expect(connectImap(accessOf(dovecot, tokensOf(identity, { clock })))).rejects.toMatchObject({
      code: 'imap-protocol',
      message: expect.stringContaining('does not offer this way to sign in'),
    });
  });

  test('is found in order by the check of both servers', async () => {
    const { identity, dovecot } = await makeServers();
    const smtp = await startSmtpSink({ user: dovecot.user, userOf: (token) => identity.userOf(token) });
    onTestFinished(() => smtp.close());
    const findings = await checkMailbox({
      mailbox: { ...settingsFor(dovecot), smtp: smtp.server },
      imapPassword: '',
      smtpPassword: '',
      tokens: tokensOf(identity, { clock }),
      imapCa: readFileSync(dovecot.caFile, 'utf8'),
      smtpCa: smtp.certificate.cert,
      clock,
    });
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['imap', 'ok'],
      ['imap.inbox', 'ok'],
      ['imap.sent', 'ok'],
      ['imap.idle', 'ok'],
      ['smtp', 'ok'],
    ]);
    expect(identity.requests).toHaveLength(1);
  });
});
