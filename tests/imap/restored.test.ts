import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { restoreStore } from '../../electron/engine/copies/restore-store';
import { createEngine } from '../../electron/engine/engine';
import type { Engine } from '../../electron/engine/engine';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import type { MailboxSettings, Profile } from '../../shared/contract/profile';
import { collectGarbage } from '../support/collect-garbage';
import { startDovecot } from '../support/dovecot';
import { testOutside } from '../support/make-mailbox';
import { makeFolder, silentLog } from '../support/make-store';
import { startSmtpSink } from '../support/smtp-sink';
import { writeMail } from '../support/write-mail';

const CUSTOMERS = 12;
const address = (index: number): string => `cliente${index}@posta.example`;

/** A desk on a real Dovecot and a real SMTP server, whose profile outlives it. */
async function makeProfile() {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  const sink = await startSmtpSink({ user: dovecot.user, password: dovecot.password });
  onTestFinished(() => sink.close());
  const profileDir = makeFolder();
  copyFileSync(dovecot.caFile, join(profileDir, 'imap.pem'));
  writeFileSync(join(profileDir, 'smtp.pem'), sink.certificate.cert);
  const mailbox: MailboxSettings = {
    imap: { host: dovecot.host, port: dovecot.port, secure: true, user: dovecot.user, ca: 'imap.pem' },
    smtp: { ...sink.server, ca: 'smtp.pem' },
    address: 'support@corsi.example',
    name: 'Assistenza Corsi',
    language: 'it',
  };
  const profileWith = (changes: Partial<MailboxSettings>): Profile => ({
    mailbox: { ...mailbox, ...changes },
    store: { kind: 'sqlite', encryption: 'none' },
  });
  const outside = testOutside();

  async function openDesk(changes: Partial<MailboxSettings> = {}): Promise<Engine> {
    const { password } = dovecot;
    const secrets = { imapPassword: password, smtpPassword: password, storeKey: null };
    const reader = createMessageParser({ clock: outside.clock, log: silentLog, workerFile: null });
    const profile = profileWith(changes);
    const engine = await createEngine(
      { profileDir, profile, secrets, outside, demo: false, network: true },
      { reader },
    );
    onTestFinished(() => engine.close());
    return engine;
  }
  const ticketsOf = async (engine: Engine) => {
    const queues = ['inbox', 'support', 'problems', 'waiting.customer', 'waiting.hotmart', 'done', 'filed'] as const;
    const pages = await Promise.all(
      queues.map((queue) => engine.call('tickets.page', { queue, offset: 0, limit: 500 })),
    );
    return pages.flatMap((page) => page.rows);
  };
  const reply = async (engine: Engine, requester: string) => {
    const ticket = (await ticketsOf(engine)).find((row) => row.requesterAddress === requester);
    if (!ticket) throw new Error(`No ticket of ${requester}`);
    const text = `Gentile cliente, controlliamo e le scriviamo. (${requester})`;
    await engine.call('replies.queue', { ticket: ticket.id, macro: null, text, delaySeconds: 0 });
  };
  const toAll = () => sink.accepted.map((message) => message.to.join()).sort();
  return { dovecot, sink, profileDir, outside, openDesk, ticketsOf, reply, toAll };
}

