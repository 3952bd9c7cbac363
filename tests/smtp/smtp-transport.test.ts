import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpTransport } from '../../electron/engine/mail/smtp-transport';
import type { SmtpMessage } from '../../electron/engine/mail/smtp-transport';
import { startSmtpSink } from '../support/smtp-sink';
import type { SinkStage, SmtpSink } from '../support/smtp-sink';

const FROM = 'support@corsi.example';
const TO = 'marta@posta.example';
const RAW = Buffer.from(`Subject: x\r\nMessage-ID: <a@corsi.example>\r\n\r\n${'Buongiorno Marta.\r\n'.repeat(500)}`);

let sink: SmtpSink;
beforeEach(async () => {
  sink = await startSmtpSink();
});
afterEach(async () => {
  await sink.close();
});

function transport(overrides: { password?: string; ca?: string | null } = {}) {
  return createSmtpTransport({
    server: sink.server,
    password: overrides.password ?? sink.password,
    ca: overrides.ca === undefined ? sink.certificate.cert : overrides.ca,
    timeouts: { connectMs: 2_000, answerMs: 2_000 },
  });
}

function message(beforeLast: () => Promise<void> = () => Promise.resolve(), raw: Uint8Array = RAW): SmtpMessage {
  return { from: FROM, to: TO, raw, beforeLast };
}

describe('a message that the server takes', () => {
  it('arrives once, for one recipient, byte for byte, and the mark is set once', async () => {
    let marks = 0;
    const outcome = await transport().send(
      message(() => {
        marks += 1;
        return Promise.resolve();
      }),
    );
    expect(outcome).toEqual({ kind: 'accepted', response: '250 2.0.0 Ok: queued as 1' });
    expect(sink.accepted).toEqual([{ from: FROM, to: [TO], raw: RAW }]);
    expect(marks).toBe(1);
  });

  it('keeps its last bytes until the mark is written', async () => {
    let release = (): void => undefined;
    const mark = new Promise<void>((resolve) => (release = resolve));
    let marked = false;
    const sending = transport().send(
      message(() => {
        marked = true;
        return mark;
      }),
    );
    await sink.bytesCome(RAW.length - 80);
    expect(marked).toBe(true);
    expect(sink.bytesUnderWay()).toBeLessThanOrEqual(RAW.length - 64);
    expect(sink.accepted).toHaveLength(0);
    release();
    expect((await sending).kind).toBe('accepted');
    expect(sink.accepted[0]?.raw).toEqual(RAW);
  });

  it('never reaches its end when the mark cannot be written', async () => {
    const outcome = await transport().send(message(() => Promise.reject(new Error('disk full'))));
    expect(outcome).toMatchObject({ kind: 'failed_before_data', text: 'disk full' });
    expect(sink.accepted).toHaveLength(0);
  });

  it('goes to everybody it names in one piece', async () => {
    const copies = ['anna@corsi.example', 'archivio@corsi.example'];
    expect((await transport().send({ ...message(), copies })).kind).toBe('accepted');
    expect(sink.accepted).toEqual([{ from: FROM, to: [TO, ...copies], raw: RAW }]);
  });

  it.each<[string, number, string]>([
    ['for good', 550, 'refused'],
    ['for now', 451, 'failed_before_data'],
  ])('goes to nobody where the server refuses one of them %s', async (_how, code, kind) => {
    sink.refuseAddress('anna@corsi.example', [code, 'not this one']);
    let marks = 0;
    const outcome = await transport().send({
      ...message(() => {
        marks += 1;
        return Promise.resolve();
      }),
      copies: ['anna@corsi.example'],
    });
    expect(outcome).toMatchObject({ kind, text: expect.stringContaining('not this one') as string });
    expect(sink.accepted).toHaveLength(0);
    expect(marks).toBe(0);
  });

  it('tells what the server says it takes', async () => {
    await sink.close();
    sink = await startSmtpSink({ size: 30_000_000 });
    const smtp = transport();
    expect(smtp.maxBytes?.()).toBeNull();
    await smtp.check();
    expect(smtp.maxBytes?.()).toBe(30_000_000);
  });

  it.each(['a\n.\nb', 'a\r.\rb', 'a\n.\r\nb', '.\r\n.\r\n', 'x\r\n.\r\nMAIL FROM:<evil@x.example>\r\n'])(
    'stays one message where a line looks like the end: %j',
    async (body) => {
      const raw = Buffer.from(`Subject: x\r\n\r\n${body}${'-'.repeat(80)}\r\n`);
      expect((await transport().send(message(undefined, raw))).kind).toBe('accepted');
      expect(sink.accepted).toHaveLength(1);
      expect(sink.mailCommands()).toBe(1);
    },
  );

  it('goes by STARTTLS where the server starts in the clear', async () => {
    const plain = await startSmtpSink({ secure: false });
    const smtp = createSmtpTransport({ server: plain.server, password: plain.password, ca: plain.certificate.cert });
    expect((await smtp.send(message())).kind).toBe('accepted');
    await plain.close();
  });
});

const STAGES: readonly SinkStage[] = ['banner', 'ehlo', 'mail', 'rcpt', 'data', 'dot'];

