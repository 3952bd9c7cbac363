import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMacros } from '../../electron/engine/macros/load-macros';
import { splitBody } from '../../electron/engine/mail/body-parts';
import { foldAddress } from '../../shared/domain/address';
import { planFollowUp } from '../../shared/domain/escalation';
import type { ProducerCase } from '../../shared/domain/escalation';
import { INTENTS, REPLY_LANGUAGES } from '../../shared/domain/intent';
import { ESCALATION_REASONS, MACROS } from '../../shared/domain/macro';
import type { MacroShelf } from '../../shared/domain/macro';
import { gistOf, producerWords } from '../../shared/domain/producer-words';
import type { ForwardScope } from '../../shared/domain/producer-words';
import { reminderText } from '../../shared/domain/reminder';
import { manyLines } from '../../shared/domain/reply-text';
import { listMacros, suggest } from '../../shared/domain/suggest';
import type { Suggestion } from '../../shared/domain/suggestion';
import { quoteOf, QUOTING_PROGRAMS } from '../support/mail-quotes';
import { caseFacts, NOW, purchaseFacts, replyContext, RESOURCES } from '../support/reply-case';

let shelf: MacroShelf;
beforeAll(async () => {
  shelf = await loadMacros(RESOURCES);
});

const BUYER = 'giulia.ferri@posta.example';
const ABOUT = purchaseFacts({ delivery: 'producer', link: 'https://orto.verde.example/soci' });
const OTHERS = [
  { name: 'Marco Riva', address: 'marco.riva@posta.example', transaction: 'HP5510020322' },
  { name: 'Zoë Quiñones', address: 'zoe@correo.example', transaction: 'HP55100203994411' },
];
const SCOPE: ForwardScope = {
  transaction: ABOUT.purchase.transaction,
  buyerAddress: BUYER,
  buyerName: ABOUT.purchase.buyerName,
  producerAddresses: ['ciao@verde.example'],
  link: 'https://orto.verde.example/soci',
  otherLinks: ['https://pane.verde.example/area', 'https://verde.example/yoga/'],
  others: OTHERS,
};

/** What somebody else's matters look like in a mail, each with the sign that it would be known by. */
const FOREIGN = [
  ['Anche HP5510020322 è in attesa.', '5510020322'],
  ['Anche hp 5510 020 322 è in attesa.', '020 322'],
  ['Anche HP-5510.020.322 è in attesa.', '020.322'],
  ['Il 5510020322 lo guardo domani.', '5510020322'],
  ['HP55100203994411C2: fatto.', '55100203994411'],
  ['HP9990001112 non mi risulta.', '9990001112'],
  ['Ho scritto a marco.riva@posta.example.', 'marco.riva@'],
  ['Ho scritto a Marco.Riva+corsi@POSTA.example.', 'Riva+corsi'],
  ['Ho scritto a <mailto:luisa@altrove.example>.', 'luisa@'],
  ['MARCO RIVA è già dentro.', 'MARCO'],
  ['La signora Quinones è già dentro.', 'Quinones'],
  ['Il pane sta su https://pane.verde.example/area/login', 'pane.verde.example'],
  ['Il pane sta su PANE.VERDE.EXAMPLE/AREA', 'PANE.VERDE'],
  ['Lo yoga: http://www.verde.example/yoga?u=1', 'verde.example/yoga'],
  [
    'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fpane.verde.example%2Farea&data=05',
    'pane.verde.example',
  ],
  ['https://click.verde.example/r?to=marco.riva%40posta.example', 'marco.riva%40'],
  ['Ho scritto a mar\u200bco.riva@posta.example.', 'riva@posta'],
  ['Rif. [#00ff00ff00ff00ff]', '00ff00ff00ff00ff'],
] as const;
/** What he writes about this case: it is to arrive. */
const OWN = [
  'Fatto, accesso inviato ieri.',
  'utente: giulia.ferri@posta.example',
  'Si entra da https://orto.verde.example/soci',
  'Per domande: ciao@verde.example, tel. 06 1234567',
  'HP1771569003: tutto a posto.',
  'Grazie e a presto',
] as const;
/** Stands in what he quotes, never in what he writes. */
const QUOTED = [
  '1. HP5510020322 · Pane in casa · 2 gennaio 2026 · marco.riva@posta.example',
  'Numero di transazione: HP1771569003 zqquoted',
  'password: Vecchia88! zqquoted',
  'https://pane.verde.example/area zqquoted',
] as const;

