import { describe, expect, it } from 'vitest';
import { splitBody } from '../../electron/engine/mail/body-parts';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { memorySource } from '../../electron/engine/purchases/csv-source';
import { isAutoMessage } from '../../electron/engine/tickets/auto-message';
import { failureCause } from '../../shared/domain/delivery-report';
import { BOUNCE_TALK } from '../support/bounce-talk';
import { BOUNCE_FORMS } from '../support/bounces';
import { writeMail } from '../support/write-mail';

const OF = { messageId: '0123456789abcdef0123456789abcdef@corsi.example', to: 'marta.rossi@posta.example' };
const DESK = { ownAddresses: ['support@corsi.example'], formSenders: [], groupAddresses: [] };
const NOBODY = memorySource([], []);

async function read(
  raw: Uint8Array,
  depth: { html: boolean; attachments: boolean } = { html: true, attachments: true },
) {
  const message = await parseMessage(raw, { authservId: null, ...depth });
  return { message, isAuto: await isAutoMessage(message, splitBody(message), DESK, NOBODY) };
}

describe('a bounce, in the form of each server', () => {
  it('is known in at least 25 forms', () => expect(BOUNCE_FORMS.length).toBeGreaterThanOrEqual(25));

  it.each(BOUNCE_FORMS)('$name: names mail, recipient, outcome and the server’s words', async (form) => {
    const { message, isAuto } = await read(form.make(OF));
    expect(isAuto).toBe(true);
    expect(message.report?.mails[0]?.messageId).toBe(OF.messageId);
    const recipient = message.report?.recipients.find(({ addresses }) => addresses.includes(OF.to));
    expect(recipient).toMatchObject({ outcome: form.outcome, code: form.code });
    expect(recipient?.text).toContain(form.words);
  });

  it.each(BOUNCE_FORMS)('$name: says the same where HTML and attachments are left out', async (form) => {
    const { message } = await read(form.make(OF), { html: false, attachments: false });
    expect(message.report?.mails[0]?.messageId).toBe(OF.messageId);
    expect(message.report?.recipients.some(({ addresses }) => addresses.includes(OF.to))).toBe(true);
  });
});

describe('a person who writes about a mail that came back', () => {
  it('is known in at least 30 mails', () => expect(BOUNCE_TALK.length).toBeGreaterThanOrEqual(30));

  it.each(BOUNCE_TALK)('$subject: stays a person', async ({ subject, text }) => {
    const { message, isAuto } = await read(writeMail({ subject, text }));
    expect({ isAuto, report: message.report }).toEqual({ isAuto: false, report: undefined });
  });

  it('and attaches the bounce is a person too', async () => {
    const bounce = BOUNCE_FORMS[0]!.make(OF).toString();
    const raw = Buffer.from(
      `From: Giulia <giulia@posta.example>\r\nTo: support@corsi.example\r\nSubject: Fwd: Undelivered Mail\r\nContent-Type: multipart/mixed; boundary="X"\r\n\r\n--X\r\nContent-Type: text/plain\r\n\r\nMi torna indietro, come entro nel corso?\r\n\r\n--X\r\nContent-Type: message/rfc822\r\n\r\n${bounce}\r\n--X--\r\n`,
    );
    const { message, isAuto } = await read(raw);
    expect({ isAuto, report: message.report }).toEqual({ isAuto: false, report: undefined });
  });
});

describe('a machine that reports nothing', () => {
  it.each([
    [
      'an out-of-office without return path',
      'Risposta automatica: ferie',
      'Sono in ferie fino al 20 gennaio. Per urgenze scrivere a luca@studio.example.',
      ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
    ],
    [
      'a read receipt',
      'Letto: Re: accesso',
      'Il messaggio è stato letto.',
      ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x'],
    ],
    ['a notice of a mail system', 'Quota', 'Your storage will be renewed on 1 March.', ['Return-Path: <>']],
  ])('%s is no report', async (_name, subject, text, headers) => {
    const { message } = await read(writeMail({ subject, text, headers, from: 'x@studio.example' }));
    expect(message.report).toBeUndefined();
  });
});

it.each([
  ['5.1.1', 'User unknown', 'address'],
  ['550', 'No such person at this address', 'address'],
  ['5.2.2', 'Over quota', 'full'],
  ['552', 'message too large', 'size'],
  ['5.7.1', 'Message rejected as spam', 'refused'],
  ['554', 'delivery error', 'other'],
])('the cause of %s %s is %s', (code, text, cause) => {
  expect(failureCause(code, text)).toBe(cause);
});
