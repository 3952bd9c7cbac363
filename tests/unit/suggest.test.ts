import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMacros } from '../../electron/engine/macros/load-macros';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import { ESCALATION_REASONS } from '../../shared/domain/macro';
import type { EscalationReason, MacroShelf } from '../../shared/domain/macro';
import type { ReplyContext } from '../../shared/domain/reply-facts';
import { listMacros, suggest } from '../../shared/domain/suggest';
import { caseFacts, NOW, purchaseFacts, replyContext, RESOURCES } from '../support/reply-case';
import type { CaseChange } from '../support/reply-case';

let shelf: MacroShelf;
beforeAll(async () => {
  shelf = await loadMacros(RESOURCES);
});

const DAY = 24 * 3_600_000;
const PRODUCER = purchaseFacts({
  delivery: 'producer',
  product: 'Yoga Vital 30',
  link: 'https://miembros.yogavital.example',
});
const SECOND = purchaseFacts({
  product: 'Inglese in Viaggio',
  transaction: 'HP2222222222',
  link: 'https://inglese.club.example/login',
});
const DMARC_BUYER: CaseChange = {
  identity: 'other',
  dmarcFailed: true,
  from: { name: 'Giulia Ferri', address: 'giulia.ferri@posta.example' },
};
const suggestFor = (change: CaseChange, context = {}) => suggest(caseFacts(change), replyContext(context), shelf);
const earlier = (decision: Parameters<ReturnType<typeof replyContext>['earned']>[0], change = {}) => ({
  earlier: [{ decision, at: NOW - DAY, by: 'Anna', ticket: 'T-1', sameTicket: true, ...change }],
});

describe('the first suggestion is the decision', () => {
  it.each<[string, CaseChange, string, string]>([
    ['nobody known, nothing named', { purchase: null }, 'ask.purchase-details', 'ask.purchase-details'],
    [
      'nobody known, a number named',
      { purchase: null, namesOthers: true },
      'ask.purchase-details',
      'verify.purchase-email',
    ],
    ['two own purchases', { purchase: [purchaseFacts({}), SECOND] }, 'ask.which-product', 'ask.which-product'],
    [
      'two of somebody else',
      { purchase: [purchaseFacts({}), SECOND], identity: 'other' },
      'ask.which-product',
      'verify.purchase-email',
    ],
    ['a stranger', { identity: 'other' }, 'verify.purchase-email', 'verify.purchase-email'],
    ['the buyer with failed DMARC', DMARC_BUYER, 'verify.purchase-email', 'verify.purchase-email.dmarc'],
    [
      'a stranger with failed DMARC',
      { identity: 'other', dmarcFailed: true },
      'verify.purchase-email',
      'verify.purchase-email',
    ],
    ['pending', { purchase: purchaseFacts({ status: 'pending' }) }, 'purchase.pending', 'purchase.pending'],
    ['inactive', { purchase: purchaseFacts({ status: 'inactive' }) }, 'purchase.inactive', 'purchase.inactive'],
    ["the producer's area", { purchase: PRODUCER }, 'producer.contact', 'producer.contact'],
    ['password', { intent: 'access.password' }, 'club.password-reset', 'club.password-reset'],
    ['link', { intent: 'access.link' }, 'club.product-link', 'club.product-link'],
    ['first Club purchase', {}, 'club.first-access', 'club.first-access'],
    [
      'bought before',
      { purchase: purchaseFacts({ hasEarlierClub: true }) },
      'club.existing-account',
      'club.existing-account',
    ],
    [
      'the page says blocked',
      { blocked: true, newText: 'Accesso bloccato', intent: 'access.password' },
      'club.password-reset',
      'club.blocked',
    ],
  ])('%s', (_, change, decision, macro) => {
    const [first] = suggestFor(change);
    expect(first).toMatchObject({ decision, macro, otherReading: null, holes: [] });
    expect(first?.subject).toBe('Re: Non trovo il corso');
  });

  it.each<[string, CaseChange]>([
    ['a machine', { intent: 'auto' }],
    ['a refund', { intent: 'other' }],
    ['a product that nobody classified', { purchase: purchaseFacts({ delivery: 'unknown' }) }],
  ])('%s gets none', (_, change) => {
    expect(suggestFor(change)).toEqual([]);
  });
});