/** A producer's answer, as his mail program sends it. */
const answers = fc.record({
  lines: fc.array(fc.constantFrom(...OWN), { minLength: 1, maxLength: 4 }),
  password: fc.stringMatching(/^[A-Z][a-z]{4}[0-9]{2}!$/),
  foreign: fc.array(fc.constantFrom(...FOREIGN), { maxLength: 3 }),
  where: fc.nat({ max: 6 }),
  program: fc.constantFrom(...QUOTING_PROGRAMS),
  written: fc.constantFrom(...REPLY_LANGUAGES),
});

/** The mail of such an answer and what it says about others. */
function mailOf({ lines, password, foreign, where, program, written }: GeneratedAnswer) {
  const said = [...lines, `password: ${password}`];
  const at = where % (said.length + 1);
  const mixed = [...said.slice(0, at), ...foreign.map(([line]) => line), ...said.slice(at)];
  return { text: [...mixed, ...quoteOf(program, written, QUOTED)].join('\r\n'), before: said.slice(0, at) };
}
type GeneratedAnswer = typeof answers extends fc.Arbitrary<infer T> ? T : never;

function answered(text: string): ProducerCase {
  const words = producerWords(splitBody({ text }).newText, SCOPE);
  const answer = { at: NOW, words, gist: gistOf(words.text) };
  return { id: 'e1', state: 'answered', reason: 'missing', language: null, to: 'ciao@verde.example', answer };
}

/** Every text that the desk could offer on this answer: what it suggests, and all under `M`. */
function offered(producer: ProducerCase, change: Parameters<typeof caseFacts>[0]): readonly Suggestion[] {
  const facts = caseFacts({ purchase: ABOUT, ...change });
  const context = replyContext({ openEscalation: true, producer, longWait: true });
  return [...suggest(facts, context, shelf), ...listMacros(facts, context, shelf)];
}

