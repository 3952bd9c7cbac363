import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkMailbox } from '../../electron/engine/mail/mailbox-check';
import type { ConnectionState } from '../../shared/contract/views';
import { freePort, startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { aRawMail, makeMailbox, settingsFor, testOutside } from '../support/make-mailbox';
import type { TestMailbox } from '../support/make-mailbox';

/** So long that within a test nothing comes by polling: what arrives came by IDLE. */
const NEVER = { pollMs: 3_600_000 };

async function listening(mailbox: TestMailbox): Promise<void> {
  mailbox.sync.start();
  await mailbox.until(() => mailbox.sync.state().kind === 'listening');
}

function stored(mailbox: TestMailbox): number {
  return mailbox.batches.flat().length;
}

describe('while it listens', () => {
  test('new mail comes by IDLE', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await listening(mailbox);
    await mailbox.dovecot.deliver(aRawMail());
    await mailbox.until(() => stored(mailbox) === 1);
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await mailbox.until(() => stored(mailbox) === 3);
    expect(mailbox.sync.lastHeardAt()).toBeGreaterThan(Date.now() - 20_000);
  });

  test('mail that another client files in Sent comes by the poll', async () => {
    const mailbox = await makeMailbox({ timing: { pollMs: 100 } });
    await listening(mailbox);
    await mailbox.dovecot.deliver(aRawMail(), 'Sent');
    await mailbox.until(() => stored(mailbox) === 1);
    const [row] = await mailbox.store.db.selectFrom('message').select('direction').execute();
    expect(row?.direction).toBe('outbound');
  });

  test('a nudge looks at once', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await listening(mailbox);
    await mailbox.dovecot.deliver(aRawMail(), 'Sent');
    mailbox.sync.nudge();
    await expect.poll(() => stored(mailbox), { timeout: 10_000 }).toBe(1);
  });

  test('a message that vanishes is marked, whoever removed it', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    await mailbox.dovecot.expunge('INBOX', 1);
    const gone = () =>
      mailbox.store.db.selectFrom('message_location').select('uid').where('expunged_at', 'is not', null).execute();
    await expect.poll(gone, { timeout: 10_000 }).toEqual([{ uid: 1 }]);
  });

  test('a full pass on request answers its counts', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await mailbox.dovecot.deliver([aRawMail(), aRawMail()]);
    await listening(mailbox);
    expect(await mailbox.sync.once()).toEqual({ seen: 2, stored: 0, known: 2, quarantined: 0, errors: 0 });
  });

  test('a restart of the server is told and healed', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await listening(mailbox);
    await mailbox.dovecot.stop();
    await mailbox.until(() => mailbox.sync.state().kind === 'offline');
    const state = mailbox.sync.state() as Extract<ConnectionState, { kind: 'offline' }>;
    expect(state.error.code).toBe('imap-connect');
    expect(state.retryAt).toBeGreaterThanOrEqual(state.since);
    await mailbox.dovecot.start();
    await mailbox.dovecot.deliver(aRawMail());
    await mailbox.until(() => mailbox.sync.state().kind === 'listening' && stored(mailbox) === 1);
  });

  test('a link that goes silent is noticed by the look that is not answered', async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const proxy = await silencingProxy(dovecot.port);
    const server = { ...settingsFor(dovecot).imap, port: proxy.port };
    const mailbox = await makeMailbox({
      dovecot,
      settings: { imap: server },
      timing: { pollMs: 50, answerMs: 200 },
    });
    await listening(mailbox);
    proxy.silence();
    await mailbox.until(() => mailbox.sync.state().kind === 'offline');
    proxy.speak();
    await expect.poll(() => mailbox.sync.state().kind, { timeout: 10_000 }).toBe('listening');
  });

  test('after sleep or another network a new link is made at once, and what came meanwhile comes', async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const proxy = await silencingProxy(dovecot.port);
    const server = { ...settingsFor(dovecot).imap, port: proxy.port };
    const mailbox = await makeMailbox({ dovecot, settings: { imap: server }, timing: NEVER });
    await listening(mailbox);
    await dovecot.deliver(aRawMail());
    await mailbox.until(() => stored(mailbox) === 1);
    // A link that died in the dark: the server knows nothing of it, and nothing of it comes here.
    proxy.silence();
    await dovecot.deliver([aRawMail(), aRawMail()]);
    await dovecot.expunge('INBOX', 1);
    proxy.speakToNew();
    mailbox.sync.renew();
    await mailbox.until(() => stored(mailbox) === 3 && mailbox.sync.state().kind === 'listening');
    // no outage was told: nothing was out of order
    expect(mailbox.states.map((state) => state.kind)).not.toContain('offline');
    const gone = mailbox.store.db.selectFrom('message_location').select('uid').where('expunged_at', 'is not', null);
    expect(await gone.execute()).toEqual([{ uid: 1 }]);
  });

  test('a password that is changed meanwhile stops it, loudly, after the second refusal', async () => {
    const mailbox = await makeMailbox({ timing: NEVER });
    await listening(mailbox);
    await mailbox.dovecot.setPassword('another one');
    await mailbox.dovecot.restart();
    await mailbox.until(() => {
      // does not wait for the back-off
      if (mailbox.sync.state().kind === 'offline') mailbox.sync.nudge();
      return mailbox.sync.state().kind === 'stopped';
    });
    expect(mailbox.sync.state()).toMatchObject({ kind: 'stopped', error: { code: 'imap-auth', retryable: false } });
  });
});

