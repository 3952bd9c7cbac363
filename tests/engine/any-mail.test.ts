import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMacros } from '../../electron/engine/macros/load-macros';
import { splitBody } from '../../electron/engine/mail/body-parts';
import { parseMessage } from '../../electron/engine/mail/parse-message';
import { memorySource } from '../../electron/engine/purchases/csv-source';
import { decideConversation } from '../../electron/engine/tickets/decide-conversation';
import { SportelloError } from '../../shared/contract/errors';
import { DECISIONS } from '../../shared/domain/decision';
import type { MacroShelf } from '../../shared/domain/macro';
import type { Message } from '../../shared/domain/message';
import { suggest } from '../../shared/domain/suggest';
import { processorMsOf } from '../support/processor-time';
import { makeProduct, makePurchase } from '../support/purchases';
import { replyContext, RESOURCES } from '../support/reply-case';

/** The whole way of a mail, from bytes to suggested texts: whatever comes in, an answer comes out, in linear time. */

const DESK = {
  defaultLanguage: 'it',
  ownAddresses: ['support@corsi.example'],
  ownNames: ['Assistenza Corsi'],
  formSenders: [],
  groupAddresses: [],
} as const;
const SOURCE = memorySource(
  [
    makePurchase({ transaction: 'HP2216779101', buyer: 'anna@libero.it' }),
    makePurchase({ transaction: 'HP2216779202', buyer: 'anna@libero.it', product: 'en', name: 'Inglese in Viaggio' }),
  ],
  [makeProduct('orto', 'Orto sul Balcone', 'club'), makeProduct('en', 'Inglese in Viaggio', 'producer')],
);
let macros: MacroShelf;
beforeAll(async () => {
  macros = await loadMacros(RESOURCES);
});

/** null where not even a header can be read: such a mail is put aside. */
async function read(raw: Uint8Array): Promise<Message | null> {
  try {
    return await parseMessage(raw, { authservId: 'mx.support.example', html: true, attachments: true });
  } catch (error) {
    if (error instanceof SportelloError && error.code === 'file-unreadable') return null;
    throw error;
  }
}

async function answer(message: Message) {
  const parts = splitBody(message);
  const conversation = {
    messages: [{ message, parts, ours: false, at: message.sentAt ?? 0 }],
    corrected: { intent: null, transaction: null, delivery: null, refused: [] },
  };
  const facts = await decideConversation(conversation, DESK, SOURCE);
  return { facts, suggestions: suggest(facts, replyContext({}), macros) };
}

/** Whether a mail is put aside, or decided with texts that hold nothing which a header or a store would stumble over. */
async function isAnswered(raw: Uint8Array): Promise<boolean> {
  const message = await read(raw);
  if (message === null) return true;
  const { facts, suggestions } = await answer(message);
  const isClean = suggestions.every(
    ({ subject, text, to }) => !/[\r\n\0]/.test(subject) && !/[\r\n\0]/.test(to) && !text.includes('\0'),
  );
  return isClean && DECISIONS.includes(facts.decision.id);
}

/** What rules, parsers and templates look for, to be found in the wrong place. */
const PIECES = [
  'HP2216779101', 'hp 22 16 77 91 01', 'HP', 'C1', '2216779101', 'anna@libero.it', '@', '<', '>', '> > ', '-- ', '\r\n', '\n', ' ',
  'Il giorno 12 gennaio 2026 ha scritto:', 'On Mon, Anna wrote:', '-----Original Message-----', 'From: a', 'Da: b\nInviato: c',
  'non ho ricevuto', 'password', 'rimborso', 'Orto sul Balcone', '{{ product }}', '{% if x %}', '<b>', '</div>', '<!--', '<style>',
  '&amp;', '=?utf-8?B?', '?=', '=\n', '=3D', '\u202e', '\u0000', '\ud800', '\u0301', '𝐇𝐏', '（', '“', 'é', '🙂', 'x'.repeat(80),
]; // prettier-ignore
const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 12 })), {
  maxLength: 40,
});
const joined = text.map((pieces) => pieces.join(''));
const HEADERS = [
  'From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References', 'Reply-To', 'Content-Type', 'List-Id',
  'Content-Transfer-Encoding', 'Content-Disposition', 'Authentication-Results', 'Auto-Submitted', 'Return-Path', 'MIME-Version', 'X-Y',
]; // prettier-ignore
const VALUES = fc.oneof(
  joined,
  fc.constantFrom(
    'Anna <anna@libero.it>',
    'multipart/mixed; boundary=x',
    'multipart/alternative; boundary="',
    'text/html; charset=utf-7',
    'message/rfc822',
    'base64',
    'quoted-printable',
    'mx.support.example; dmarc=fail header.from=libero.it',
  ),
);
const headers = fc
  .array(fc.tuple(fc.constantFrom(...HEADERS), VALUES), { maxLength: 12 })
  .map((lines) => lines.map(([name, value]) => `${name}: ${value}`).join('\r\n'));

describe('whatever arrives is decided, and nothing of it throws', () => {
  it('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (raw) => {
        expect(await isAnswered(raw)).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('any header over any body', async () => {
    await fc.assert(
      fc.asyncProperty(headers, joined, async (head, body) => {
        const raw = Buffer.from(`${head}\r\n\r\n${body}\r\n--x\r\n${body}\r\n--x--\r\n`);
        expect(await isAnswered(raw)).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('any text of a buyer and of a stranger', async () => {
    await fc.assert(
      fc.asyncProperty(joined, joined, fc.boolean(), async (subject, body, isBuyer) => {
        const from = isBuyer ? 'anna@libero.it' : 'qualcuno@altrove.example';
        const encoded = Buffer.from(subject).toString('base64').slice(0, 60);
        const raw = Buffer.from(`From: <${from}>\r\nSubject: =?utf-8?B?${encoded}?=\r\n\r\n${body}`);
        expect(await isAnswered(raw)).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('a mail of one piece over and over takes linear time', () => {
  const long = (piece: string, length: number): Uint8Array =>
    Buffer.from(
      `From: <anna@libero.it>\r\nSubject: accesso\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${piece.repeat(Math.ceil(length / piece.length))}`,
    );
  const cost = async (raw: Uint8Array): Promise<number> => {
    const message = await read(raw);
    return message === null ? 0 : processorMsOf(() => answer(message));
  };

  it.each(PIECES.filter((piece) => piece.length > 0))(
    '%j',
    async (piece) => {
      const short = await cost(long(piece, 20_000));
      // Eight times the mail: a square would cost 64 times as much.
      expect(await cost(long(piece, 160_000))).toBeLessThan(400 + 16 * short);
    },
    60_000,
  );
});