describe('the text for a blocked access', () => {
  it.each([
    ['Mi dice "accesso negato"', 'club.blocked'],
    ['aparece acesso bloqueado', 'club.blocked'],
    ['dice que mi acceso expirado no vale', 'club.blocked'],
    ['the page says my access has expired', 'club.blocked'],
    ['I have no access yet, no e-mail came', 'club.first-access'],
    ['Kein Zugang, keine E-Mail', 'club.first-access'],
    ['non ho ancora accesso al corso', 'club.first-access'],
  ])('%s: %s', (newText, macro) => {
    expect(suggestFor({ blocked: true, newText })[0]?.macro).toBe(macro);
  });
});

describe('no oracle', () => {
  const stranger: CaseChange = { namesOthers: true, identity: 'other', subject: 'accesso HP1771569003' };
  it.each(REPLY_LANGUAGES)('a stranger gets one and the same text and subject in %s, whatever we know', (language) => {
    const cases: CaseChange[] = [
      { ...stranger, language, purchase: null },
      { ...stranger, language },
      { ...stranger, language, purchase: PRODUCER },
      { ...stranger, language, purchase: purchaseFacts({ status: 'inactive', statusWord: 'REFUNDED' }) },
      { ...stranger, language, purchase: [purchaseFacts({}), SECOND] },
      { ...stranger, language, from: { name: 'Qualcun Altro', address: 'x@y.example' } },
      { ...stranger, language, intent: 'access.password', blocked: true },
    ];
    const replies = cases.map((change) => suggestFor(change)[0]);
    expect(new Set(replies.map((reply) => `${reply?.subject}\n${reply?.text}`)).size).toBe(1);
    expect(replies[0]?.text).not.toMatch(/Giulia|Ferri|Orto|Verde|Yoga|HP\d|posta\.example|club\.example/);
  });

  it('a second mail of a stranger stays the same too, also where the buyer was answered about that purchase', () => {
    const known = suggestFor(stranger, earlier('verify.purchase-email', { sameTicket: false }));
    const unknown = suggestFor({ ...stranger, purchase: null });
    expect(known[0]?.text).toBe(unknown[0]?.text);
    const again = [stranger, { ...stranger, purchase: null }].map(
      (change, index) =>
        suggestFor(change, {
          ...earlier(index === 0 ? 'verify.purchase-email' : 'ask.purchase-details'),
          ourReplies: 1,
        })[0],
    );
    expect(again[0]?.macro).toBe('follow-up.identify');
    expect(again[0]?.text).toBe(again[1]?.text);
  });

  it('nothing of what M shows for a stranger tells a purchase: its facts are holes, and no producer is written to', () => {
    const shown = listMacros(caseFacts({ ...stranger, purchase: PRODUCER }), replyContext(), shelf);
    for (const { text, macro, escalation } of shown) {
      expect({ macro, text }).toEqual({
        macro,
        text: expect.not.stringMatching(/Giulia|Ferri|Yoga|Verde|HP\d|posta\.example|yogavital/),
      });
      expect(escalation).toBeNull();
    }
    expect(shown.find(({ macro }) => macro === 'producer.contact')).toMatchObject({
      gate: { colour: 'red', reasons: ['no-purchase-data'] },
      holes: expect.arrayContaining(['product', 'transaction']),
    });
  });
});

describe('for verify the second suggestion writes to the purchase mailbox', () => {
  it('a new thread with the full answer, nothing to the requester, never green', () => {
    const [first, second] = suggestFor({ identity: 'other' });
    expect(first?.to).toBe('paolo.neri@altrove.example');
    expect(second).toMatchObject({
      to: 'giulia.ferri@posta.example',
      decision: 'club.first-access',
      otherReading: { clue: 'mailbox', value: 'giulia.ferri@posta.example' },
      subject: 'Il tuo accesso a “Orto sul Balcone”',
      gate: { colour: 'amber' },
      escalation: null,
    });
    expect(second?.text).toContain('https://orto-sul-balcone.club.example/login');
    expect(second?.text).not.toMatch(/Paolo|Neri|altrove/);
  });

  it('without a word to the producer: a stranger sets none off', () => {
    const [, second] = suggestFor({ identity: 'other', purchase: PRODUCER });
    expect(second).toMatchObject({ decision: 'producer.contact', to: 'giulia.ferri@posta.example', escalation: null });
    expect(second?.text).not.toContain('Ho appena scritto');
  });
});

