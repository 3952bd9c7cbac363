import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMacros } from '../../electron/engine/macros/load-macros';
import { DEFAULT_WEEK } from '../../shared/domain/clock-settings';
import { planEscalation, planFollowUp, readTokens, replyToken } from '../../shared/domain/escalation';
import type { ProducerCase } from '../../shared/domain/escalation';
import { INTENTS, REPLY_LANGUAGES } from '../../shared/domain/intent';
import { ESCALATION_REASONS, PRODUCER_REPLIES } from '../../shared/domain/macro';
import type { MacroShelf } from '../../shared/domain/macro';
import { reminderText } from '../../shared/domain/reminder';
import { suggest } from '../../shared/domain/suggest';
import { createWorkingTime } from '../../shared/domain/working-time';
import type { WorkingCalendar } from '../../shared/domain/working-time';
import { caseFacts, NOW, purchaseFacts, replyContext, RESOURCES } from '../support/reply-case';

let shelf: MacroShelf;
beforeAll(async () => {
  shelf = await loadMacros(RESOURCES);
});

const PRODUCER = purchaseFacts({ delivery: 'producer', link: 'https://verdefacile.example/area' });
const ANSWERED: ProducerCase = {
  id: 'e1',
  state: 'answered',
  reason: 'missing',
  language: null,
  to: 'ciao@verdefacile.example',
  answer: { at: NOW, words: { text: 'Fatto, inviato ieri.', removed: 0 }, gist: 'sent' },
};

/** The mail for a reason; it must be one that can go. */
function mailFor(...[change, reason]: readonly [Parameters<typeof caseFacts>[0], (typeof ESCALATION_REASONS)[number]]) {
  const facts = caseFacts({ purchase: PRODUCER, ...change });
  const plan = planEscalation(facts, replyContext(), shelf, { about: facts.purchase, reason });
  if (plan.kind !== 'ready') throw new Error(plan.kind);
  return plan;
}

describe('a mail to the producer', () => {
  it.each(ESCALATION_REASONS.flatMap((reason) => REPLY_LANGUAGES.map((language) => [reason, language] as const)))(
    'for %s in %s holds the four facts, has no hole and asks for a word back',
    (reason, language) => {
      const { subject, text, to } = mailFor({ language }, reason);
      for (const fact of ['HP1771569003', 'Orto sul Balcone', 'giulia.ferri@posta.example', '2026'])
        expect(text).toContain(fact);
      expect(`${subject}${text}`).not.toContain('{{');
      expect(to).toBe('ciao@verdefacile.example');
      expect(text).toMatch(/\n2\. /);
    },
  );

  it('to correct an address names the one that is claimed, as not verified, and none that is known already', () => {
    const claims = (newText: string) => mailFor({ newText }, 'address').text;
    expect(claims('Ora uso nuova@posta.example')).toContain('nuova@posta.example (non verificato da noi)');
    for (const known of ['giulia.ferri@posta.example', 'ciao@verdefacile.example', 'support@corsi.example'])
      expect(claims(`Ho scritto a ${known}.`)).not.toContain('non verificato');
    const stranger = mailFor({ identity: 'other' }, 'address').text;
    expect(stranger).toContain('paolo.neri@altrove.example (non verificato da noi)');
  });

  it('tells nothing beyond the facts of its reason, whatever the case is and whoever wrote', () => {
    const secret = (sign: string) => fc.stringMatching(/^[a-z]{6}$/).map((word) => `zq${sign}${word}`);
    const cases = fc.record({
      reason: fc.constantFrom(...ESCALATION_REASONS),
      language: fc.constantFrom(...REPLY_LANGUAGES),
      intent: fc.constantFrom(...INTENTS),
      identity: fc.constantFrom('buyer' as const, 'other' as const),
      words: secret('w'),
      name: secret('n'),
      other: secret('o'),
    });
    fc.assert(
      fc.property(cases, ({ reason, language, intent, identity, words, name, other }) => {
        const others = [
          purchaseFacts({ transaction: 'HP9990001112', product: `Corso ${other}`, link: `https://${other}.example` }),
        ];
        const from = { name, address: `${name}@posta.example` };
        const { subject, text } = mailFor(
          { language, intent, identity, newText: `${words} HP9990001112`, subject: words, from, others },
          reason,
        );
        const said = `${subject}\n${text}`;
        for (const untold of [words, other, 'HP9990001112', '49.00', 'Giulia Ferri'])
          expect(said).not.toContain(untold);
        // Who claims an address is named by it alone, and only where it is to be corrected.
        const mayName = reason === 'address' && identity === 'other';
        expect(said.includes(name)).toBe(mayName);
      }),
      { numRuns: 400 },
    );
  });

  it('stays unticked for a working day of the team’s own after the purchase: its week, zone and holidays', () => {
    const friday = Date.UTC(2026, 10, 20, 11);
    const monday = Date.UTC(2026, 10, 23, 11);
    const about = purchaseFacts({ delivery: 'producer', orderedAt: friday });
    const ticked = (now: number, calendar: Partial<WorkingCalendar> = {}) => {
      const team = createWorkingTime({ timeZone: 'UTC', week: DEFAULT_WEEK, holidays: new Set(), ...calendar });
      const plan = planEscalation(caseFacts({ purchase: about }), replyContext({ now, team }), shelf);
      return plan.kind === 'ready' && plan.ticked;
    };
    expect([ticked(monday - 1), ticked(monday)]).toEqual([false, true]);
    expect(ticked(monday, { holidays: new Set(['2026-11-23']) })).toBe(false);
    // Whoever works on Saturdays has had a working day by then, wherever that is.
    expect(ticked(monday, { timeZone: 'America/Sao_Paulo', week: { ...DEFAULT_WEEK, sat: DEFAULT_WEEK.fri } })).toBe(
      true,
    );
  });

  it('in an open side conversation goes where that is held, in the language of the answer', () => {
    const facts = caseFacts({ purchase: PRODUCER, language: 'it' });
    const context = replyContext({
      openEscalation: true,
      producer: { ...ANSWERED, language: 'pt', to: 'lia@agenzia.example' },
    });
    expect(planEscalation(facts, context, shelf)).toEqual({ kind: 'already-open' });
    expect(planFollowUp(facts, context, shelf)).toMatchObject({
      kind: 'ready',
      to: 'lia@agenzia.example',
      text: expect.stringContaining('Número da transação'),
    });
  });
});

