import { Liquid } from 'liquidjs';
import type { Template } from 'liquidjs';
import type { Passage } from './decision';
import type { ReplyLanguage } from './intent';
import { manyLines } from './reply-text';

/** Every text of `resources/macros`; `frame` is greeting and closing around the others. */
export const MACROS = [
  'ask.purchase-details',
  'ask.which-product',
  'verify.purchase-email',
  'verify.purchase-email.dmarc',
  'purchase.pending',
  'purchase.inactive',
  'producer.contact',
  'club.password-reset',
  'club.product-link',
  'club.first-access',
  'club.existing-account',
  'club.blocked',
  'follow-up.identify',
  'follow-up.which-product',
  'follow-up.pending',
  'follow-up.inactive',
  'follow-up.producer',
  'follow-up.club',
  'resend-access',
  'hand-over',
  'hand-over.refund',
  'hand-over.invoice',
  'hand-over.charge',
  'holding',
] as const;
export type MacroId = (typeof MACROS)[number];

/** Texts that are no reply of their own. */
export const MACRO_PARTS = ['frame', 'escalation'] as const;
export type MacroPart = (typeof MACRO_PARTS)[number];

/** Values that a text prints. A missing one becomes a hole, never an empty string. */
export const SLOTS = [
  'name',
  'subject',
  'body',
  'signature',
  'transaction',
  'product',
  'products',
  'link',
  'purchase_email',
  'purchase_date',
  'producer',
  'producer_email',
  'support_address',
  'answers_by',
] as const;
export type Slot = (typeof SLOTS)[number];

/** Slots filled from a purchase: nobody but its buyer may read them. */
export const PURCHASE_SLOTS: readonly Slot[] = [
  'transaction',
  'product',
  'products',
  'link',
  'purchase_email',
  'purchase_date',
  'producer',
  'producer_email',
];

/** What a text may ask with `if`, `unless` and `case` (casework.md, "What the texts must hold"). */
export type Situation = {
  readonly has_name: boolean;
  readonly has_link: boolean;
  readonly has_producer: boolean;
  readonly has_producer_email: boolean;
  readonly has_answers_by: boolean;
  /** The reader is the purchase's buyer and the purchase is known. */
  readonly buyer: boolean;
  /** A later payment of a subscription. */
  readonly renewal: boolean;
  /** What Club data say of the reader's account; `unknown` also to whoever is not the buyer. */
  readonly club: 'entered' | 'never' | 'unknown';
  /** Bought less than 24 working hours ago. */
  readonly recent: boolean;
  /** Several purchases come into question. */
  readonly several: boolean;
  /** Goes to the purchase mailbox in a new thread, not to the requester. */
  readonly mailbox: boolean;
  /** We answered before. */
  readonly again: boolean;
  readonly asks: 'missing' | 'password' | 'link' | 'other';
  readonly pending: 'waiting' | 'billet' | 'analysis' | 'started' | 'pre-order' | 'overdue';
  readonly inactive: 'no-funds' | 'expired' | 'refunded' | 'cancelled' | 'neutral';
  readonly escalation: 'with' | 'open' | 'none';
  /** Why the producer is written to. */
  readonly reason: 'missing' | 'login' | 'again';
  /** Where "the support team" is: a colleague of this desk, or another address. */
  readonly support: 'desk' | 'address';
};

/** Names a text may use in conditions. */
export const SITUATION_NAMES: readonly (keyof Situation)[] = [
  'has_name',
  'has_link',
  'has_producer',
  'has_producer_email',
  'has_answers_by',
  'buyer',
  'renewal',
  'club',
  'recent',
  'several',
  'mailbox',
  'again',
  'asks',
  'pending',
  'inactive',
  'escalation',
  'reason',
  'support',
];

/** Everything a text is filled from. */
export type MacroFacts = {
  readonly slots: Readonly<Partial<Record<Slot, string>>>;
  readonly situation: Situation;
};

/** One text in one language, as its file says. */
export type MacroSource = {
  readonly macro: MacroId | MacroPart;
  readonly language: ReplyLanguage;
  /** Name on the button. */
  readonly title: string;
  /** Liquid line of the subject. */
  readonly subject: string;
  /** `frame` only: subject of a new thread, and words for a mail without subject. */
  readonly mailboxSubject: string;
  readonly noSubject: string;
  readonly cites: readonly Passage[];
  /** Liquid text. */
  readonly body: string;
  /** Changes with the file: kept with each reply sent. */
  readonly version: string;
};