describe('what cannot work says what and where', () => {
  async function settingsCase(
    change: (
      dovecot: Dovecot,
    ) => Promise<{ password?: string; host?: string; port?: number; secure?: boolean; ca?: null; hosts?: string[] }>,
  ) {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    return { dovecot, ...(await change(dovecot)) };
  }

  const cases: readonly (readonly [string, Parameters<typeof settingsCase>[0], string, RegExp])[] = [
    [
      'a wrong password',
      async () => ({ password: 'wrong' }),
      'imap-auth',
      /127\.0\.0\.1:\d+ refused the user name or password/,
    ],
    [
      'a host that does not exist',
      async () => ({ host: 'imap.does-not-exist.invalid' }),
      'imap-connect',
      /imap\.does-not-exist\.invalid:\d+ cannot be reached: no such host/,
    ],
    [
      'a port where nothing listens',
      async () => ({ port: await freePort() }),
      'imap-connect',
      /127\.0\.0\.1:\d+ cannot be reached: nothing listens/,
    ],
    [
      'an unknown certificate',
      async () => ({ ca: null }),
      'imap-certificate',
      /certificate of 127\.0\.0\.1:\d+ cannot be trusted/,
    ],
    [
      'TLS from the start on the port for STARTTLS',
      async (dovecot) => ({ port: dovecot.plainPort }),
      'imap-protocol',
      /127\.0\.0\.1:\d+ does not answer like an IMAP server/,
    ],
  ];

  test.each(cases)('%s', async (_name, change, code, sentence) => {
    const { dovecot, password, ca, ...server } = await settingsCase(change);
    const imap = { ...settingsFor(dovecot).imap, ...server };
    const findings = await checkMailbox({
      mailbox: { ...settingsFor(dovecot), imap, smtp: { ...imap, host: '127.0.0.1', port: await freePort() } },
      imapPassword: password ?? dovecot.password,
      smtpPassword: 'any',
      imapCa: ca === null ? null : readFileSync(dovecot.caFile, 'utf8'),
      smtpCa: null,
      clock: testOutside().clock,
    });
    expect(findings[0]).toMatchObject({ id: code, severity: 'error', text: expect.stringMatching(sentence) });
    expect(findings[0]?.do).not.toBe('');
    expect(findings[1]).toMatchObject({ id: 'smtp-connect', severity: 'error' });
  });

  test('a certificate for another host', async () => {
    const dovecot = await startDovecot({ hosts: ['imap.other.example'] });
    onTestFinished(() => dovecot.remove());
    const mailbox = await makeMailbox({ dovecot });
    await expect(mailbox.sync.once()).rejects.toMatchObject({ code: 'imap-certificate' });
  });

  test('a wrong password stops a running sync at once, before it was ever in', async () => {
    const mailbox = await makeMailbox();
    const sync = mailbox.another({}, 'wrong');
    sync.start();
    await mailbox.until(() => sync.state().kind === 'stopped');
    expect(sync.state()).toMatchObject({ error: { code: 'imap-auth', action: expect.stringContaining('password') } });
  });

  test('right settings give only good news, over TLS and over STARTTLS', async () => {
    const dovecot = await startDovecot();
    onTestFinished(() => dovecot.remove());
    const ca = readFileSync(dovecot.caFile, 'utf8');
    for (const server of [
      { port: dovecot.port, secure: true },
      { port: dovecot.plainPort, secure: false },
    ]) {
      const mailbox = { ...settingsFor(dovecot), imap: { ...settingsFor(dovecot).imap, ...server } };
      const findings = await checkMailbox({
        mailbox,
        imapPassword: dovecot.password,
        smtpPassword: '',
        imapCa: ca,
        smtpCa: null,
        clock: testOutside().clock,
      });
      expect(
        findings.filter((finding) => finding.id.startsWith('imap')).map(({ id, severity }) => [id, severity]),
      ).toEqual([
        ['imap', 'ok'],
        ['imap.inbox', 'ok'],
        ['imap.sent', 'ok'],
        ['imap.idle', 'ok'],
      ]);
    }
  });
});

