import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDemo } from '../../electron/demo/demo';
import type { Demo } from '../../electron/demo/demo';
import { DEMO_ADDRESS } from '../../electron/demo/mail-servers';
import { moveCsvDates, moveMailDates, readDemoMails } from '../../electron/demo/timeline';
import { makeFolder } from '../support/make-store';

const RESOURCES = resolve('resources');
const NEVER_MS = 3_600_000;

async function start(profileDir: string, newMailEveryMs = NEVER_MS): Promise<Demo> {
  const demo = await startDemo({ profileDir, resourcesDir: RESOURCES, newMailEveryMs });
  onTestFinished(() => demo.stop());
  return demo;
}

/** A client that trusts exactly the certificate beside the profile, as the desk does. */
async function connect(demo: Demo, profileDir: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: demo.imapPort,
    secure: true,
    auth: { user: DEMO_ADDRESS, pass: demo.password },
    tls: { ca: await readFile(join(profileDir, 'cert.pem'), 'utf8') },
    logger: false,
  });
  await client.connect();
  onTestFinished(() => client.close());
  return client;
}

async function send(demo: Demo, profileDir: string, to: string, text: string, password = demo.password) {
  const transport = createTransport({
    host: '127.0.0.1',
    port: demo.smtpPort,
    secure: true,
    auth: { user: DEMO_ADDRESS, pass: password },
    tls: { ca: await readFile(join(profileDir, 'cert.pem'), 'utf8') },
  });
  onTestFinished(() => transport.close());
  await transport.sendMail({ from: DEMO_ADDRESS, to, subject: 'Re: accesso', text });
}

async function statusOf(client: ImapFlow, folder: string) {
  const status = await client.status(folder, { messages: true, uidNext: true, uidValidity: true });
  if (!status) throw new Error(`No folder ${folder}`);
  return status;
}

async function countIn(client: ImapFlow, folder: string): Promise<number> {
  return (await statusOf(client, folder)).messages ?? 0;
}

describe('the demo’s mail servers', () => {
  test('serve the invented inbox and the usual folders, over TLS', async () => {
    const profileDir = makeFolder();
    const client = await connect(await start(profileDir), profileDir);
    const written = await readdir(join(RESOURCES, 'demo/inbox'));
    expect(await countIn(client, 'INBOX')).toBe(written.filter((name) => name.endsWith('.eml')).length);
    const uses = (await client.list()).flatMap(({ specialUse }) => (specialUse ? [specialUse] : []));
    expect(uses).toEqual(expect.arrayContaining(['\\Sent', '\\Drafts', '\\Trash', '\\Junk']));
  });

  test('take no other password', async () => {
    const profileDir = makeFolder();
    const demo = await start(profileDir);
    await expect(connect({ ...demo, password: 'guess' }, profileDir)).rejects.toMatchObject({
      authenticationFailed: true,
    });
    await expect(send(demo, profileDir, 'a@example.com', 'x', 'guess')).rejects.toMatchObject({ code: 'EAUTH' });
  });

  test('keep what is sent to a customer as a file, and only that', async () => {
    const profileDir = makeFolder();
    const demo = await start(profileDir);
    const before = await countIn(await connect(demo, profileDir), 'INBOX');
    await send(demo, profileDir, 'giulia@posta.example', 'Ecco il link');
    await send(demo, profileDir, 'giulia@posta.example', 'Di nuovo');
    const files = (await readdir(join(profileDir, 'delivered'))).sort();
    expect(files).toHaveLength(2);
    expect(files[0]).toContain('giulia@posta.example');
    expect(await readFile(join(profileDir, 'delivered', files[0] ?? ''), 'utf8')).toContain('Ecco il link');
    expect(await countIn(await connect(demo, profileDir), 'INBOX')).toBe(before);
  });

  test('bring what is sent to the desk itself into its inbox', async () => {
    const profileDir = makeFolder();
    const demo = await start(profileDir);
    const client = await connect(demo, profileDir);
    const before = await countIn(client, 'INBOX');
    await send(demo, profileDir, DEMO_ADDRESS, 'a note to ourselves');
    expect(await countIn(client, 'INBOX')).toBe(before + 1);
    expect(await readdir(join(profileDir, 'delivered'))).toEqual([]);
  });

  test('bring the later mails one after the other, dated now, and then no more', async () => {
    const profileDir = makeFolder();
    const later = (await readdir(join(RESOURCES, 'demo/later'))).filter((name) => name.endsWith('.eml')).length;
    const demo = await start(profileDir, 20);
    const client = await connect(demo, profileDir);
    const initially = (await readDemoMails(join(RESOURCES, 'demo/inbox'), 0)).length;
    await expect.poll(() => countIn(client, 'INBOX'), { timeout: 10_000 }).toBe(initially + later);
    await client.mailboxOpen('INBOX');
    const last = await client.fetchOne('*', { envelope: true });
    expect(Math.abs((last ? new Date(last.envelope?.date ?? 0).getTime() : 0) - Date.now())).toBeLessThan(60_000);
    await demo.stop();
    const kept = JSON.parse(await readFile(join(profileDir, 'demo.json'), 'utf8')) as { delivered: number };
    expect(kept.delivered).toBe(later);
  });
});