describe('a server that says "not now" (4xx)', () => {
  it.each([...STAGES, 'auth' as const].flatMap((at) => [421, 450, 451, 452].map((code) => ({ at, code }))))(
    'at $at with $code leaves a safe retry',
    async ({ at, code }) => {
      // Without EHLO the library tries HELO, which this server takes: only 421 ends the session there.
      if (at === 'ehlo' && code !== 421) return;
      sink.script({ at, reply: [code, '4.3.0 Come back later'] });
      const outcome = await transport().send(message());
      expect(outcome).toMatchObject({ kind: 'failed_before_data' });
      expect(outcome.kind === 'failed_before_data' && outcome.text).toContain('Come back later');
      expect(sink.accepted).toHaveLength(0);
    },
  );
});

describe('a server that refuses (5xx)', () => {
  it.each(['banner', 'mail', 'rcpt', 'data', 'dot'] as const)('at %s is never asked again', async (at) => {
    sink.script({ at, reply: [550, '5.7.1 Not here'] });
    const outcome = await transport().send(message());
    expect(outcome).toMatchObject({ kind: 'refused', smtpCode: 550 });
    expect(outcome.kind === 'refused' && outcome.text).toContain('Not here');
    expect(sink.accepted).toHaveLength(0);
  });

  it('because the message is larger than it takes', async () => {
    const small = await startSmtpSink({ size: 2_000 });
    const smtp = createSmtpTransport({ server: small.server, password: small.password, ca: small.certificate.cert });
    expect(await smtp.send(message())).toMatchObject({ kind: 'refused', smtpCode: 552 });
    await small.close();
  });

  it.each([530, 535])('asking for a login later on (%s): that is a matter of the whole queue', async (code) => {
    sink.script({ at: 'mail', reply: [code, '5.7.0 Authentication required'] });
    expect(await transport().send(message())).toMatchObject({ kind: 'auth' });
  });

  it('a missing password: that is a matter of the whole queue', async () => {
    expect(await transport({ password: '' }).send(message())).toMatchObject({ kind: 'auth' });
    expect(sink.mailCommands()).toBe(0);
  });

  it('the password: that is a matter of the whole queue', async () => {
    expect(await transport({ password: 'wrong' }).send(message())).toMatchObject({ kind: 'auth' });
    expect(sink.mailCommands()).toBe(0);
  });
});

describe('a connection that is lost', () => {
  it.each(
    [...STAGES.slice(0, -1), 'auth' as const].flatMap((at) => (['fin', 'rst'] as const).map((drop) => ({ at, drop }))),
  )('at $at ($drop) is a safe retry', async ({ at, drop }) => {
    sink.script({ at, drop });
    expect(await transport().send(message())).toMatchObject({ kind: 'failed_before_data', code: 'smtp-connect' });
    expect(sink.accepted).toHaveLength(0);
  });

  it('in the body is a safe retry, and the mark was not used up', async () => {
    const raw = Buffer.concat([RAW, Buffer.alloc(3_000_000, 'a\r\n')]);
    let marks = 0;
    sink.script({ at: 'body', afterBytes: 10_000 });
    const outcome = await transport().send(
      message(() => {
        marks += 1;
        return Promise.resolve();
      }, raw),
    );
    expect(outcome).toMatchObject({ kind: 'failed_before_data' });
    expect(marks).toBe(0);
  });

  it('while the mark is being written is a safe retry: nothing was released', async () => {
    let written = false;
    sink.script({ at: 'body', afterBytes: RAW.length - 80 });
    const outcome = await transport().send(
      message(async () => {
        await sink.bytesCome(RAW.length - 80);
        // Long enough for the cut to reach this side, in whichever order.
        await new Promise((resolve) => setTimeout(resolve, 100));
        written = true;
      }),
    );
    expect(outcome).toMatchObject({ kind: 'failed_before_data' });
    expect(written).toBe(true);
    expect(sink.accepted).toHaveLength(0);
  });

  it.each([
    { drop: 'fin', keep: true },
    { drop: 'fin', keep: false },
    { drop: 'rst', keep: true },
    { drop: 'rst', keep: false },
  ] as const)('after the last bytes ($drop, server kept it: $keep) leaves the outcome unknown', async (fault) => {
    sink.script({ at: 'dot', ...fault });
    expect(await transport().send(message())).toMatchObject({ kind: 'outcome_unknown' });
    expect(sink.accepted).toHaveLength(fault.keep ? 1 : 0);
  });
});

describe('the check of the settings', () => {
  it('signs in and sends nothing', async () => {
    await transport().check();
    expect(sink.mailCommands()).toBe(0);
  });

  it.each([
    { name: 'wrong password', change: { password: 'wrong' }, code: 'smtp-auth' },
    { name: 'unknown certificate', change: { ca: null }, code: 'smtp-certificate' },
  ])('names a $name', async ({ change, code }) => {
    await expect(transport(change).check()).rejects.toMatchObject({ code });
  });

  it('names a server that is not there', async () => {
    const gone = await startSmtpSink();
    await gone.close();
    const smtp = createSmtpTransport({ server: gone.server, password: 'x', ca: gone.certificate.cert });
    await expect(smtp.check()).rejects.toMatchObject({ code: 'smtp-connect', retryable: true });
  });

  it('names a certificate for another host', async () => {
    const other = await startSmtpSink({ hosts: ['mail.other.example'] });
    const smtp = createSmtpTransport({ server: other.server, password: 'x', ca: other.certificate.cert });
    await expect(smtp.check()).rejects.toMatchObject({ code: 'smtp-certificate' });
    await other.close();
  });
});