describe('a reminder', () => {
  const CASE = { transaction: 'HP1771569003', product: 'Orto', orderedAt: NOW, buyerEmail: 'a@posta.example' };
  it.each(REPLY_LANGUAGES)('in %s names one case in full and numbers several', (language) => {
    const facts = { producer: 'Verde Facile', signature: 'Anna' };
    const one = reminderText(shelf, language, { ...facts, cases: [CASE] });
    expect(one.subject).toContain('HP1771569003');
    const two = reminderText(shelf, language, {
      ...facts,
      cases: [CASE, { ...CASE, transaction: 'HP2', orderedAt: null }],
    });
    expect(two.text).toMatch(/1\. HP1771569003 .*\n2\. HP2 · Orto · — · a@posta\.example/);
    expect(`${one.subject}${one.text}${two.subject}${two.text}`).not.toContain('{{');
  });
});

describe('what the producer answered', () => {
  it('is proposed first, always amber, to the buyer and nobody else', () => {
    const cases = fc.record({
      identity: fc.constantFrom('buyer' as const, 'other' as const),
      language: fc.constantFrom(...REPLY_LANGUAGES),
      intent: fc.constantFrom(...INTENTS.filter((intent) => intent !== 'auto')),
      gist: fc.constantFrom('sent' as const, 'data' as const, 'other' as const),
      text: fc.string({ maxLength: 80 }),
    });
    fc.assert(
      fc.property(cases, ({ identity, language, intent, gist, text }) => {
        const facts = caseFacts({ purchase: PRODUCER, identity, language, intent });
        const producer = { ...ANSWERED, answer: { at: NOW, words: { text: text.trim(), removed: 0 }, gist } };
        const proposed = suggest(facts, replyContext({ openEscalation: true, producer }), shelf);
        expect(proposed[0]?.macro).toBe(
          gist === 'sent' || text.trim() === '' ? 'producer.answered' : 'producer.forward',
        );
        for (const one of proposed.filter(({ macro }) => PRODUCER_REPLIES.includes(macro))) {
          expect(one.to).toBe('giulia.ferri@posta.example');
          expect(one.gate.colour).not.toBe('green');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with a password in his words may go, and a password in ours may not', () => {
    const facts = caseFacts({ purchase: PRODUCER });
    const producer = {
      ...ANSWERED,
      answer: { at: NOW, words: { text: 'password: Zucchina77!', removed: 0 }, gist: 'data' as const },
    };
    const [forward] = suggest(facts, replyContext({ openEscalation: true, producer }), shelf);
    expect(forward).toMatchObject({ macro: 'producer.forward', gate: { colour: 'amber' } });
  });
});

it('a reply token is read wherever it stands, and nothing that only looks like one', () => {
  const token = replyToken('00ff00ff00ff00ffaaaaaaaaaaaaaaaa');
  expect(token).toBe('[#00ff00ff00ff00ff]');
  expect(readTokens(`Re: ${token.toUpperCase()} e ${token}`)).toEqual(['00ff00ff00ff00ff']);
  expect(readTokens('[#00ff] [#zzzzzzzzzzzzzzzz] #00ff00ff00ff00ff')).toEqual([]);
});