test('a copy from before the last replies, restored: 0 are sent again, no ticket comes twice, new mail comes once', async () => {
  const { dovecot, sink, profileDir, outside, openDesk, ticketsOf, reply, toAll } = await makeProfile();
  await dovecot.deliver(Array.from({ length: CUSTOMERS }, (_, index) => writeMail({ from: address(index) })));
  const before = await openDesk();
  await before.syncOnce();
  // Sent before the copy: settled in it.
  for (const index of [0, 1]) await reply(before, address(index));
  await before.flushOutbox();
  // Due in the copy and sent after it (this desk was not started: only a flush sends); the last one was taken back.
  for (const index of [2, 3, 4, 5, 6]) await reply(before, address(index));
  const copy = join(makeFolder(), 'copy.db');
  await before.call('copies.write', { path: copy });
  const queued = (await before.call('outbox.list', {})).filter((item) => item.state === 'queued');
  for (const { id, to } of queued)
    if (to === address(6)) await before.call('outbox.resolve', { id, action: 'discard' });
  // Written and sent after the copy.
  for (const index of [7, 8]) await reply(before, address(index));
  await before.flushOutbox();
  await dovecot.deliver(writeMail({ from: address(CUSTOMERS) }));
  await before.syncOnce();
  const sentBefore = toAll();
  expect(sentBefore).toEqual([0, 1, 2, 3, 4, 5, 7, 8].map(address).sort());
  const ticketsBefore = (await ticketsOf(before)).map((row) => row.requesterAddress).sort();
  await before.close();
  await collectGarbage();

  const storePath = join(profileDir, 'store.db');
  await restoreStore({ storePath, key: null, file: copy, now: outside.clock.now(), log: silentLog });
  const after = await openDesk();
  after.start();
  await after.syncOnce();
  await after.flushOutbox();
  await after.syncOnce();

  expect(toAll()).toEqual(sentBefore);
  expect(sink.mailCommands()).toBe(sentBefore.length);
  const tickets = await ticketsOf(after);
  expect(tickets.map((row) => row.requesterAddress).sort()).toEqual(ticketsBefore);
  const outbox = await after.call('outbox.list', {});
  expect(Object.fromEntries(outbox.map((item) => [item.to, [item.state, item.heldReason]]))).toEqual({
    ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [address(index), ['filed', null]])),
    [address(6)]: ['held', 'restored-not-in-sent'],
  });
  // What was written after the copy came back from Sent, so nobody answers these two again unaware.
  for (const index of [7, 8]) {
    const row = tickets.find((each) => each.requesterAddress === address(index));
    const { messages } = await after.call('tickets.open', { ticket: row?.id ?? '' });
    expect(messages.map((message) => message.direction)).toEqual(['inbound', 'outbound']);
    expect(row?.state).toBe('waiting.customer');
  }
  expect((await dovecot.list('Sent')).length).toBe(sentBefore.length);
}, 120_000);

test('what is accepted right after a restore waits until Sent was read: held where it holds an answer, sent where not', async () => {
  const { dovecot, sink, profileDir, outside, openDesk, ticketsOf, reply, toAll } = await makeProfile();
  await dovecot.deliver([0, 1].map((index) => writeMail({ from: address(index) })));
  const before = await openDesk();
  await before.syncOnce();
  const copy = join(makeFolder(), 'copy.db');
  await before.call('copies.write', { path: copy });
  await reply(before, address(0));
  await before.flushOutbox();
  await before.close();
  await collectGarbage();
  const storePath = join(profileDir, 'store.db');
  await restoreStore({ storePath, key: null, file: copy, now: outside.clock.now(), log: silentLog });

  const after = await openDesk();
  const colours = async () => {
    const views = (await ticketsOf(after)).map(({ id }) => after.call('tickets.open', { ticket: id }));
    return (await Promise.all(views)).map((view) => {
      const gate = view.case?.suggestions[0]?.gate;
      return gate?.colour === 'amber' && gate.reasons.includes('restored');
    });
  };
  // Both look open, and nobody may press one key for them.
  expect((await ticketsOf(after)).map((row) => row.state)).toEqual(['open', 'open']);
  expect(await colours()).toEqual([true, true]);
  for (const index of [0, 1]) await reply(after, address(index));
  await after.flushOutbox();
  expect((await after.call('desk.status', {})).outbox).toMatchObject({ waiting: 2, behindSince: expect.any(Number) });
  expect(toAll()).toEqual([address(0)]);

  await after.syncOnce();
  await after.flushOutbox();
  expect(toAll()).toEqual([address(0), address(1)]);
  const outbox = await after.call('outbox.list', {});
  expect(Object.fromEntries(outbox.map((item) => [item.to, [item.state, item.heldReason]]))).toEqual({
    [address(0)]: ['held', 'answered-elsewhere'],
    [address(1)]: ['filed', null],
  });
  expect((await after.call('desk.status', {})).outbox.behindSince).toBeNull();
  expect((await colours()).filter(Boolean)).toEqual([]);
  expect(sink.mailCommands()).toBe(2);
}, 120_000);

test('a Sent folder that the settings name and the server does not keeps a restored desk from sending', async () => {
  const { dovecot, sink, profileDir, outside, openDesk, reply } = await makeProfile();
  await dovecot.deliver(writeMail({ from: address(0) }));
  const before = await openDesk();
  await before.syncOnce();
  const copy = join(makeFolder(), 'copy.db');
  await before.call('copies.write', { path: copy });
  await before.close();
  await collectGarbage();
  const storePath = join(profileDir, 'store.db');
  await restoreStore({ storePath, key: null, file: copy, now: outside.clock.now(), log: silentLog });
  const after = await openDesk({ sentFolder: 'Posta inviata' });
  await after.syncOnce();
  await reply(after, address(0));
  await after.flushOutbox();
  expect(sink.mailCommands()).toBe(0);
}, 120_000);
