import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import type { EngineSecrets } from '../../shared/contract/host';
import type { NamedMailbox } from '../../shared/contract/profile';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { eventually } from '../support/eventually';
import { RESOURCES } from '../support/make-engine';
import { settingsFor, testOutside } from '../support/make-mailbox';
import { makeFolder } from '../support/make-store';
import { startSmtpSink } from '../support/smtp-sink';
import type { SmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';

/** Two mailboxes on two real servers, each with an outgoing server of its own: nothing of one reaches the other. */

type Site = { readonly dovecot: Dovecot; readonly sink: SmtpSink; readonly smtpCa: string };

async function startSite(user: string, password: string): Promise<Site> {
  const dovecot = await startDovecot({ user, password });
  const sink = await startSmtpSink({ user, password });
  const smtpCa = join(dovecot.dir, 'smtp.pem');
  writeFileSync(smtpCa, sink.certificate.cert);
  return { dovecot, sink, smtpCa };
}

let support: Site;
let sales: Site;
beforeAll(async () => {
  [support, sales] = await Promise.all([
    startSite('support@corsi.example', 'of-support'),
    startSite('vendas@corsi.example', 'of-sales'),
  ]);
  return async () => {
    for (const { dovecot, sink } of [support, sales]) {
      await dovecot.remove();
      await sink.close();
    }
  };
});

const mailboxOf = ({ dovecot, sink, smtpCa }: Site, id: string): NamedMailbox => {
  const settings = settingsFor(dovecot);
  const imap = { ...settings.imap, ca: dovecot.caFile };
  return { ...settings, imap, smtp: { ...sink.server, ca: smtpCa }, id, name: `Corsi ${id}` };
};

/** A whole engine on both, with these secrets of the second one. */
async function openDesk(ofSales: { readonly imapPassword: string; readonly smtpPassword: string }): Promise<Engine> {
  const secrets: EngineSecrets = {
    imapPassword: support.dovecot.password,
    smtpPassword: support.sink.password,
    storeKey: null,
    mailboxes: { vendas: ofSales },
  };
  const mailboxes = [mailboxOf(support, 'main'), mailboxOf(sales, 'vendas')];
  const engine = await createEngine({
    profileDir: makeFolder(),
    profile: { mailboxes, store: { kind: 'sqlite', encryption: 'none' } },
    secrets,
    outside: { ...testOutside(), resourcesDir: RESOURCES },
    demo: false,
    network: true,
  });
  onTestFinished(() => engine.close());
  return engine;
}

const rightSecrets = () => ({ imapPassword: sales.dovecot.password, smtpPassword: sales.sink.password });

async function answer(engine: Engine, ticket: string): Promise<void> {
  const text = 'Buongiorno, ecco la risposta.';
  await engine.call('replies.queue', { ticket, macro: null, text, delaySeconds: 0 });
}

async function inboxOf(engine: Engine) {
  return (await engine.call('tickets.page', { queue: 'inbox', offset: 0, limit: 50 })).rows;
}

it('both are read; the reply of each leaves by its own server and lies in its own Sent', async () => {
  await support.dovecot.deliver(writeMail({ from: 'Giulia <giulia@posta.example>' }));
  await sales.dovecot.deliver(writeMail({ from: 'Marco <marco@posta.example>', to: 'vendas@corsi.example' }));
  const engine = await openDesk(rightSecrets());
  expect(await engine.syncOnce()).toMatchObject({ stored: 2, tickets: 2, errors: 0, failures: [] });
  for (const { id } of await inboxOf(engine)) await answer(engine, id);
  await engine.flushOutbox();
  expect(support.sink.accepted.map(({ from, to }) => [from, ...to])).toEqual([
    ['support@corsi.example', 'giulia@posta.example'],
  ]);
  expect(sales.sink.accepted.map(({ from, to }) => [from, ...to])).toEqual([
    ['vendas@corsi.example', 'marco@posta.example'],
  ]);
  for (const { dovecot, sink } of [support, sales]) {
    const [sent, ...others] = await dovecot.list('Sent');
    expect(others).toEqual([]);
    expect(sink.accepted[0]?.raw.toString()).toContain(`Message-ID: ${sent?.messageId}`);
    expect((await dovecot.list('INBOX')).map(({ flags }) => flags.includes('\\Answered'))).toEqual([true]);
  }
});

it('one mail to both is one ticket with one answer, marked as answered in both', async () => {
  const before = [support.sink.accepted.length, sales.sink.accepted.length];
  const mail = writeMail({ from: 'Lia <lia@posta.example>', to: 'support@corsi.example, vendas@corsi.example' });
  await Promise.all([
    support.dovecot.deliver(Buffer.concat([Buffer.from('Delivered-To: support@corsi.example\r\n'), mail])),
    sales.dovecot.deliver(Buffer.concat([Buffer.from('Delivered-To: vendas@corsi.example\r\n'), mail])),
  ]);
  const engine = await openDesk(rightSecrets());
  await engine.syncOnce();
  expect(await engine.syncOnce()).toMatchObject({ stored: 0, tickets: 0 });
  const [ticket, ...others] = (await inboxOf(engine)).filter(
    ({ requesterAddress }) => requesterAddress === 'lia@posta.example',
  );
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({ messages: 1 });
  await answer(engine, ticket!.id);
  await engine.flushOutbox();
  const sent = support.sink.accepted.length + sales.sink.accepted.length;
  expect(sent).toBe(Number(before[0]) + Number(before[1]) + 1);
  for (const { dovecot } of [support, sales]) {
    const copy = (await dovecot.list('INBOX')).find(({ messageId }) => mail.toString().includes(messageId));
    expect(copy?.flags).toContain('\\Answered');
  }
});

it('a wrong password of one is said by its name, while the other one is read, listened to and answered', async () => {
  const engine = await openDesk({ imapPassword: 'wrong', smtpPassword: 'wrong' });
  engine.start();
  const status = () => engine.call('desk.status', {});
  await eventually(async () =>
    expect((await status()).mailboxes.map(({ connection }) => connection.kind)).toEqual(['listening', 'stopped']),
  );
  expect(await status()).toMatchObject({
    connection: { kind: 'stopped', error: { code: 'imap-auth' } },
    troubled: 'vendas@corsi.example',
  });
  await support.dovecot.deliver(writeMail({ from: 'Nina <nina@posta.example>', subject: 'Mentre ascolta' }));
  await eventually(async () =>
    expect((await inboxOf(engine)).map(({ subject }) => subject)).toContain('Mentre ascolta'),
  );
  const { findings } = await engine.call('doctor.run', {});
  expect(findings.filter(({ severity }) => severity === 'error').map(({ text }) => text)).toEqual([
    expect.stringMatching(/^vendas@corsi\.example: /),
    expect.stringMatching(/^vendas@corsi\.example: /),
  ]);
});
