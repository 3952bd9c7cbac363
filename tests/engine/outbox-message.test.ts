import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeMessage, replySubject } from '../../electron/engine/outbox/message-bytes';
import type { MessageDraft } from '../../electron/engine/outbox/message-bytes';

const NOW = Date.UTC(2026, 0, 15, 9, 30);

function draft(change: Partial<MessageDraft> = {}): MessageDraft {
  return {
    from: { name: 'Assistenza Corsi', address: 'support@corsi.example' },
    to: { name: 'Marta Rossi', address: 'marta@posta.example' },
    subject: 'Re: Accesso non riuscito – perché?',
    text: 'Ciao Marta,\n\n1. apri https://consumer.hotmart.com\n2. scegli «Hai dimenticato la password?»',
    signature: 'Anna\nAssistenza Corsi',
    language: 'it',
    answers: {
      messageId: 'q2@posta.example',
      references: ['q1@posta.example'],
      fromName: 'Marta Rossi',
      fromAddress: 'Marta@posta.example',
      at: NOW - 3_600_000,
      text: 'Buongiorno,\n\nnon riesco <b>ad entrare</b>.',
    },
    now: NOW,
    secret: '0123456789abcdef0123456789abcdef',
    timeZone: 'Europe/Rome',
    ...change,
  };
}

async function composed(change: Partial<MessageDraft> = {}) {
  const message = await composeMessage(draft(change));
  return { message, mail: await simpleParser(message.raw), source: message.raw.toString('latin1') };
}

