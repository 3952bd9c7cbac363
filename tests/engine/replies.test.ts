import { describe, expect, it } from 'vitest';
import { createMessageParser } from '../../electron/engine/mail/parser-host';
import type { MailboxSyncOptions } from '../../electron/engine/mail/imap-sync';
import {
  CLUB_PRODUCT,
  GIULIA_SALE,
  PRODUCTS_HEADER,
  SALES_HEADER,
  OPENED_AT,
  makeDesk,
  makeMailbox,
} from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { silentLog } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';
import { writeMail } from '../support/write-mail';

async function importGiulia(desk: TestDesk): Promise<void> {
  await desk.importCsv('sales', `${SALES_HEADER}\n${GIULIA_SALE}\n`);
  await desk.importCsv('products', `${PRODUCTS_HEADER}\n${CLUB_PRODUCT}\n`);
}

async function deskWith(...mails: readonly Buffer[]): Promise<TestDesk> {
  const desk = await makeDesk();
  await importGiulia(desk);
  desk.mailbox.deliver(...mails);
  await desk.sync();
  return desk;
}

const rowOf = async (desk: TestDesk, id: string) => (await desk.tickets()).find((row) => row.id === id);
const suggestionsOf = async (desk: TestDesk, ticket: string) =>
  (await desk.engine.call('tickets.open', { ticket })).case?.suggestions ?? [];
const accept = async (desk: TestDesk, ticket: string, seen?: string) =>
  desk.engine.call('replies.accept', {
    ticket,
    revision: (await rowOf(desk, ticket))?.revision ?? -1,
    index: 0,
    confirmed: true,
    escalate: false,
    ...(seen === undefined ? {} : { seen }),
  });
async function send(desk: TestDesk): Promise<void> {
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
}

const BOUNCE = writeMail({
  from: 'MAILER-DAEMON@mx.example',
  subject: 'Undelivered Mail Returned to Sender',
  text: 'Your message could not be delivered.',
  headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
});

describe('a machine gets no reply', () => {
  it('not from the composer and not from the command line', async () => {
    const desk = await deskWith(BOUNCE);
    const ticket = 'T-1';
    expect(await desk.tickets()).toMatchObject([{ decision: 'ignore', state: 'ignored' }]);
    const revision = (await rowOf(desk, ticket))?.revision ?? -1;
    const text = 'Buongiorno';
    await expect(
      desk.engine.call('replies.send', { ticket, revision, text, macro: null, decision: null }),
    ).rejects.toMatchObject({ code: 'reply-red' });
    await expect(
      desk.engine.call('replies.queue', { ticket, text, macro: null, delaySeconds: 0 }),
    ).rejects.toMatchObject({ code: 'reply-red' });
    for (const { macro } of await desk.engine.call('macros.list', { ticket })) {
      await expect(
        desk.engine.call('replies.queue', { ticket, text: null, macro, delaySeconds: 0 }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^reply-/) as string });
    }
    expect(await desk.engine.call('outbox.list', {})).toEqual([]);
  });
});

describe('a stranger with somebody else’s number', () => {
  const stranger = () =>
    writeMail({ from: 'stranger@posta.example', text: 'Non mi arriva la mail di accesso per HP4410020311' });

  it('gets the same text whether or not somebody else was answered about that purchase', async () => {
    const fresh = await deskWith(stranger());
    const [before] = await suggestionsOf(fresh, 'T-1');
    const desk = await deskWith(
      writeMail({ from: 'other@posta.example', text: 'Non mi arriva la mail di accesso per HP4410020311' }),
    );
    await accept(desk, 'T-1');
    await send(desk);
    desk.mailbox.deliver(stranger());
    await desk.sync();
    const [after] = await suggestionsOf(desk, 'T-2');
    expect(after).toMatchObject({ macro: before?.macro, text: before?.text });
  });

  it('who writes again in a new mail gets the follow-up: his own first reply counts', async () => {
    const desk = await deskWith(stranger());
    const first = await accept(desk, 'T-1');
    await send(desk);
    desk.mailbox.deliver(stranger());
    await desk.sync();
    const [after] = await suggestionsOf(desk, 'T-2');
    expect(after?.macro).toBe('follow-up.identify');
    expect(after?.text).not.toBe(first.items[0]?.text);
  });

  it('a text that is named by its macro never goes to the buyer’s mailbox instead', async () => {
    const desk = await deskWith(stranger());
    const suggestions = await suggestionsOf(desk, 'T-1');
    expect(suggestions.map((one) => one.to)).toContain('giulia@posta.example');
    await expect(
      desk.engine.call('replies.queue', { ticket: 'T-1', text: null, macro: 'club.first-access', delaySeconds: 0 }),
    ).rejects.toMatchObject({ code: 'reply-hole' });
  });
});