describe('suggestions 2 and 3 read one clue differently and name it', () => {
  it.each<[string, CaseChange, unknown[]]>([
    [
      'the intents the mail gives reason for first',
      { alternatives: ['access.link'] },
      [
        ['club.product-link', { clue: 'intent', value: 'access.link' }],
        ['club.password-reset', { clue: 'intent', value: 'access.password' }],
      ],
    ],
    [
      'the candidates of an ambiguous one',
      { purchase: [purchaseFacts({}), SECOND] },
      [
        ['club.first-access', { clue: 'product', value: 'Orto sul Balcone' }],
        ['club.first-access', { clue: 'product', value: 'Inglese in Viaggio' }],
      ],
    ],
    [
      'another purchase, then the other delivery',
      { purchase: PRODUCER, others: [SECOND] },
      [
        ['club.first-access', { clue: 'product', value: 'Inglese in Viaggio' }],
        ['club.first-access', { clue: 'delivery', value: 'club' }],
      ],
    ],
    ['none where the table always gives the same', { purchase: purchaseFacts({ status: 'pending' }) }, []],
    ['none for a requester whom nobody knows', { purchase: null }, []],
  ])('%s', (_, change, expected) => {
    const others = suggestFor(change).slice(1);
    expect(others.map(({ macro, otherReading }) => [macro, otherReading])).toEqual(expected);
    for (const other of others)
      expect(other.gate).toMatchObject({
        colour: 'amber',
        reasons: expect.arrayContaining(['suggestion.other-reading']),
      });
  });
});

describe('second mails', () => {
  it.each<[string, CaseChange, readonly string[]]>([
    ['club.first-access', {}, ['follow-up.club', 'resend-access', 'hand-over']],
    ['producer.contact', { purchase: PRODUCER }, ['follow-up.producer', 'resend-access', 'hand-over']],
    ['purchase.pending', { purchase: purchaseFacts({ status: 'pending' }) }, ['follow-up.pending', 'hand-over']],
    ['purchase.inactive', { purchase: purchaseFacts({ status: 'inactive' }) }, ['follow-up.inactive', 'hand-over']],
    ['ask.purchase-details', { purchase: null }, ['follow-up.identify', 'hand-over']],
    ['ask.which-product', { purchase: [purchaseFacts({}), SECOND] }, ['follow-up.which-product', 'hand-over']],
    ['verify.purchase-email', { identity: 'other' }, ['follow-up.identify', 'club.first-access', 'hand-over']],
  ])('%s within 14 days: never the first text again, never green', (decision, change, macros) => {
    const all = suggestFor(change, earlier(decision as 'club.first-access'));
    expect(all.map(({ macro }) => macro)).toEqual(macros);
    expect(all[0]).toMatchObject({ decision, otherReading: null });
    for (const one of all) expect(one.gate.colour).toBe('amber');
  });

  it.each<[string, CaseChange, readonly string[], readonly string[]]>([
    ['the first text', {}, ['club.first-access'], ['follow-up.club', 'resend-access', 'hand-over']],
    ['the follow-up too', {}, ['club.first-access', 'follow-up.club'], ['resend-access', 'hand-over']],
    ['all of them', {}, ['follow-up.club', 'resend-access', 'hand-over'], ['hand-over']],
    [
      'a stranger’s follow-up: what goes to the purchase mailbox never comes first',
      { identity: 'other' },
      ['verify.purchase-email', 'follow-up.identify'],
      ['hand-over', 'club.first-access'],
    ],
  ])('offers no text twice: after %s', (_case, change, macros, left) => {
    const decision = change.identity === 'other' ? 'verify.purchase-email' : 'club.first-access';
    const sent = macros.map((macro) => ({ ...earlier(decision).earlier[0], macro }));
    expect(suggestFor(change, { earlier: sent }).map(({ macro }) => macro)).toEqual(left);
  });

  it('after 14 days the first text is offered again', () => {
    const [first] = suggestFor({}, earlier('club.first-access', { at: NOW - 15 * DAY }));
    expect(first?.macro).toBe('club.first-access');
  });

  it('another decision before is no second mail', () => {
    expect(suggestFor({}, earlier('club.password-reset'))[0]).toMatchObject({ macro: 'club.first-access' });
  });

  it('tried steps count like a second mail for Club, and are never green', () => {
    const [first] = suggestFor({ stepsTried: true });
    expect(first).toMatchObject({ macro: 'follow-up.club', gate: { colour: 'amber', reasons: ['follow-up'] } });
    expect(first?.text).toContain('grazie per averci scritto');
    const [producer] = suggestFor({ stepsTried: true, purchase: PRODUCER });
    expect(producer).toMatchObject({ macro: 'producer.contact', gate: { colour: 'amber', reasons: ['follow-up'] } });
  });
});