describe('a producer’s answer that is passed on', () => {
  it('holds what he wrote about this case alone, from every mail program and in every language', () => {
    const forward = fc.record({ answer: answers, language: fc.constantFrom(...REPLY_LANGUAGES) });
    fc.assert(
      fc.property(forward, ({ answer, language }) => {
        const { text: mail, before } = mailOf(answer);
        const passed = offered(answered(mail), { language }).filter(({ macro }) => macro === 'producer.forward');
        expect(passed.length).toBeGreaterThan(0);
        for (const { text, to, gate } of passed) {
          for (const [, sign] of answer.foreign) expect(text).not.toContain(sign);
          for (const sign of ['zqquoted', 'Vecchia88', '5510020322', 'pane.verde', 'support@corsi.example'])
            expect(text).not.toContain(sign);
          expect(foldAddress(to)).toBe(BUYER);
          expect(gate.colour).not.toBe('green');
          // Nothing that stands before another's matters is lost.
          for (const line of before) expect(text).toContain(manyLines(line));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is in no other text, whoever asks, whatever for, and in whichever language', () => {
    const cases = fc.record({
      answer: answers,
      language: fc.constantFrom(...REPLY_LANGUAGES),
      intent: fc.constantFrom(...INTENTS.filter((intent) => intent !== 'auto')),
      identity: fc.constantFrom('buyer' as const, 'other' as const),
    });
    fc.assert(
      fc.property(cases, ({ answer, language, intent, identity }) => {
        const { text: mail } = mailOf(answer);
        for (const { macro, text, subject, to, escalation } of offered(answered(mail), {
          language,
          intent,
          identity,
        })) {
          const asked = escalation?.kind === 'ready' ? `${escalation.text}${escalation.subject}` : '';
          const isForward = macro === 'producer.forward' && foldAddress(to) === BUYER;
          expect({ macro, holds: `${subject}\n${text}\n${asked}`.includes(answer.password) && !isForward }).toEqual({
            macro,
            holds: false,
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is measured over every shipped text: none stands aside', () => {
    const { text: mail } = mailOf({
      lines: ['Fatto, accesso inviato ieri.'],
      password: 'Farina26!',
      foreign: [],
      where: 0,
      program: 'gmail',
      written: 'it',
    });
    const macros = new Set(offered(answered(mail), {}).map(({ macro }) => macro));
    expect(MACROS.filter((macro) => !macros.has(macro))).toEqual([]);
  });

  it('keeps a number that a mail program broke over two lines out of it', () => {
    const { text } = producerWords('Fatto per Giulia.\nPer la transazione HP 5510\n020 322 invece no.', SCOPE);
    expect(text).toBe('Fatto per Giulia.');
  });
});

describe('one more mail to the producer', () => {
  it('tells nothing beyond the four facts, whatever the case is and whatever he answered', () => {
    const secret = (sign: string) => fc.stringMatching(/^[a-z]{6}$/).map((word) => `zq${sign}${word}`);
    const cases = fc.record({
      reason: fc.constantFrom(...ESCALATION_REASONS),
      language: fc.constantFrom(...REPLY_LANGUAGES),
      intent: fc.constantFrom(...INTENTS),
      identity: fc.constantFrom('buyer' as const, 'other' as const),
      words: secret('w'),
      name: secret('n'),
      other: secret('o'),
      answer: answers,
    });
    fc.assert(
      fc.property(cases, ({ reason, language, intent, identity, words, name, other, answer }) => {
        const facts = caseFacts({
          purchase: ABOUT,
          language,
          intent,
          identity,
          newText: `${words} HP9990001112 altra@posta.example`,
          subject: words,
          from: { name, address: `${name}@posta.example` },
          others: [
            purchaseFacts({ transaction: 'HP9990001112', product: `Corso ${other}`, link: `https://${other}.example` }),
          ],
        });
        const producer = { ...answered(mailOf(answer).text), reason };
        const plan = planFollowUp(facts, replyContext({ openEscalation: true, producer }), shelf);
        if (plan.kind !== 'ready') throw new Error(plan.kind);
        const said = `${plan.subject}\n${plan.text}`;
        for (const fact of ['HP1771569003', 'Orto sul Balcone', BUYER, '2026']) expect(said).toContain(fact);
        for (const untold of [words, name, other, 'HP9990001112', 'altra@', '49.00', 'Giulia Ferri', answer.password])
          expect(said).not.toContain(untold);
        expect(said).not.toContain('{{');
        expect(plan.to).toBe('ciao@verde.example');
      }),
      { numRuns: 300 },
    );
  });

  it('about several cases names each by its facts in a line of its own, and nobody by name', () => {
    const one = fc.record({
      transaction: fc.stringMatching(/^HP[0-9]{10}$/),
      product: fc.string({ maxLength: 60 }),
      orderedAt: fc.option(fc.integer({ min: 1_500_000_000_000, max: NOW })),
      buyerEmail: fc.emailAddress(),
    });
    const mails = fc.record({
      language: fc.constantFrom(...REPLY_LANGUAGES),
      cases: fc.array(one, { minLength: 2, maxLength: 6 }),
    });
    fc.assert(
      fc.property(mails, ({ language, cases }) => {
        const { text } = reminderText(shelf, language, { producer: 'Verde Facile', signature: 'Anna', cases });
        const numbered = text.split('\n').filter((line) => /^\d+\. HP\d{10} · /.test(line));
        expect(numbered).toHaveLength(cases.length);
        for (const [index, { transaction, buyerEmail }] of cases.entries()) {
          expect(numbered[index]).toContain(`${index + 1}. ${transaction} · `);
          expect(numbered[index]?.endsWith(` · ${buyerEmail}`)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
