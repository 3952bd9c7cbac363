import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../electron/engine/mail/parse-message';

/** Mail whose header lies about its letters, or breaks: it is read as far as it goes, and never refused. */

const parse = (raw: string) =>
  parseMessage(Buffer.from(raw, 'latin1'), { authservId: null, html: true, attachments: true });
const FROM = 'From: Anna <anna@posta.example>\r\n';
const typed = (type: string, body: string) =>
  parse(`${FROM}Subject: accesso\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}`);

describe('letters that are not what the header says', () => {
  it.each([
    ['Windows-1252 as Windows-1252', 'text/plain; charset=windows-1252', 'perch\xe9 \x80 5', 'perché € 5'],
    ['ISO-2022-JP', 'text/plain; charset=iso-2022-jp', '\x1b$B%"%/%;%9\x1b(B HP2216779101', 'アクセス HP2216779101'],
    ['an unknown charset', 'text/plain; charset=klingon', 'accesso HP2216779101', 'accesso HP2216779101'],
    ['no charset, but UTF-8', 'text/plain', 'perch\xc3\xa9 HP2216779101', 'perché HP2216779101'],
    ['a type without a slash', 'testo', 'accesso HP2216779101', 'accesso HP2216779101'],
    ['a type that is one word with a charset', 'text; charset=utf-8', 'accesso HP2216779101', 'accesso HP2216779101'],
    ['a type that breaks off', 'text/plain; charset="', 'accesso HP2216779101', 'accesso HP2216779101'],
  ])('%s are read', async (_name, type, body, expected) => {
    expect((await typed(type, body)).text.trim()).toBe(expected);
  });

  it.each(['utf-8', 'us-ascii', 'gb18030', 'big5'])(
    'Windows-1252 called %s loses its accents at most, the number stays',
    async (charset) => {
      const message = await typed(`text/plain; charset=${charset}`, 'perch\xe9 HP2216779101');
      expect(message.text).toMatch(/^perch.* ?HP2216779101/);
    },
  );
});

describe('a header that breaks', () => {
  it.each([
    ['binary in Cc', `${FROM}Cc: \xff\xfe\x00\x01<\x80@>, bea@posta.example\r\nSubject: accesso\r\n\r\nciao`],
    ['eight-bit letters in the subject', `${FROM}Subject: accesso perch\xe9\r\n\r\nciao`],
    ['an encoded word that breaks off', `${FROM}Subject: accesso =?utf-8?B?w6jD\r\n\r\nciao`],
    ['an encoded word of an unknown charset', `${FROM}Subject: accesso =?klingon?Q?=FF?=\r\n\r\nciao`],
    ['a line without a colon', `${FROM}questa non e una riga\r\nSubject: accesso\r\n\r\nciao`],
    ['a transfer encoding that is none', `${FROM}Subject: accesso\r\nContent-Transfer-Encoding: \xfe\r\n\r\nciao`],
  ])('%s: sender, subject and words are there all the same', async (_name, raw) => {
    const message = await parse(raw);
    expect(message.from?.address).toBe('anna@posta.example');
    expect(message.subject).toMatch(/^accesso/);
    expect(message.text.trim()).toBe('ciao');
  });
});
