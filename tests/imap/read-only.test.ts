import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { checkMailbox } from '../../electron/engine/mail/mailbox-check';
import { startCuttingProxy } from '../support/cutting-proxy';
import type { CuttingProxy } from '../support/cutting-proxy';
import { startDovecot } from '../support/dovecot';
import type { Dovecot } from '../support/dovecot';
import { aRawMail, makeMailbox, settingsFor, testOutside } from '../support/make-mailbox';
import type { TestMailbox } from '../support/make-mailbox';

/** What other programs did to the mailbox that they read, or did not read in it. */

async function startServer(): Promise<Dovecot> {
  const dovecot = await startDovecot();
  onTestFinished(() => dovecot.remove());
  return dovecot;
}

/** A mailbox behind a proxy that counts what passes. */
async function throughProxy(): Promise<TestMailbox & { readonly proxy: CuttingProxy }> {
  const dovecot = await startServer();
  const proxy = await startCuttingProxy(dovecot.port);
  onTestFinished(() => proxy.close());
  const imap = { ...settingsFor(dovecot).imap, port: proxy.port };
  return { ...(await makeMailbox({ dovecot, settings: { imap }, timing: { pollMs: 3_600_000 } })), proxy };
}

async function flagsOf(dovecot: Dovecot): Promise<readonly string[]> {
  return (await dovecot.list()).map(({ flags }) => flags.join(' '));
}

test('mail that was read in another client is taken in, and every flag stays as it was, \\Recent too', async () => {
  const { dovecot, sync } = await makeMailbox();
  await dovecot.deliver([aRawMail({ subject: 'read' }), aRawMail({ subject: 'new' })]);
  await dovecot.setFlags('INBOX', 1, '\\Seen \\Flagged');
  const before = await flagsOf(dovecot);
  expect(before[0]).toContain('\\Seen');
  expect(await sync.once()).toMatchObject({ seen: 2, stored: 2, quarantined: 0 });
  expect(await flagsOf(dovecot)).toEqual(before);
});

test('the check of the settings reads nothing and changes nothing in the mailbox', async () => {
  const dovecot = await startServer();
  await dovecot.deliver([aRawMail(), aRawMail()]);
  const before = await flagsOf(dovecot);
  const findings = await checkMailbox({
    mailbox: settingsFor(dovecot),
    imapPassword: dovecot.password,
    smtpPassword: '',
    imapCa: readFileSync(dovecot.caFile, 'utf8'),
    smtpCa: null,
    clock: testOutside().clock,
  });
  expect(findings).toContainEqual(expect.objectContaining({ id: 'imap.inbox', severity: 'ok' }));
  expect(before).toHaveLength(2);
  expect(await flagsOf(dovecot)).toEqual(before);
});

test('mail of years ago that is moved into the inbox is taken in: no date is compared', async () => {
  const { dovecot, sync, another, store } = await makeMailbox();
  await dovecot.deliver(aRawMail({ subject: 'new' }));
  await sync.once();
  // A folder that is not followed, a Date and an INTERNALDATE of long ago.
  await dovecot.doveadm('mailbox', 'create', '-u', dovecot.user, 'Archive');
  const old = aRawMail({ subject: 'old' }).replace(/^Date: .*$/m, 'Date: Tue, 12 Jan 2016 09:30:00 +0100');
  await dovecot.deliver(old, 'Archive');
  await another().once();
  await dovecot.move('Archive', 1, 'INBOX');
  expect(await another().once()).toMatchObject({ seen: 2, stored: 1, known: 1 });
  expect(await store.db.selectFrom('message').select('id').execute()).toHaveLength(2);
});

test('a folder that was made anew is read anew, though its numbers were used before', async () => {
  const { dovecot, sync, another, store } = await makeMailbox();
  await dovecot.deliver(aRawMail({ subject: 'before' }), 'Junk');
  await sync.once();
  await dovecot.doveadm('mailbox', 'delete', '-u', dovecot.user, 'Junk');
  await dovecot.doveadm('mailbox', 'create', '-u', dovecot.user, 'Junk');
  await dovecot.setUidValidity('Junk', 3_000_000_000);
  await dovecot.deliver(aRawMail({ subject: 'after' }), 'Junk');
  expect((await dovecot.list('Junk')).map(({ uid }) => uid)).toEqual([1]);
  expect(await another().once()).toMatchObject({ seen: 1, stored: 1, known: 0 });
  expect(await store.db.selectFrom('message').select('id').execute()).toHaveLength(2);
});

test('a look at mail that is known fetches none of it again', async () => {
  const { dovecot, sync, another, proxy } = await throughProxy();
  const body = `${'x'.repeat(70)}\r\n`.repeat(1000);
  await dovecot.deliver(Array.from({ length: 10 }, () => aRawMail({ body })));
  expect(await sync.once()).toMatchObject({ stored: 10 });
  const first = proxy.passed().toClient;
  expect(await another().once()).toMatchObject({ stored: 0, known: 10 });
  expect(first).toBeGreaterThan(10 * body.length);
  expect(proxy.passed().toClient).toBeLessThan(body.length / 2);
});

test('a mailbox takes two connections at most, whatever is asked of it at once', async () => {
  const { dovecot, sync, batches, until, proxy } = await throughProxy();
  await dovecot.deliver(aRawMail());
  sync.start();
  await until(() => sync.state().kind === 'listening' && batches.length === 1);
  const copies = Array.from({ length: 4 }, (_, at) => `copy-${at}@corsi.example`);
  await Promise.all([
    ...copies.map((id) => sync.sent.append(Buffer.from(aRawMail({ messageId: `<${id}>` })), id)),
    ...copies.map((id) => sync.sent.has(id)),
    sync.sent.flagAnswered(batches[0]?.[0] ?? ''),
    sync.once(),
    sync.once(),
  ]);
  expect(await dovecot.list('Sent')).toHaveLength(4);
  expect(proxy.mostOpen()).toBe(2);
});