describe("the producer's escalation", () => {
  it('goes with the reply, says the four facts, and the reply says so; the other text does not', () => {
    const [first] = suggestFor({ purchase: PRODUCER });
    expect(first?.escalation).toMatchObject({ kind: 'ready', to: 'ciao@verdefacile.example', ticked: true });
    expect(first?.text).toContain('Ho appena scritto io a Verde Facile');
    const plan = first?.escalation;
    if (plan?.kind !== 'ready') throw new Error('no escalation');
    for (const fact of [
      'HP1771569003',
      'Yoga Vital 30',
      '12 novembre 2026',
      'giulia.ferri@posta.example',
      'Resend Access',
    ]) {
      expect(plan.text).toContain(fact);
    }
    expect(plan.otherText).not.toContain('Ho appena scritto');
    expect(plan.otherText).toContain('ciao@verdefacile.example');
  });

  it('stays unticked when it was bought less than 24 working hours ago, and the text says that it may take a little', () => {
    // Friday noon: on Sunday morning only twelve working hours have passed.
    const purchase = purchaseFacts({ delivery: 'producer', orderedAt: Date.UTC(2026, 10, 20, 12) });
    const [first] = suggestFor({ purchase });
    expect(first?.escalation).toMatchObject({ kind: 'ready', ticked: false });
    expect(first?.text).toMatch(/molto recente/);
    expect(first?.text).not.toContain('Ho appena scritto');
  });

  it.each<[string, string]>([
    ['is missing', ''],
    ["is one of the team's own", 'Support@corsi.example'],
  ])('is not offered where the producer address %s', (_, producerEmail) => {
    const [first] = suggestFor({ purchase: purchaseFacts({ delivery: 'producer', producerEmail }) });
    expect(first?.escalation).toEqual({ kind: 'missing-producer-address' });
    expect(first?.gate.colour).toBe('green');
    expect(first?.text).toMatch(/I miei acquisti/);
    expect(first?.text).not.toMatch(/support@corsi/i);
  });

  it('is not repeated while one is open', () => {
    const [first] = suggestFor({ purchase: PRODUCER }, { openEscalation: true });
    expect(first?.escalation).toEqual({ kind: 'already-open' });
    expect(first?.text).toContain('Abbiamo già scritto a Verde Facile');
  });
});

describe('subject, greeting and support', () => {
  it.each([
    ['Re: RE: R: Fwd: accesso', 'Re: accesso'],
    ['AW: Re[2]: HP 123', 'Re: HP 123'],
    ['', 'Re: la tua richiesta'],
    ['ciao\r\nBcc: x@y.example', 'Re: ciao Bcc: x@y.example'],
    ['Report: i miei corsi', 'Re: Report: i miei corsi'],
  ])('%j is answered as %j', (subject, expected) => {
    expect(suggestFor({ subject })[0]?.subject).toBe(expected);
  });

  it('sends nobody to an address that he wrote to', () => {
    const inactive = { purchase: purchaseFacts({ status: 'inactive' }) };
    const own = suggestFor(inactive, { supportAddress: 'SUPPORT@corsi.example', supportAnswersBy: 'domani' })[0];
    expect(own?.text).toMatch(/collega del team di supporto, che ti risponde entro domani/);
    const other = suggestFor(inactive, { supportAddress: 'aiuto@altro.example' })[0];
    expect(other?.text).toContain('aiuto@altro.example');
  });
});