/** All texts, complete for every language (checked when loaded). */
export type MacroShelf = {
  text(macro: MacroId | MacroPart, language: ReplyLanguage): MacroSource;
  titles(macro: MacroId | MacroPart): Readonly<Record<ReplyLanguage, string>>;
};

/** A filled text; holes are shown in it as `{{ name }}`. */
export type Filled = { readonly subject: string; readonly text: string; readonly holes: readonly Slot[] };

const HOLE_START = '\uE000';
const HOLE_END = '\uE001';
const HOLES = /\uE000([a-z_]+)\uE001/g;

const liquid = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true, cache: false });
// A text is one file: nothing may reach another one.
for (const tag of ['include', 'render', 'layout', 'block']) Reflect.deleteProperty(liquid.tags, tag);
// Italian goes on in lower case after "Buongiorno Giulia,".
liquid.registerFilter('lowerfirst', (text: string) =>
  /^\p{Lu}\p{Lu}/u.test(text) ? text : text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()),
);

const parsed = new Map<string, Template[]>();

/** Fills one text without its frame. Customer text is only ever a value: what looks like Liquid in it comes out as it is. */
export function fill(source: MacroSource, facts: MacroFacts): Filled {
  return finish(render(source.subject, facts), render(source.body, facts));
}

/**
 * Fills a text inside its frame (greeting and closing). `subject` may be another Liquid line than the text's own, for a
 * new thread.
 */
export function fillFramed(source: MacroSource, frame: MacroSource, facts: MacroFacts, subject?: string): Filled {
  const body = tidy(render(source.body, facts));
  return finish(render(subject ?? source.subject, facts), render(frame.body, facts, body));
}

/** What is wrong with a text; empty when it can be used. */
export function macroProblems(source: MacroSource): readonly string[] {
  const problems: string[] = [];
  if (source.title === '') problems.push('has no title');
  if (source.body === '') problems.push('has no text');
  const known: readonly string[] = [...SLOTS, ...SITUATION_NAMES];
  for (const [part, template] of [
    ['subject', source.subject],
    ['mailbox_subject', source.mailboxSubject],
    ['text', source.body],
  ] as const) {
    try {
      for (const name of liquid.globalVariablesSync(template)) {
        if (!known.includes(name)) problems.push(`${part} uses the unknown placeholder "${name}"`);
      }
    } catch (error) {
      problems.push(`${part} is not valid Liquid: ${error instanceof Error ? error.message : String(error)}`);
    }
    // A condition on a slot would hide a missing fact instead of showing a hole.
    for (const [, condition = ''] of template.matchAll(/\{%-?\s*(?:if|elsif|unless|case|when)\b([^%]*)%\}/g)) {
      const words = condition.replace(/'[^']*'|"[^"]*"/g, '').match(/[a-z_]+/g) ?? [];
      for (const word of words) {
        if ((SLOTS as readonly string[]).includes(word)) problems.push(`${part} has a condition on "${word}"`);
      }
    }
  }
  return problems;
}

function render(template: string, facts: MacroFacts, body?: string): string {
  const scope: Record<string, unknown> = { ...facts.situation };
  for (const slot of SLOTS) {
    const value = manyLines(facts.slots[slot] ?? '');
    scope[slot] = value === '' ? HOLE_START + slot + HOLE_END : value;
  }
  if (body !== undefined) scope['body'] = body;
  let templates = parsed.get(template);
  if (templates === undefined) {
    templates = liquid.parse(template);
    parsed.set(template, templates);
  }
  return String(liquid.renderSync(templates, scope));
}

function finish(subject: string, text: string): Filled {
  const holes = [...new Set([...subject.matchAll(HOLES), ...text.matchAll(HOLES)].map((match) => match[1] as Slot))];
  return { subject: show(subject).replace(/\s+/g, ' ').trim(), text: show(tidy(text)), holes };
}

function show(text: string): string {
  return text.replace(HOLES, (_, slot: string) => `{{ ${slot} }}`);
}

/** Tags leave blank lines and trailing blanks behind. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