describe('the mail that goes out', () => {
  it('comes from the mailbox by name, goes to one person, and answers the message in its thread', async () => {
    const { mail, message } = await composed();
    expect(mail.from?.value).toEqual([{ name: 'Assistenza Corsi', address: 'support@corsi.example' }]);
    expect((mail.to as AddressObject).value).toEqual([{ name: 'Marta Rossi', address: 'marta@posta.example' }]);
    expect(mail.cc).toBeUndefined();
    expect(mail.subject).toBe('Re: Accesso non riuscito – perché?');
    expect(mail.messageId).toBe('<0123456789abcdef0123456789abcdef@corsi.example>');
    expect(message.messageId).toBe('0123456789abcdef0123456789abcdef@corsi.example');
    expect(mail.inReplyTo).toBe('<q2@posta.example>');
    expect(mail.references).toEqual(['<q1@posta.example>', '<q2@posta.example>']);
    expect(mail.date?.getTime()).toBe(NOW);
    expect(mail.headers.get('x-auto-response-suppress')).toBe('OOF, AutoReply');
  });

  it('is CRLF and 7 bit throughout', async () => {
    const { message } = await composed();
    expect(message.raw.every((byte) => byte < 0x80)).toBe(true);
    expect(message.raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('has a text that reads well alone, signed, with the answered message below', async () => {
    const { mail, message } = await composed();
    expect(mail.text).toBe(
      `${message.bodyText}\n\nIl giorno 15 gen 2026, 09:30, Marta Rossi <Marta@posta.example> ha scritto:\n> Buongiorno,\n>\n> non riesco <b>ad entrare</b>.\n`,
    );
    expect(message.bodyText.endsWith('password?»\n\nAnna\nAssistenza Corsi')).toBe(true);
  });

  it('has simple HTML of the same words, the quote escaped', async () => {
    const { mail, source } = await composed();
    expect(source).toContain('multipart/alternative');
    expect(mail.html).toContain('https://consumer.hotmart.com');
    expect(mail.html).toContain('<blockquote type="cite"');
    expect(mail.html).toContain('non riesco &lt;b&gt;ad entrare&lt;/b&gt;.');
  });

  it('does not sign twice', async () => {
    const { message } = await composed({ text: 'Ciao.\n\nAnna\nAssistenza Corsi' });
    expect(message.bodyText).toBe('Ciao.\n\nAnna\nAssistenza Corsi');
  });

  it('quotes a message only to its own sender', async () => {
    const { mail } = await composed({ to: { name: '', address: 'other@posta.example' } });
    expect(mail.text).not.toContain('non riesco');
    expect(mail.html).not.toContain('non riesco');
    expect(mail.inReplyTo).toBe('<q2@posta.example>');
  });

  it('bounds the quote', async () => {
    const answers = { ...draft().answers!, text: 'riga\n'.repeat(100_000) };
    const { mail } = await composed({ answers });
    expect(mail.text).toContain('> […]');
    expect(mail.text?.split('\n').length).toBeLessThan(230);
  });

  it.each([undefined, 'Nowhere/Atlantis'])('dates the quote in UTC where the time zone is %s', async (timeZone) => {
    const { mail } = await composed({ timeZone });
    expect(mail.text).toContain('15 gen 2026, 08:30 UTC');
  });

  it('starts a new thread where it answers nothing', async () => {
    const { mail } = await composed({ answers: null });
    expect([mail.inReplyTo, mail.references]).toEqual([undefined, undefined]);
  });

  it('keeps the first and the newest of a long chain of references', async () => {
    const references = Array.from({ length: 300 }, (_, index) => `r${index}@posta.example`);
    const { mail } = await composed({ answers: { ...draft().answers!, references } });
    expect(mail.references).toHaveLength(20);
    expect([mail.references?.[0], mail.references?.at(-1)]).toEqual(['<r0@posta.example>', '<q2@posta.example>']);
  });

  it.each([
    ['it', 'Il giorno'],
    ['pt', 'Em 15'],
    ['es', 'El 15'],
    ['en', 'On 15'],
  ] as const)('introduces the quote in the language of the reply: %s', async (language, start) => {
    const { mail } = await composed({ language });
    expect(mail.text).toContain(`\n\n${start}`);
  });
});

describe('what was written to break the mail', () => {
  it.each([
    'marta@posta.example\r\nBcc: evil@x.example',
    'marta@posta.example, evil@x.example',
    'marta@posta.example; evil@x.example',
    'Team: marta@posta.example, evil@x.example;',
    '<marta@posta.example>',
    'Marta <marta@posta.example>',
    '"evil@x.example> "@posta.example',
    'marta@posta.example(evil@x.example)',
    'marta @posta.example',
    'marta@@posta.example',
    'marta@posta.example\0',
    'marta@posta.example\r\n',
    ' marta@posta.example',
    'marta@posta\u200b.example',
    'marta@[127.0.0.1]',
    'file:///etc/passwd',
    '',
  ])('the address %j is refused', async (address) => {
    await expect(composeMessage(draft({ to: { name: 'x', address } }))).rejects.toMatchObject({
      code: 'reply-no-recipient',
    });
  });

  it.each([
    { subject: 'Re: x\r\nBcc: evil@x.example' },
    { subject: 'Re: x\nTo: evil@x.example\n\nbody' },
    { subject: 'Re: x\u2028Bcc: evil@x.example' },
    { to: { name: 'Marta"\r\nBcc: evil@x.example', address: 'marta@posta.example' } },
    { to: { name: 'Marta, evil@x.example', address: 'marta@posta.example' } },
    { to: { name: 'Team: evil@x.example;', address: 'marta@posta.example' } },
    { to: { name: '<evil@x.example>', address: 'marta@posta.example' } },
    { from: { name: 'Desk\r\nCc: evil@x.example', address: 'support@corsi.example' } },
    { text: 'ciao\r\n.\r\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<evil@x.example>' },
    { answers: { ...draft().answers!, messageId: 'a@b>\r\nBcc: evil@x.example' } },
    { answers: { ...draft().answers!, references: ['a@b>\r\nBcc: evil@x.example', 'ok@posta.example'] } },
    { answers: { ...draft().answers!, fromName: 'x\r\nBcc: evil@x.example\r\n\r\n' } },
  ] satisfies Partial<MessageDraft>[])('leaves exactly the approved recipient: %j', async (change) => {
    const { mail, message, source } = await composed(change);
    expect(message.envelopeTo).toBe('marta@posta.example');
    expect((mail.to as AddressObject).value.map((one) => one.address)).toEqual(['marta@posta.example']);
    expect([mail.cc, mail.bcc]).toEqual([undefined, undefined]);
    const header = source.slice(0, source.indexOf('\r\n\r\n'));
    expect(header.match(/^(?:to|cc|bcc|from|subject):/gim)?.map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['from:', 'to:', 'subject:']),
    );
    expect(header.match(/^(?:to|cc|bcc|from|subject):/gim)).toHaveLength(3);
  });

  it('a text that names a file or an address stays a text', async () => {
    const { mail } = await composed({ text: 'path: /etc/passwd href: http://127.0.0.1/', signature: '' });
    expect(mail.text?.startsWith('path: /etc/passwd href: http://127.0.0.1/')).toBe(true);
    expect(mail.attachments).toHaveLength(0);
  });
});

describe('the subject of a reply', () => {
  it.each([
    ['Accesso', 'Re: Accesso'],
    ['Re: R: RE: Accesso', 'Re: Accesso'],
    ['Res: Acesso', 'Re: Acesso'],
    ['', 'Re: '],
  ])('%j becomes %j', (subject, expected) => {
    expect(replySubject(subject)).toBe(expected);
  });
});
