import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMacros } from '../../electron/engine/macros/load-macros';
import type { Passage } from '../../shared/domain/decision';
import { REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import { fill, fillFramed, MACROS, PURCHASE_SLOTS, SLOTS } from '../../shared/domain/macro';
import type { MacroFacts, MacroId, MacroShelf, Situation, Slot } from '../../shared/domain/macro';
import { manyLines } from '../../shared/domain/reply-text';
import { RESOURCES } from '../support/reply-case';

let shelf: MacroShelf;
beforeAll(async () => {
  shelf = await loadMacros(RESOURCES);
});

const CALM: Situation = {
  has_name: true,
  has_link: true,
  has_producer: true,
  has_producer_email: true,
  has_answers_by: true,
  has_claimed: true,
  buyer: true,
  renewal: false,
  club: 'unknown',
  recent: false,
  several: false,
  mailbox: false,
  again: false,
  asks: 'missing',
  pending: 'waiting',
  inactive: 'neutral',
  escalation: 'none',
  reason: 'missing',
  support: 'desk',
};
const SLOT_VALUES: Readonly<Record<Slot, string>> = Object.fromEntries(
  SLOTS.map((slot) => [slot, slot === 'link' ? 'https://area.example/login' : `<${slot}>`]),
) as Record<Slot, string>;

/** Every situation a text can ask about, one changed at a time, and both sides of the pairs that meet in one text. */
const SITUATIONS: readonly Situation[] = [
  CALM,
  ...(['has_name', 'has_link', 'has_producer', 'has_producer_email', 'has_answers_by', 'buyer'] as const).map(
    (flag) => ({
      ...CALM,
      [flag]: false,
    }),
  ),
  ...(['renewal', 'recent', 'several', 'mailbox', 'again'] as const).map((flag) => ({ ...CALM, [flag]: true })),
  ...(['password', 'link', 'other'] as const).flatMap((asks) => [
    { ...CALM, asks },
    { ...CALM, asks, has_link: false },
  ]),
  ...(['billet', 'analysis', 'started', 'pre-order', 'overdue'] as const).map((pending) => ({ ...CALM, pending })),
  ...(['no-funds', 'expired', 'refunded', 'cancelled'] as const).map((inactive) => ({ ...CALM, inactive })),
  ...(['with', 'open'] as const).flatMap((escalation) => [
    { ...CALM, escalation },
    { ...CALM, escalation, has_producer: false },
  ]),
  ...(['entered', 'never'] as const).flatMap((club) => [
    { ...CALM, club },
    { ...CALM, club, renewal: true },
    { ...CALM, club, has_link: false, asks: 'other' as const },
  ]),
  ...(['login', 'again', 'address', 'refund'] as const).map((reason) => ({ ...CALM, reason })),
  { ...CALM, support: 'address' },
];

function textOf(macro: MacroId, language: ReplyLanguage, situation: Situation, missing: readonly Slot[] = []) {
  const slots = Object.fromEntries(Object.entries(SLOT_VALUES).filter(([slot]) => !missing.includes(slot as Slot)));
  return fillFramed(shelf.text(macro, language), shelf.text('frame', language), { slots, situation });
}

/** Words that say each fact of a passage, a language: a text that cites the passage holds all of them. */
const FACTS: Readonly<Record<Passage, Readonly<Record<ReplyLanguage, readonly RegExp[]>>>> = {
  A1: {
    it: [/e-mail con i dati dell'acquisto/i, /istruzioni/i],
    pt: [/e-mail com os dados da compra/i, /instruções/i],
    es: [/correo con los datos de la compra/i, /instrucciones/i],
    en: [/e-mail with the purchase details/i, /instructions|steps for getting in/i],
  },
  A2: {
    it: [/Hotmart Club/, /produttore/],
    pt: [/Hotmart Club/, /produtor/],
    es: [/Hotmart Club/, /productor/],
    en: [/Hotmart Club/, /producer/],
  },
  A3: {
    it: [/automatic/, /dati di accesso/, /spam/, /Hotmart/],
    pt: [/automátic|automaticamente/, /dados de acesso/, /spam/, /Hotmart/],
    es: [/automátic/, /datos de acceso/, /spam/, /Hotmart/],
    en: [/automatic/, /access data/, /spam/, /Hotmart/],
  },
  A4: {
    it: [/primo acquisto|non hai mai fatto l'accesso/, /attiva/, /istruzioni/],
    pt: [/primeira compra|nunca entrou/, /ativ/, /instruções/],
    es: [/primera compra|nunca entraste/, /activ/, /instrucciones/],
    en: [/first purchase|never signed in/, /activate/, /instructions/],
  },
  A5: {
    it: [/(stessa e-mail|e-mail dell'acquisto)/, /password/, /(registrato allora|la stessa di prima)/],
    pt: [/(mesmo e-mail|e-mail da compra)/, /senha/, /(cadastrou antes|mesma de antes)/],
    es: [/(mismo correo|correo de la compra)/, /contraseña/, /(registraste entonces|misma de antes)/],
    en: [/(same e-mail|purchase e-mail)/, /password/, /(registered then|same one as before)/],
  },
  A6: {
    it: [/link diverso/, /(e-mail (usata|dell)|<purchase_email>)/, /password che (hai scelto|avevi scelto)/],
    pt: [/link diferente/, /(e-mail (usado|da)|<purchase_email>)/, /senha que você escolheu/],
    es: [/enlace distinto/, /(correo (usado|de)|<purchase_email>)/, /contraseña que elegiste/],
    en: [/its own link/, /(e-mail (used|,)|purchase e-mail|<purchase_email>)/, /password you chose/],
  },
  A7: {
    it: [
      /link di accesso ricevuto a <purchase_email>/,
      /Forgot your password\?/,
      /Hai dimenticato la password/,
      /tutti i tuoi prodotti su Hotmart Club/,
    ],
    pt: [
      /link de acesso que você recebeu em <purchase_email>/,
      /Forgot your password\?/,
      /Esqueceu sua senha/,
      /todos os seus produtos no Hotmart Club/,
    ],
    es: [
      /enlace de acceso que recibiste en <purchase_email>/,
      /Forgot your password\?/,
      /Olvidaste tu contraseña/,
      /todos tus productos en Hotmart Club/,
    ],
    en: [/access link you received at <purchase_email>/, /Forgot your password\?/, /all your products on Hotmart Club/],
  },
  A8: {
    it: [/area membri del produttore/, /inviarti|ti ha inviato|può aiutarti solo il produttore/],
    pt: [/área de membros do produtor/, /envia os seus dados|enviados pelo produtor|só o produtor/],
    es: [/área de miembros del productor/, /te envía los datos|te envió el productor|solo el productor/],
    en: [/producer's own members area/, /sends you the access data|the producer sent you|only the producer/],
  },
  A9: {
    it: [/conferma della vendita/, /genera i dati di accesso/, /a mano o in automatico/],
    pt: [/confirmação da venda/, /gera os dados de acesso/, /manualmente ou de forma automática/],
    es: [/confirmación de la venta/, /genera los datos de acceso/, /de forma manual o automática/],
    en: [/confirmation of the sale/, /creates your access data/, /by hand or automatically/],
  },
  A10: {
    it: [/tardano/, /non arrivano/, /contatta\w* direttamente il produttore/],
    pt: [/demorarem/, /não chegarem/, /diretamente com o produtor/],
    es: [/tarda/, /no llegan/, /contacta\w* directamente al productor/],
    en: [/take long/, /don't arrive/, /contact the producer directly/],
  },
  A11: {
    it: [/numero di transazione/i, /e-mail usat[ao] per l'acquisto/i],
    pt: [/número da transação/i, /e-mail usado na compra/i],
    es: [/número de transacción/i, /(correo|correo electrónico) (usado|que usaste) para la compra/i],
    en: [/transaction number/i, /e-mail (address )?used for the purchase/i],
  },
  A12: {
    it: [/team di supporto|collega/],
    pt: [/equipe de suporte|colega/],
    es: [/equipo de soporte|colega/],
    en: [/support team|colleague/],
  },
};
/** What each decision cites (domain.md, decision table), with the other branch of an account (casework.md). */
const CITED: Readonly<Partial<Record<MacroId, readonly Passage[]>>> = {
  'ask.purchase-details': ['A11'],
  'ask.which-product': ['A6'],
  'verify.purchase-email': ['A3', 'A11'],
  'verify.purchase-email.dmarc': ['A3', 'A11'],
  'purchase.pending': ['A1'],
  'purchase.inactive': ['A12'],
  'producer.contact': ['A8', 'A9', 'A10', 'A11'],
  'club.password-reset': ['A4', 'A7'],
  'club.product-link': ['A6'],
  'club.first-access': ['A3', 'A4', 'A5', 'A6'],
  'club.existing-account': ['A3', 'A4', 'A5', 'A6'],
};

describe.each(REPLY_LANGUAGES)('the texts in %s', (language) => {
  it.each(MACROS)('%s has no hole when all facts are known, in every situation', (macro) => {
    for (const situation of SITUATIONS) {
      const { text, subject, holes } = textOf(macro, language, situation);
      expect({ situation, holes }).toEqual({ situation, holes: [] });
      expect(`${subject}\n${text}`).not.toMatch(/\{[{%]|[%}]\}|undefined|\bnull\b|\[object|\n{3}| {2}\S/);
      expect(text.split('\n').length).toBeGreaterThan(4);
    }
  });

  it.each(Object.entries(CITED) as [MacroId, readonly Passage[]][])('%s holds every fact of %j', (macro, passages) => {
    expect(shelf.text(macro, language).cites).toEqual(passages);
    for (const situation of SITUATIONS) {
      const { text } = textOf(macro, language, situation);
      for (const passage of passages) {
        for (const fact of FACTS[passage][language])
          expect(text, `${passage} ${JSON.stringify(situation)}`).toMatch(fact);
      }
    }
  });

  it.each(MACROS.filter((macro) => macro.startsWith('club.')))('%s gives the link and the sign-in', (macro) => {
    expect(textOf(macro, language, CALM).text).toContain('https://area.example/login');
    expect(textOf(macro, language, CALM).text).toContain('<purchase_email>');
    const without = textOf(macro, language, { ...CALM, has_link: false }, ['link']);
    expect(without.holes).toEqual([]);
    expect(without.text).toContain('https://consumer.hotmart.com');
  });

  it.each(MACROS.filter((macro) => macro.startsWith('club.')))(
    '%s of a renewal says that no new e-mail comes',
    (macro) => {
      const words = { it: /rinnovi/, pt: /renovações/, es: /renovaciones/, en: /[Rr]enewals/ }[language];
      expect(textOf(macro, language, { ...CALM, renewal: true }).text).toMatch(words);
      expect(textOf(macro, language, CALM).text).not.toMatch(words);
    },
  );

  it('of a blocked access leave the password aside and ask for the exact words', () => {
    const { text } = textOf('club.blocked', language, CALM);
    expect(text).not.toMatch(/password|senha|contraseña/i);
    expect(text).toMatch(
      { it: /parole esatte/, pt: /palavras exatas/, es: /palabras exactas/, en: /exact words/ }[language],
    );
  });

  it('of a password reset say first that all Club products change, and to wait before asking again', () => {
    const { text } = textOf('club.password-reset', language, CALM);
    expect(text.search(FACTS.A7[language].at(-1) as RegExp)).toBeLessThan(text.indexOf('1.'));
    expect(text).toMatch(
      { it: /qualche minuto/, pt: /alguns minutos/, es: /unos minutos/, en: /a few minutes before/ }[language],
    );
  });

  it('lead with the branch of the account that Club data show', () => {
    // What each branch says in its own words; the first of the two is the likelier one.
    const activate = FACTS.A4[language][0] as RegExp;
    const known = FACTS.A5[language][2] as RegExp;
    const first = (macro: MacroId, club: Situation['club']) => {
      const { text } = textOf(macro, language, { ...CALM, club });
      return text.search(known) < text.search(activate) ? 'signed in before' : 'to be activated';
    };
    expect(first('club.first-access', 'unknown')).toBe('to be activated');
    expect(first('club.first-access', 'never')).toBe('to be activated');
    expect(first('club.first-access', 'entered')).toBe('signed in before');
    expect(first('club.existing-account', 'unknown')).toBe('signed in before');
    expect(first('club.existing-account', 'entered')).toBe('signed in before');
    expect(first('club.existing-account', 'never')).toBe('to be activated');
    const stepsOf = (club: Situation['club']) => {
      const { text } = textOf('club.password-reset', language, { ...CALM, club });
      return text.search(activate) < text.indexOf('1.') ? 'after the activation' : 'before the activation';
    };
    expect((['unknown', 'entered', 'never'] as const).map(stepsOf)).toEqual([
      'before the activation',
      'before the activation',
      'after the activation',
    ]);
  });

  it('of a pending payment differ by status, a billet can take up to 3 working days', () => {
    const statuses = ['waiting', 'billet', 'analysis', 'started', 'pre-order', 'overdue'] as const;
    const texts = statuses.map((pending) => textOf('purchase.pending', language, { ...CALM, pending }).text);
    expect(new Set(texts).size).toBe(statuses.length);
    expect(texts[1]).toMatch(
      { it: /3 giorni lavorativi/, pt: /3 dias úteis/, es: /3 días hábiles/, en: /3 working days/ }[language],
    );
  });

  it('of an inactive purchase stay neutral where tact is needed', () => {
    const { text } = textOf('purchase.inactive', language, CALM);
    expect(text).not.toMatch(/chargeback|disput|contesta|contest|bloque|blocked|bloccat/i);
    expect(text).toMatch(
      {
        it: /non risulta attivo/,
        pt: /não consta como ativa/,
        es: /no figura como activa/,
        en: /does not show as active/,
      }[language],
    );
  });

  it.each([
    'verify.purchase-email',
    'verify.purchase-email.dmarc',
    'ask.purchase-details',
    'follow-up.identify',
    'remind.customer',
  ] as const)('%s asks for no value of a purchase', (macro) => {
    for (const several of [false, true]) {
      const situation = { ...CALM, buyer: false, has_name: false, has_link: false, several };
      expect(textOf(macro, language, situation, [...PURCHASE_SLOTS, 'name']).holes).toEqual([]);
      expect(textOf(macro, language, situation).text).not.toMatch(/<(?!signature)/);
    }
  });

  it('hand over with number and product only for the buyer', () => {
    for (const macro of MACROS.filter((name) => name.startsWith('hand-over') || name === 'holding')) {
      for (const support of ['desk', 'address'] as const) {
        const { text } = textOf(macro, language, { ...CALM, buyer: false, support });
        expect(text).not.toMatch(/<(transaction|product|purchase_email|producer)>/);
      }
    }
  });

  it('to the producer hold the four facts and how to resend the access', () => {
    for (const reason of ['missing', 'login', 'again'] as const) {
      const { text, subject, holes } = fill(shelf.text('escalation', language), {
        slots: SLOT_VALUES,
        situation: { ...CALM, reason },
      });
      expect(holes).toEqual([]);
      for (const fact of ['<transaction>', '<product>', '<purchase_date>', '<purchase_email>', 'Resend Access']) {
        expect(text).toContain(fact);
      }
      expect(subject).toContain('<transaction>');
    }
  });

  it('show a missing fact as a hole, never as nothing', () => {
    const missing = textOf('club.first-access', language, CALM, ['product', 'purchase_email']);
    expect(missing.holes).toEqual(expect.arrayContaining(['product', 'purchase_email']));
    expect(missing.text).toContain('“{{ product }}”');
    for (const macro of MACROS) {
      for (const slot of SLOTS.filter((name) => name !== 'body')) {
        const full = textOf(macro, language, CALM);
        const { holes } = textOf(macro, language, CALM, [slot]);
        const isUsed = `${full.subject}\n${full.text}`.includes(SLOT_VALUES[slot]);
        expect({ macro, holes }).toEqual({ macro, holes: isUsed ? [slot] : [] });
      }
    }
  });

  it('take customer words only as values: Liquid in them comes out as written', () => {
    const tricky = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '{{ transaction }}',
        '{% include "x" %}',
        '{%- raw %}',
        '{{',
        '%}',
        '$& $1',
        '<b>',
        '\r\nBcc: x@y.z',
        '\uE000name\uE001',
      ),
    );
    fc.assert(
      fc.property(tricky, tricky, fc.constantFrom(...MACROS), (name, product, macro) => {
        const facts: MacroFacts = {
          slots: { ...SLOT_VALUES, name: `n${name}n`, product: `p${product}p` },
          situation: CALM,
        };
        const { subject, text, holes } = fillFramed(shelf.text(macro, language), shelf.text('frame', language), facts);
        expect(holes).toEqual([]);
        expect(subject).not.toMatch(/[\r\n]/);
        const written = manyLines(`n${name}n`)
          .replace(/[ \t]+\n/g, '\n')
          .replace(/\n{3,}/g, '\n\n');
        expect(text).toContain(written);
      }),
      { numRuns: 60 },
    );
  });
});

it('no two buttons of a language have the same title', () => {
  for (const language of REPLY_LANGUAGES) {
    expect(new Set(MACROS.map((macro) => shelf.titles(macro)[language])).size).toBe(MACROS.length);
  }
});
