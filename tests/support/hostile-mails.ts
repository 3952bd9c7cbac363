import { constants, deflateRawSync } from 'node:zlib';

/** A mail that was made to hurt whoever reads it. */
export type HostileMail = { readonly name: string; readonly make: () => Buffer };

const FROM = 'From: Mallory <mallory@evil.example>\r\n';
const HEAD = `${FROM}To: support@corsi.example\r\nDate: Mon, 12 Jan 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n`;

function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function mail(name: string, header: string, body: string): HostileMail {
  return { name, make: () => latin(`${HEAD}Subject: ${name}\r\n${header}\r\n${body}`) };
}

function html(name: string, body: () => string): HostileMail {
  return {
    name,
    make: () => latin(`${HEAD}Subject: ${name}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${body()}`),
  };
}

function raw(name: string, make: () => string | Buffer): HostileMail {
  return {
    name,
    make: () => {
      const made = make();
      return typeof made === 'string' ? latin(made) : made;
    },
  };
}

function nested(depth: number, type: string): string {
  let text = '';
  for (let level = 0; level < depth; level += 1) {
    text += `Content-Type: ${type}; boundary=b${level}\r\n\r\n--b${level}\r\n`;
  }
  return `${text}Content-Type: text/plain\r\n\r\nhello\r\n`;
}

function wide(parts: number, part: string): string {
  return `Content-Type: multipart/mixed; boundary=w\r\n\r\n${`--w\r\n${part}\r\n`.repeat(parts)}--w--\r\n`;
}

function rfc822(depth: number): string {
  let text = `${HEAD}Subject: the innermost\r\n\r\nhello\r\n`;
  for (let level = 0; level < depth; level += 1)
    text = `${HEAD}Subject: ${level}\r\nContent-Type: message/rfc822\r\n\r\n${text}`;
  return text;
}