describe('the Sent folder', () => {
  test('takes a copy with \\Seen and finds it again by its Message-ID', async () => {
    const { dovecot, sync } = await makeMailbox();
    const raw = Buffer.from(aRawMail({ messageId: '<reply-1@sportello>' }));
    expect(await sync.sent.has('reply-1@sportello')).toBe(false);
    expect(await sync.sent.append(raw, 'reply-1@sportello')).toBe(1);
    expect(await sync.sent.has('reply-1@sportello')).toBe(true);
    expect(await dovecot.list('Sent')).toMatchObject([
      { uid: 1, messageId: '<reply-1@sportello>', flags: expect.arrayContaining(['\\Seen']) },
    ]);
  });

  test('sets \\Answered on the message answered, and nothing else', async () => {
    const { dovecot, sync, batches } = await makeMailbox();
    await dovecot.deliver([aRawMail({ messageId: '<q1@a>' }), aRawMail({ messageId: '<q2@a>' })]);
    await sync.once();
    const [newest] = batches.flat().slice(-1);
    expect(await sync.sent.flagAnswered(newest ?? '')).toBe(true);
    const answered = (await dovecot.list()).filter((mail) => mail.flags.includes('\\Answered'));
    expect(answered).toMatchObject([{ uid: 2 }]);
    expect((await dovecot.list()).flatMap((mail) => mail.flags)).not.toContain('\\Seen');
  });

  test('says no where the message is not on the server any more', async () => {
    const { dovecot, sync, batches } = await makeMailbox();
    await dovecot.deliver(aRawMail());
    await sync.once();
    await dovecot.expunge('INBOX', 1);
    expect(await sync.sent.flagAnswered(batches[0]?.[0] ?? '')).toBe(false);
    expect(await sync.sent.flagAnswered('unknown')).toBe(false);
  });

  test('that the settings name but the server lacks is an error with advice', async () => {
    const { another } = await makeMailbox();
    const sync = another({ sentFolder: 'Inviata' });
    await expect(sync.sent.append(Buffer.from('x'), 'x')).rejects.toMatchObject({
      code: 'imap-protocol',
      message: expect.stringContaining('Inviata'),
      action: expect.stringContaining('settings of the mailbox'),
    });
  });

  test('comes back after a restart of the server', async () => {
    const { dovecot, sync } = await makeMailbox();
    expect(await sync.sent.has('a@b')).toBe(false);
    await dovecot.restart();
    await expect.poll(() => sync.sent.has('a@b').catch(String), { timeout: 10_000 }).toBe(false);
  });
});

/** A TCP proxy that can stop passing anything on without closing: a half-open link. */
async function silencingProxy(target: number) {
  const { connect } = await import('node:net');
  let quiet = false;
  const sockets = new Set<import('node:net').Socket>();
  const muted = new Set<import('node:net').Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (client.destroy(), upstream.destroy()));
    }
    const isSilent = (): boolean => quiet || muted.has(client);
    client.on('data', (chunk) => void (isSilent() || upstream.write(chunk)));
    upstream.on('data', (chunk) => void (isSilent() || client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    silence: () => void (quiet = true),
    speak: () => void (quiet = false),
    /** Links that stand stay dead; new ones work. */
    speakToNew: () => {
      for (const socket of sockets) muted.add(socket);
      quiet = false;
    },
  };
}
