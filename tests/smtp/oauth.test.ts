import { describe, expect, onTestFinished, test } from 'vitest';
import { SportelloError } from '../../shared/contract/errors';
import { createSmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { IdentityServer } from '../support/identity-server';
import { stillClock } from '../support/make-store';
import { makeOutboxDesk } from '../support/outbox-desk';
import { OFFERED_BY_GOOGLE, OFFERED_BY_MICROSOFT, startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';
import { makeIdentityServer, tokensOf } from '../support/tokens';

/** An SMTP server that takes tokens only, and asks the identity server whose they are. */
async function makeServers(offers?: readonly string[]): Promise<{ identity: IdentityServer; sink: SmtpSink }> {
  const identity = await makeIdentityServer();
  const sink = await startSmtpSink({ userOf: (token) => identity.userOf(token), ...(offers && { offers }) });
  onTestFinished(() => sink.close());
  return { identity, sink };
}

function transportTo(sink: SmtpSink, tokens: ReturnType<typeof tokensOf>) {
  return createSmtpTransport({
    server: sink.server,
    password: '',
    tokens,
    ca: sink.certificate.cert,
    timeouts: { connectMs: 3_000, answerMs: 3_000 },
  });
}

const message = () => ({
  from: 'support@corsi.example',
  to: 'marta@posta.example',
  raw: Buffer.from('Subject: Ciao\r\n\r\nCiao Marta\r\n'),
  beforeLast: () => Promise.resolve(),
});

describe('an outgoing server that wants a token', () => {
  test.each([
    ['as Google does', OFFERED_BY_GOOGLE],
    ['as Microsoft does', OFFERED_BY_MICROSOFT],
    ['not at all', ['XOAUTH2']],
  ])('and offers passwords too, %s, takes the message without any', async (_what, offers) => {
    const { identity, sink } = await makeServers(offers);
    const transport = transportTo(sink, tokensOf(identity, { clock: stillClock() }));
    expect(await transport.send(message())).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted.map(({ to }) => to)).toEqual([['marta@posta.example']]);
  });

  test('that takes a token back before its end gets a fresh one, and the message once', async () => {
    const { identity, sink } = await makeServers();
    const tokens = tokensOf(identity, { clock: stillClock() });
    identity.expire(await tokens.current());
    expect(await transportTo(sink, tokens).send(message())).toMatchObject({ kind: 'accepted' });
    expect(sink.accepted).toHaveLength(1);
    expect(sink.mailCommands()).toBe(1);
    expect(identity.requests).toHaveLength(2);
  });

  test('that refuses a fresh token too (334 with JSON, then 535) says who has to sign in', async () => {
    const { identity, sink } = await makeServers();
    const tokens = tokensOf(identity, { clock: stillClock(), refreshToken: identity.grant('anna@corsi.example') });
    await expect(transportTo(sink, tokens).check()).rejects.toMatchObject({
      code: 'oauth-account',
      message: expect.stringContaining('support@corsi.example'),
    });
    expect(sink.sessions()).toBe(2);
  });

  test('says "later" itself: that is no refused login', async () => {
    const { identity, sink } = await makeServers();
    sink.script({ at: 'auth', reply: [454, '4.7.0 Temporary authentication failure'] });
    const outcome = await transportTo(sink, tokensOf(identity, { clock: stillClock() })).send(message());
    expect(outcome).toMatchObject({ kind: 'failed_before_data', code: 'smtp-refused' });
    expect(identity.requests).toHaveLength(1);
  });
});

describe('the outbox of a mailbox that signs in at a provider', () => {
  test('stops loudly when the permission is gone, loses nothing, and goes on after a sign-in', async () => {
    const { identity, sink } = await makeServers();
    const tokens = tokensOf(identity, { clock: stillClock() });
    identity.withdraw();
    const desk = await makeOutboxDesk({ smtp: transportTo(sink, tokens), server: sink.server });
    await desk.outbox.accept(await desk.input());
    desk.clock.advance(10_000);
    await desk.outbox.flush();
    expect(desk.outbox.stopped()).toMatchObject({
      code: 'oauth-signed-out',
      action: expect.stringContaining('Sign in again'),
    });
    expect(await desk.states()).toEqual(['queued']);
    expect(sink.sessions()).toBe(0);

    const again = desk.restart(transportTo(sink, tokensOf(identity, { clock: stillClock() })));
    await again.flush();
    expect(again.stopped()).toBeNull();
    expect(sink.accepted).toHaveLength(1);
  });

  test('tries later while a new permission cannot be written down, and sends then', async () => {
    const { identity, sink } = await makeServers();
    identity.rotates = true;
    let isFull = true;
    const full = new SportelloError('secret-unavailable', 'The disk is full', { action: '', retryable: true });
    const tokens = tokensOf(identity, {
      clock: stillClock(),
      keep: () => (isFull ? Promise.reject(full) : Promise.resolve()),
    });
    const desk = await makeOutboxDesk({ smtp: transportTo(sink, tokens), server: sink.server });
    await desk.outbox.accept(await desk.input());
    desk.clock.advance(10_000);
    await desk.outbox.flush();
    expect(desk.outbox.stopped()).toBeNull();
    const [row] = await desk.outbox.list();
    expect(row).toMatchObject({ state: 'failed_before_data', error: { code: 'secret-unavailable' } });
    isFull = false;
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(sink.accepted).toHaveLength(1);
  });

  test('tries later while the identity server has trouble, without standing still', async () => {
    const { identity, sink } = await makeServers();
    identity.script({ kind: 'status', status: 503 });
    const tokens = tokensOf(identity, { clock: stillClock() });
    const desk = await makeOutboxDesk({ smtp: transportTo(sink, tokens), server: sink.server });
    await desk.outbox.accept(await desk.input());
    desk.clock.advance(10_000);
    await desk.outbox.flush();
    expect(desk.outbox.stopped()).toBeNull();
    expect(await desk.states()).toEqual(['failed_before_data']);
    desk.clock.advance(60_000);
    await desk.outbox.flush();
    expect(await desk.states()).toEqual(['filed']);
    expect(sink.accepted).toHaveLength(1);
  });
});