describe('a demo that is started again', () => {
  test('has its mails, flags, UIDs and copies in Sent, and new mails get new UIDs', async () => {
    const profileDir = makeFolder();
    const demo = await start(profileDir);
    const client = await connect(demo, profileDir);
    await client.mailboxOpen('INBOX');
    await client.messageFlagsAdd('1', ['\\Seen', '\\Answered']);
    await client.append('Sent', 'Subject: copy\r\n\r\ncopy\r\n', ['\\Seen']);
    const before = await statusOf(client, 'INBOX');
    await client.logout();
    await demo.stop();

    const again = await start(profileDir);
    expect(again.password).not.toBe(demo.password);
    const later = await connect(again, profileDir);
    const status = await statusOf(later, 'INBOX');
    expect(status).toMatchObject({ messages: before.messages, uidValidity: before.uidValidity });
    await later.mailboxOpen('INBOX');
    const first = await later.fetchOne('1', { flags: true, uid: true });
    expect(first && [...(first.flags ?? [])].sort()).toEqual(['\\Answered', '\\Seen']);
    expect(first && first.uid).toBe(1);
    expect(await countIn(later, 'Sent')).toBe(1);

    await send(again, profileDir, DEMO_ADDRESS, 'new');
    await later.noop();
    const newest = await later.fetchOne('*', { uid: true });
    expect(newest && newest.uid).toBeGreaterThanOrEqual(before.uidNext ?? Infinity);
  });

  test('after a kill has what arrived half a second before', async () => {
    const profileDir = makeFolder();
    const demo = await start(profileDir);
    const before = await countIn(await connect(demo, profileDir), 'INBOX');
    await send(demo, profileDir, DEMO_ADDRESS, 'just now');
    // Not stopped: only what it wrote by itself is there for the next one.
    const kept = async () => {
      const text = await readFile(join(profileDir, 'demo.json'), 'utf8');
      return (JSON.parse(text) as { folders: { INBOX: { messages: unknown[] } } }).folders.INBOX.messages.length;
    };
    await expect.poll(kept, { timeout: 5_000 }).toBe(before + 1);
  });
});

describe('the dates of the demo', () => {
  const now = Date.parse('2027-03-01T12:00:00Z');

  test('move with the day it is started on, in headers only', () => {
    const raw =
      'Received: x; Fri, 20 Nov 2026 10:00:00 +0000\r\nDate: Fri, 20 Nov 2026 11:00:00 +0100\r\n\r\nFri, 20 Nov 2026 11:00:00 +0100\r\n';
    const moved = moveMailDates(raw, 24 * 3_600_000);
    expect(moved).toBe(
      'Received: x; Sat, 21 Nov 2026 10:00:00 +0000\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nFri, 20 Nov 2026 11:00:00 +0100\r\n',
    );
  });

  test('of purchases move alike', () => {
    expect(moveCsvDates('HP1,COMPLETE,2026-11-19T12:00:00,', now)).toBe('HP1,COMPLETE,2027-02-28T12:00:00,');
  });

  test('never lie in the future of the start', async () => {
    for (const { at } of await readDemoMails(join(RESOURCES, 'demo/inbox'), now)) {
      expect(at.getTime()).toBeLessThanOrEqual(now);
    }
  });
});
