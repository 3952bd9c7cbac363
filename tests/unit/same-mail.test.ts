import { describe, expect, it } from 'vitest';
import { splitMessage } from '../../electron/engine/mail/message-digest';
import { sameMailOf } from '../../electron/engine/mail/same-mail';

const MAIL = [
  'From: Giulia Ferri <giulia@posta.example>',
  'To: support@corsi.example, vendas@corsi.example',
  'Subject: Non ho ricevuto i dati di accesso al corso che ho comprato la settimana scorsa',
  'Date: Mon, 12 Jan 2026 09:00:00 +0000',
  'Message-ID: <one@posta.example>',
  '',
  'Buongiorno.',
  '',
].join('\r\n');
const of = (raw: string, left?: readonly unknown[]) => sameMailOf(splitMessage(Buffer.from(raw, 'latin1')), left);

describe('a mail that was delivered twice', () => {
  it.each([
    ['what each server writes above it', `Delivered-To: vendas@corsi.example\r\nReceived: from mx; 1\r\n${MAIL}`],
    ['another sender check', `Authentication-Results: mx.example; dmarc=pass\r\n${MAIL}`],
    ['other line ends', MAIL.replaceAll('\r\n', '\n')],
    ['another folding', MAIL.replace('di accesso', 'di\r\n accesso')],
    ['another writing of field names', MAIL.replace('Message-ID', 'Message-Id')],
  ])('is the same whatever differs on the way: %s', (_what, other) => {
    expect(of(other)).toBe(of(MAIL));
    expect(of(MAIL)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['another text', MAIL.replace('Buongiorno.', 'Buonasera.')],
    ['another sender', MAIL.replace('giulia@', 'marco@')],
    ['another subject', MAIL.replace('corso', 'video')],
    ['another time', MAIL.replace('09:00:00', '09:00:01')],
    ['another Message-ID', MAIL.replace('one@', 'two@')],
  ])('is another one with %s', (_what, other) => {
    expect(of(other)).not.toBe(of(MAIL));
  });

  it('is told by what is attached, too, where that was left on the server', () => {
    expect(of(MAIL, [{ fileName: 'a.pdf' }])).not.toBe(of(MAIL, [{ fileName: 'b.pdf' }]));
  });

  it('cannot be told without a Message-ID', () => {
    expect(of(MAIL.replace('Message-ID: <one@posta.example>\r\n', ''))).toBe('');
  });
});