function base64(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

function bytesOf(count: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let at = 0, state = 7; at < count; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function attachment(type: string, name: string, bytes: Buffer): string {
  return `Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nallegato\r\n--a\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}\r\n--a--\r\n`;
}

const BLOCK = 4_000_000;

/** A PDF whose one stream unpacks to that many bytes. */
function pdfBomb(bytes: number): Buffer {
  // One block over and over: the maker itself must not need the memory that the reader is measured by.
  const block = deflateRawSync(Buffer.alloc(BLOCK, 'BT (x) Tj ET '), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from({ length: Math.ceil(bytes / BLOCK) }, () => block);
  const zlib = Buffer.concat([Buffer.from([0x78, 0xda]), ...blocks, deflateRawSync(Buffer.alloc(0)), Buffer.alloc(4)]);
  return Buffer.concat([
    latin(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n',
    ),
    latin(`4 0 obj<</Length ${zlib.length}/Filter/FlateDecode>>stream\n`),
    zlib,
    latin('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  ]);
}

/** A PNG header that promises a picture of 60,000 by 60,000 points. */
const HUGE_PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  latin('IHDR'),
  Buffer.from([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0]),
]);

/** Sixty of them; each is new bytes at every call, none is larger than 20 MB. */
export const HOSTILE_MAILS: readonly HostileMail[] = [
  raw('an empty mail', () => ''),
  raw('one line end', () => '\r\n'),
  raw('no header at all', () => '\r\nsolo testo, nessuna intestazione\r\n'),
  raw('only a header', () => `${HEAD}Subject: only a header`),
  raw('two megabytes of noise', () => bytesOf(2_000_000)),
  raw('a zip that says it is text', () => Buffer.concat([latin(`${HEAD}Subject: zip\r\nContent-Type: text/plain\r\n\r\n`), latin('PK\u0003\u0004'), bytesOf(500_000)])),
  raw('a header of NUL bytes', () => `${HEAD}Subject: a\0b\0c\r\nX-Nul: ${'\0'.repeat(10_000)}\r\n\r\nx\0y\0z`),
  raw('NUL in the address', () => `From: "a\0b" <mal\0lory@evil.example>\r\nTo: x@y.example\r\nSubject: nul\r\n\r\nciao`),
  raw('a body of NUL bytes', () => `${HEAD}Subject: nul\r\n\r\n${'\0'.repeat(2_000_000)}`),
  raw('a header that never ends', () => `${HEAD}Subject: s\r\nX: ${'y'.repeat(10_000_000)}`),
  raw('60,000 header lines', () => `${'X-A: b\r\n'.repeat(60_000)}${HEAD}Subject: s\r\n\r\nciao`),
  raw('a header folded 100,000 times', () => `${HEAD}Subject: s${'\r\n a'.repeat(100_000)}\r\n\r\nciao`),
  raw('10,000 recipients', () => `${HEAD}Cc: ${'c@d.example,\r\n '.repeat(10_000)}e@f.example\r\nSubject: s\r\n\r\nx`),
  raw('10,000 recipients in one group', () => `${HEAD}Cc: g: ${'c@d.example, '.repeat(10_000)}e@f.example;\r\nSubject: s\r\n\r\nx`),
  raw('groups in groups', () => `${HEAD}Cc: ${'a:'.repeat(20_000)}${';'.repeat(20_000)}\r\nSubject: s\r\n\r\nx`),
  raw('comments in comments in an address', () => `From: ${'('.repeat(20_000)}x${')'.repeat(20_000)} <mallory@evil.example>\r\nSubject: s\r\n\r\nx`),
  raw('an address of quotes and backslashes', () => `From: "${'\\"'.repeat(50_000)}" <mallory@evil.example>\r\nSubject: s\r\n\r\nx`),
  raw('20,000 references', () => `${HEAD}References: ${'<a@b.example>\r\n '.repeat(20_000)}\r\nSubject: s\r\n\r\nx`),
  raw('20,000 different references', () => `${HEAD}References: ${Array.from({ length: 20_000 }, (_, at) => `<${at}@b.example>`).join('\r\n ')}\r\nSubject: s\r\n\r\nx`),
  raw('a Message-ID of a megabyte', () => `${HEAD}Message-ID: <${'a'.repeat(1_000_000)}@b.example>\r\nSubject: s\r\n\r\nx`),
  raw('encoded words without an end', () => `${HEAD}Subject: ${'=?utf-8?B?'.repeat(50_000)}\r\n\r\nx`),
  raw('50,000 encoded words', () => `${HEAD}Subject: ${'=?utf-8?Q?=C3=A8?= '.repeat(50_000)}\r\n\r\nx`),
  raw('encoded words of unknown charsets', () => `${HEAD}Subject: ${'=?nope?Q?=41?= '.repeat(5_000)}\r\n\r\nx`),
  raw('parameters of RFC 2231 without end', () => `${HEAD}Subject: s\r\nContent-Type: text/plain;${Array.from({ length: 20_000 }, (_, at) => ` name*${at}*=a%20;`).join('')}\r\n\r\nx`),
  raw('bad dates', () => `${FROM}Date: 99 Foo 99999 99:99:99 +9999\r\nDate: ${'1'.repeat(100_000)}\r\nSubject: s\r\n\r\nx`),
  raw('a date of the year 2106', () => `${FROM}Date: Mon, 1 Feb 2106 00:00:00 +0000\r\nSubject: s\r\n\r\nx`),
  raw('two of every header', () => `${HEAD}${HEAD}Subject: s\r\nSubject: t\r\nMessage-ID: <a@b>\r\nMessage-ID: <c@d>\r\n\r\nx`),
  raw('a name that turns the line round', () => `From: \u202egpj.exe <mallory@evil.example>\r\nSubject: \u202e\u202e\u202e\r\n\r\nx`),
  raw('a line of 20 MB', () => `${HEAD}Subject: s\r\n\r\n${'x'.repeat(20_000_000)}`),
  raw('5 million empty lines', () => `${HEAD}Subject: s\r\n\r\n${'\r\n'.repeat(5_000_000)}`),
  raw('a million quote marks', () => `${HEAD}Subject: s\r\n\r\n${'> '.repeat(1_000_000)}\r\n${'>\r\n'.repeat(500_000)}`),
  raw('200,000 attributions', () => `${HEAD}Subject: s\r\n\r\n${'Il giorno 12 gennaio 2026 alle 10:00 Anna <a@b.example> ha scritto:\r\n'.repeat(50_000)}`),
  raw('a million numbers', () => `${HEAD}Subject: s\r\n\r\n${'HP1771569003 '.repeat(300_000)}`),
  raw('a million addresses', () => `${HEAD}Subject: s\r\n\r\n${'a@b.example '.repeat(300_000)}`),
  raw('a million @', () => `${HEAD}Subject: s\r\n\r\n${'@'.repeat(3_000_000)}`),
  raw('letters with a hundred marks each', () => Buffer.from(`${HEAD}Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${`e${'\u0301'.repeat(100)}`.repeat(20_000)}`)),
  mail('a charset that lies', 'Content-Type: text/plain; charset=utf-16\r\n', '\xff\xfe\x00\xd8'.repeat(200_000)),
  mail('a charset that is none', `Content-Type: text/plain; charset="${'x'.repeat(100_000)}"\r\n`, '\xff\xfe'.repeat(1000)),
  mail('UTF-7', 'Content-Type: text/plain; charset=utf-7\r\n', '+ADw-script+AD4-'.repeat(50_000)),
  mail('ISO-2022-JP escapes', 'Content-Type: text/plain; charset=iso-2022-jp\r\n', '\x1b$B'.repeat(300_000)),
  mail('base64 that is junk', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n', '!@#$%^&*()='.repeat(300_000)),
  mail('quoted-printable that is junk', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n', '=ZZ=\r\n=='.repeat(300_000)),
  mail('uuencode without end', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n', `begin 644 a\n${'M'.repeat(1_000_000)}`),
  mail('an encoding that is none', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: rot13\r\n', 'pvnb'.repeat(100_000)),
  html('5 MB of <div>', () => '<div>'.repeat(1_000_000)),
  html('5,000 nested tables', () => '<table><tr><td>'.repeat(5_000)),
  html('a million <b> without an end', () => '<b'.repeat(1_000_000)),
  html('a million <', () => '<'.repeat(3_000_000)),
  html('a tag with 100,000 attributes', () => `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}="x"`).join(' ')}>ciao</p>`),
  html('an attribute of 5 MB', () => `<img src="data:image/png;base64,${'A'.repeat(5_000_000)}">ciao`),
  html('comments that never end', () => '<!-- '.repeat(1_000_000)),
  html('a style of 5 MB', () => `<style>${'a{b:c}'.repeat(800_000)}</style>ciao`),
  html('a million entities', () => '&amp;lt;&#x41;&nope;'.repeat(200_000)),
  raw('a cid bomb', () => `${HEAD}Subject: s\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n${'<img src="cid:a">'.repeat(5_000)}\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytesOf(1_000_000))}\r\n--r--\r\n`),
  raw('2,000 nested multiparts', () => `${HEAD}Subject: s\r\n${nested(2_000, 'multipart/mixed')}`),
  raw('20,000 nested multiparts', () => `${HEAD}Subject: s\r\n${nested(20_000, 'multipart/alternative')}`),
  raw('10,000 parts', () => `${HEAD}Subject: s\r\n${wide(10_000, 'Content-Type: text/plain\r\n\r\nx')}`),
  raw('10,000 HTML parts', () => `${HEAD}Subject: s\r\n${wide(900, `Content-Type: text/html\r\n\r\n${'<div>'.repeat(1_000)}`)}`),
  raw('900 attachments', () => `${HEAD}Subject: s\r\n${wide(900, 'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4')}`),
  raw('a boundary that is empty', () => `${HEAD}Subject: s\r\nContent-Type: multipart/mixed; boundary=""\r\n\r\n${'--\r\n'.repeat(100_000)}`),
  raw('a boundary of 100,000 characters', () => `${HEAD}Subject: s\r\nContent-Type: multipart/mixed; boundary=${'b'.repeat(100_000)}\r\n\r\n--${'b'.repeat(100_000)}\r\n\r\nx`),
  raw('a multipart that ends in its middle', () => `${HEAD}Subject: s\r\nContent-Type: multipart/mixed; boundary=t\r\n\r\n--t\r\nContent-Type: text/plain\r\n\r\nciao\r\n--t\r\nContent-Type: image/png; name="a.p`),
  raw('a mail in a mail, 100 deep', () => rfc822(100)),
  raw('a mail in a mail, 3,000 deep', () => rfc822(3_000)),
  raw('a mail that says it holds itself', () => `${HEAD}Subject: s\r\nContent-Type: message/rfc822\r\n\r\n`.repeat(2_000)),
  raw('message/partial', () => `${HEAD}Subject: s\r\nContent-Type: message/partial; id="a"; number=1; total=99999\r\n\r\n${HEAD}Subject: inner\r\n\r\nx`),
  raw('message/external-body', () => `${HEAD}Subject: s\r\nContent-Type: message/external-body; access-type=local-file; name="/etc/passwd"\r\n\r\nContent-Type: text/plain\r\n\r\n`),
  raw('a winmail.dat of noise', () => `${HEAD}Subject: s\r\n${attachment('application/ms-tnef', 'winmail.dat', bytesOf(1_000_000))}`),
  raw('a PDF of noise', () => `${HEAD}Subject: s\r\n${attachment('application/pdf', 'a.pdf', Buffer.concat([latin('%PDF-1.7\n'), bytesOf(1_000_000)]))}`),
  raw('a PDF that unpacks to 400 MB', () => `${HEAD}Subject: s\r\n${attachment('application/pdf', 'a.pdf', pdfBomb(400_000_000))}`),
  raw('a picture that promises 60,000 by 60,000', () => `${HEAD}Subject: s\r\n${attachment('image/png', 'a.png', HUGE_PNG)}`),
  raw('a file name that climbs out', () => `${HEAD}Subject: s\r\n${attachment('application/octet-stream', '../../../../etc/\u202efdp.exe', bytesOf(100))}`),
  raw('a calendar without end', () => `${HEAD}Subject: s\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(200_000)}`),
  raw('a bounce of 50,000 recipients', () => `${FROM}Return-Path: <>\r\nSubject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=d\r\n\r\n--d\r\nContent-Type: message/delivery-status\r\n\r\n${'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'.repeat(50_000)}--d--\r\n`),
  raw('a bounce whose words never end', () => `From: mailer-daemon@evil.example\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\r\n${'Message-ID: '.repeat(200_000)}${'could not be delivered to a@'.repeat(50_000)}`),
  raw('headers for Received without end', () => `${'Received: from a by b; Mon, 12 Jan 2026 09:00:00 +0000\r\n'.repeat(20_000)}${HEAD}Subject: s\r\n\r\nciao`),
]; // prettier-ignore