it('another text than the one on screen is never sent in its place', async () => {
  const desk = await deskWith(writeMail(), writeMail({ text: 'Ancora nessuna email con i dati di accesso.' }));
  const [seen] = await suggestionsOf(desk, 'T-2');
  // The reply to the first ticket makes the second one's text a follow-up, without touching its revision.
  await accept(desk, 'T-1');
  await expect(accept(desk, 'T-2', seen?.text)).rejects.toMatchObject({ code: 'stale-revision' });
  const [now] = await suggestionsOf(desk, 'T-2');
  expect((await accept(desk, 'T-2', now?.text)).items).toHaveLength(1);
});

it('our own address gets no reply, not by hand either', async () => {
  const desk = await deskWith(writeMail({ from: 'support@corsi.example', text: 'Non riesco ad accedere, prova' }));
  await expect(
    desk.engine.call('replies.queue', { ticket: 'T-1', text: 'Prova', macro: null, delaySeconds: 0 }),
  ).rejects.toMatchObject({ code: 'reply-no-recipient' });
});

it('nothing is green before any purchase was imported', async () => {
  const desk = await makeDesk();
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  expect((await suggestionsOf(desk, 'T-1'))[0]).toMatchObject({
    decision: 'ask.purchase-details',
    gate: { colour: 'amber', reasons: ['perhaps-newer-than-data'] },
  });
});

describe('attachments', () => {
  const withAttachment = () =>
    Buffer.from(
      [
        'From: Giulia Ferri <giulia@posta.example>',
        'To: support@corsi.example',
        'Subject: Ricevuta',
        'Date: Mon, 12 Jan 2026 09:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Ecco la ricevuta',
        '--b',
        'Content-Type: application/octet-stream',
        'Content-Disposition: attachment; filename="../a.bin"',
        'Content-Transfer-Encoding: base64',
        '',
        'AAEC',
        '--b--',
        '',
      ].join('\r\n'),
    );

  it('are handed out under a clean name', async () => {
    const desk = await deskWith(withAttachment());
    const { messages } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    const call = { message: messages[0]?.id ?? '', index: 0 };
    expect(await desk.engine.call('messages.attachment', call)).toMatchObject({ fileName: 'a.bin', base64: 'AAEC' });
  });

  it('of a message that could not be read within its budget are not taken apart', async () => {
    const real = createMessageParser({ clock: createMovedClock(OPENED_AT), log: silentLog, workerFile: null });
    const desk = await makeDesk({
      parts: {
        reader: {
          ...real,
          parse: async (raw, options) => {
            const read = await real.parse(raw, options);
            return { ...read, message: { ...read.message, readability: 'without-html' } };
          },
        },
      },
    });
    desk.mailbox.deliver(withAttachment());
    await desk.sync();
    const { messages } = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    await expect(
      desk.engine.call('messages.attachment', { message: messages[0]?.id ?? '', index: 0 }),
    ).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('purchases that come after our question', () => {
  it('bring the ticket back as now matched, with the answer to send', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    expect(await desk.tickets()).toMatchObject([{ decision: 'ask.purchase-details' }]);
    await accept(desk, 'T-1');
    await send(desk);
    expect(await desk.tickets()).toMatchObject([{ state: 'waiting.customer' }]);
    await importGiulia(desk);
    expect(await desk.tickets()).toMatchObject([{ state: 'open', queue: 'inbox', decision: 'club.first-access' }]);
    const view = await desk.engine.call('tickets.open', { ticket: 'T-1' });
    expect(view.history).toContainEqual(
      expect.objectContaining({ kind: 'state', detail: expect.objectContaining({ why: 'now-matched' }) as unknown }),
    );
  });

  it('leave a ticket that was closed meanwhile', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    await accept(desk, 'T-1');
    await send(desk);
    const revision = (await rowOf(desk, 'T-1'))?.revision ?? -1;
    await desk.engine.call('tickets.setState', { ticket: 'T-1', revision, to: 'done', snoozeUntil: null });
    await importGiulia(desk);
    expect(await desk.tickets()).toMatchObject([{ state: 'done' }]);
  });
});

it('closing lets the outbox file its copies before the mailbox is left', async () => {
  const order: string[] = [];
  const clock = createMovedClock(OPENED_AT);
  const mailbox = makeMailbox(clock);
  let closing: Promise<void> = Promise.resolve();
  const desk: TestDesk = await makeDesk({
    clock,
    mailbox,
    parts: {
      openSync: (options: MailboxSyncOptions) => {
        const sync = mailbox.open(options);
        return {
          ...sync,
          stop: async () => {
            order.push('mailbox left');
          },
          sent: {
            ...sync.sent,
            append: async (raw: Uint8Array, messageId: string) => {
              // The desk is closed while the copy is under way, which takes as long as a real server does.
              closing = desk.engine.close();
              await new Promise((resolve) => setImmediate(resolve));
              order.push('copy filed');
              return sync.sent.append(raw, messageId);
            },
          },
        };
      },
    },
  });
  await importGiulia(desk);
  desk.mailbox.deliver(writeMail());
  await desk.sync();
  await accept(desk, 'T-1');
  desk.clock.advance(10_000);
  await desk.engine.flushOutbox();
  await closing;
  expect(order).toEqual(['copy filed', 'mailbox left']);
});