it('whatever a mail and an export hold, suggesting never throws and a stranger is told nothing', () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '{{ product }}',
      '{% raw %}',
      'Re: Re:',
      'HP1771569003',
      '\u202Etxt',
      '\uE000product\uE001',
      '((((',
    ),
  );
  fc.assert(
    fc.property(
      fc.record({ name: words, subject: words, newText: words, product: words, statusWord: words }),
      (mail) => {
        const purchase = purchaseFacts({ product: mail.product, statusWord: mail.statusWord });
        const from = { name: mail.name, address: 'qualcuno@altrove.example' };
        const change = { purchase, from, subject: mail.subject, newText: mail.newText, namesOthers: true };
        const [buyer] = suggestFor(change);
        expect(buyer?.subject).not.toMatch(/[\r\n]/);
        expect(buyer?.text).not.toMatch(/[\u202E\uE000\uE001]/);
        const [stranger] = suggestFor({ ...change, identity: 'other' });
        expect(stranger?.text).toBe(suggestFor({ ...change, purchase: null, identity: 'other' })[0]?.text);
      },
    ),
    { numRuns: 100 },
  );
});

describe('the reminder to a customer who stays silent', () => {
  it.each(REPLY_LANGUAGES)('comes first in %s, is never green and betrays nothing to a stranger', (language) => {
    for (const change of [{ language }, { language, purchase: null }, { language, identity: 'other' as const }]) {
      const [first, second] = suggestFor(change, { reminderDue: true, earned: () => true });
      expect(first).toMatchObject({ macro: 'remind.customer', language, gate: { colour: 'amber' }, holes: [] });
      expect(second?.macro).not.toBe('remind.customer');
    }
  });

  it('is suggested only while it is due, and where the decision sends a reply', () => {
    expect(suggestFor({})[0]?.macro).not.toBe('remind.customer');
    expect(suggestFor({ intent: 'other' }, { reminderDue: true })).toEqual([]);
  });

  it('makes no second mail of the next one', () => {
    const sent = earlier('club.first-access', { macro: 'remind.customer' });
    expect(suggestFor({}, sent)[0]?.macro).toBe(suggestFor({})[0]?.macro);
  });
});

describe('word of a long wait for the producer', () => {
  const waiting = (reason: EscalationReason): Partial<ReplyContext> => ({
    longWait: true,
    openEscalation: true,
    producer: { id: 'e1', state: 'waiting', reason, language: null, to: 'lia@agenzia.example', answer: null },
  });

  it.each(REPLY_LANGUAGES.flatMap((language) => ESCALATION_REASONS.map((reason) => [language, reason] as const)))(
    'comes first in %s for %s, amber, with what was asked for and nothing of where the producer is written to',
    (language, reason) => {
      for (const intent of ['access.email_missing', 'other'] as const) {
        const [first, second] = suggestFor({ language, intent, purchase: PRODUCER }, waiting(reason));
        expect(first).toMatchObject({
          macro: 'producer.waiting',
          language,
          to: 'giulia.ferri@posta.example',
          gate: { colour: 'amber', reasons: expect.arrayContaining(['producer-silent']) as string[] },
          holes: [],
          escalation: { kind: 'already-open' },
        });
        expect(second?.macro).not.toBe('producer.waiting');
        expect(first?.text).toContain('Verde Facile');
        expect(first?.text).toContain('HP1771569003');
        expect(first?.text).not.toMatch(/agenzia\.example|verdefacile\.example/);
      }
    },
  );

  it('asks in other words for each reason', () => {
    const texts = (['missing', 'login', 'address', 'refund'] as const).map(
      (reason) => suggestFor({ purchase: PRODUCER }, waiting(reason))[0]?.text,
    );
    expect(new Set(texts).size).toBe(4);
  });

  it('is for nobody but the buyer, and lies under M only while it is due', () => {
    const offered = (change: CaseChange, around: Partial<ReplyContext>) => {
      const facts = caseFacts({ purchase: PRODUCER, ...change });
      const context = replyContext(around);
      return [...suggest(facts, context, shelf), ...listMacros(facts, context, shelf)].map(({ macro }) => macro);
    };
    expect(offered({}, waiting('missing'))).toContain('producer.waiting');
    expect(offered({ identity: 'other' }, waiting('missing'))).not.toContain('producer.waiting');
    expect(offered({}, { ...waiting('missing'), longWait: false })).not.toContain('producer.waiting');
    expect(offered({ purchase: null }, waiting('missing'))).not.toContain('producer.waiting');
  });

  it('makes no second mail of the next one', () => {
    const sent = earlier('producer.contact', { macro: 'producer.waiting' });
    const first = (around: Partial<ReplyContext>) => suggestFor({ purchase: PRODUCER }, around)[0]?.macro;
    expect(first(sent)).toBe(first({}));
  });
});
