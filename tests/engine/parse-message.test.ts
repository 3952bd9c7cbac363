import { describe, expect, it } from 'vitest';
import { readDmarc } from '../../electron/engine/mail/authentication-results';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { processorMsOf } from '../support/processor-time';

const raw = (text: string): Uint8Array => new TextEncoder().encode(text.replace(/\n/g, '\r\n'));
const parse = (text: string, given: Partial<Parameters<typeof parseMessage>[1]> = {}) =>
  parseMessage(raw(text), { authservId: 'mx.support.example', html: true, attachments: true, ...given });
const HEAD = 'From: Anna <anna@libero.it>\nTo: support@corsi.example\nSubject: ciao\nMessage-ID: <m1@libero.it>\n';

describe('a message as the engine knows it', () => {
  it('parties, ids, date and text', async () => {
    const message = await parse(
      `${HEAD}Date: Thu, 01 Oct 2026 09:42:30 +0200 (CEST)\nReferences: <a@b.it>\n <c@d.it>\n\nNon entro.\n`,
    );
    expect(message).toMatchObject({
      messageId: 'm1@libero.it',
      references: ['a@b.it', 'c@d.it'],
      from: { name: 'Anna', address: 'anna@libero.it' },
      subject: 'ciao',
      sentAt: Date.UTC(2026, 9, 1, 7, 42, 30),
      senderAmbiguous: false,
      readability: 'full',
    });
    expect(message.text.trim()).toBe('Non entro.');
  });

  it.each(['', 'Date: yesterday\n', 'Date:\n'])('an unreadable date is none, never now: %j', async (date) => {
    expect((await parse(`${HEAD}${date}\nx`)).sentAt).toBeNull();
  });

  it.each([
    ['two From headers', 'From: a@b.it\nFrom: c@d.it\n'],
    ['two addresses', 'From: a@b.it, c@d.it\n'],
    ['two brackets', 'From: <a@b.it> <c@d.it>\n'],
    ['a group', 'From: team: a@b.it;\n'],
    ['comments inside the address', 'From: Pete(A \\) chap) <pete(his account)@silly.test(his host)>\n'],
    ['none', ''],
  ])('an ambiguous sender is marked: %s', async (_, from) => {
    expect((await parse(`${from}Subject: x\nTo: support@corsi.example\n\nx`)).senderAmbiguous).toBe(true);
  });

  it.each([
    '"Rossi, Anna" <anna@libero.it>',
    'anna@libero.it',
    '=?utf-8?q?Anna_=C3=A8?= <anna@libero.it>',
    '"anna@libero.it" <x@y.it>',
  ])('a plain sender is not: %s', async (from) => {
    expect((await parse(`From: ${from}\nSubject: x\n\nx`)).senderAmbiguous).toBe(false);
  });

  it('an address that cannot be answered is nobody', async () => {
    expect((await parse('From: a@b\nSubject: x\n\nx')).from).toBeNull();
  });

  it.each([
    ['Giulia Ferri <giulia at posta>', 'Giulia Ferri'],
    ['=?utf-8?q?Giul=C3=ACa?= <giulia@posta>', 'Giulìa'],
    ['Giulia Ferri', 'Giulia Ferri'],
    ['<a@b>', undefined],
    ['Anna <anna@libero.it>', undefined],
  ])('of a sender without a usable address the name is kept, by itself: %s', async (from, name) => {
    expect((await parse(`From: ${from}\nSubject: x\n\nx`)).nameAlone).toBe(name);
  });

  it('HTML alone is read, hidden text left out', async () => {
    const message = await parse(`${HEAD}Content-Type: text/html\n\n<p>Visto</p><p style="display:none">NO</p>`);
    expect(message.text).toBe('Visto');
  });

  it('a message attached to a PEC is its original', async () => {
    const inner = 'From: mario@pec.it\nSubject: accesso\n\nNon ho ricevuto HP2216779101\n';
    const message = await parse(
      'From: "Per conto di: mario@pec.it" <posta-certificata@pec.example>\nReply-To: mario@pec.it\nSubject: POSTA CERTIFICATA: accesso\n' +
        'X-Trasporto: posta-certificata\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nMessaggio di posta certificata\n' +
        `--b\nContent-Type: message/rfc822; name="postacert.eml"\nContent-Disposition: attachment; filename="postacert.eml"\n\n${inner}\n--b--\n`,
    );
    expect(message.attached).toMatchObject([{ kind: 'pec', subject: 'accesso' }]);
    expect(message.attached[0]?.text).toContain('HP2216779101');
  });

  it('the marks of machines are read from the header', async () => {
    const message = await parse(
      `Return-Path: <>\n${HEAD}Auto-Submitted: auto-replied\nList-Id: <x.y>\nPrecedence: bulk\n\nx`,
    );
    expect(message.marks).toMatchObject({
      autoSubmitted: 'auto-replied',
      listId: '<x.y>',
      precedence: 'bulk',
      nullReturnPath: true,
    });
  });

  it('deep nesting and long HTML are read within the budget', async () => {
    const cost = await processorMsOf(async () => {
      const message = await parse(`${HEAD}Content-Type: text/html\n\n${'<div>'.repeat(100_000)}ciao`);
      expect(message.text).toContain('ciao');
    });
    expect(cost).toBeLessThan(4000);
  });

  it('names of files hold no path and no tricks', async () => {
    const message = await parse(
      `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="../../etc/x.pdf"\n\nx\n--b--\n`,
    );
    expect(message.attachments.map((file) => [file.fileName, file.text])).toEqual([['x.pdf', '']]);
  });

  it.each(['', '\u0000\u0001\u0002', 'no header at all'])('what is no message is refused: %j', async (text) => {
    await expect(parse(text)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('DMARC, from the configured server only', () => {
  const ar = (value: string, id: string | null = 'mx.support.example') =>
    readDmarc([{ key: 'authentication-results', value }], id);
  it.each([
    ['a pass', 'mx.support.example; spf=fail; dmarc=pass header.from=x.it', 'pass'],
    ['a fail', 'mx.support.example; dmarc=fail (p=none) header.from=x.it', 'fail'],
    ['any fail', 'mx.support.example; dmarc=fail; dmarc=pass', 'fail'],
    ['version 1', 'MX.Support.Example 1; dmarc=fail', 'fail'],
    ['another version', 'mx.support.example 2; dmarc=pass', 'unverified'],
    ['another server', 'relay.antispam.example; dmarc=fail', 'unverified'],
    ['none', 'mx.support.example; none', 'unverified'],
    ['temperror', 'mx.support.example; dmarc=temperror', 'unverified'],
    ['a result inside a comment', 'mx.support.example (; dmarc=pass); spf=pass', 'unverified'],
    ['a result inside a string', 'mx.support.example; spf=pass reason="; dmarc=fail"', 'unverified'],
  ])('%s', (_, value, verdict) => {
    expect(ar(value)).toBe(verdict);
  });

  it('without a configured server nothing is trusted', () => {
    expect(ar('mx.support.example; dmarc=fail', null)).toBe('unverified');
  });

  it('a pass that the sender wrote below two Received fields does not count', () => {
    const received = { key: 'received', value: 'from x' };
    expect(
      readDmarc(
        [received, received, { key: 'authentication-results', value: 'mx.support.example; dmarc=pass' }],
        'mx.support.example',
      ),
    ).toBe('unverified');
  });
});
