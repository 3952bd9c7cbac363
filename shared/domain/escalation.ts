import type { CaseFacts, PurchaseFacts } from './case-facts';
import type { ReplyLanguage } from './intent';
import { fill } from './macro';
import type { EscalationReason, MacroShelf } from './macro';
import type { AnswerGist, ProducerWords } from './producer-words';
import { isRecent, macroFacts, producerAddressOf } from './reply-facts';
import type { ReplyContext } from './reply-facts';
import type { EscalationPlan } from './suggestion';

/**
 * Where a side conversation stands. `queued`: its first mail is on its way. `waiting`: the producer owes the answer.
 * `answered`: a person answered, and the customer waits for us. `closed`: over.
 */
export const ESCALATION_STATES = ['queued', 'waiting', 'answered', 'closed'] as const;
export type EscalationState = (typeof ESCALATION_STATES)[number];

/** The side conversation of a ticket while it is not over, as its texts need it. */
export type ProducerCase = {
  readonly id: string;
  readonly state: Exclude<EscalationState, 'closed'>;
  readonly reason: EscalationReason;
  /** The producer's language, where he has answered in one that we write; else null. */
  readonly language: ReplyLanguage | null;
  /** Where it goes: what the catalogue says now may be another address. */
  readonly to: string;
  /** The newest answer of a person that nobody has dealt with. */
  readonly answer: { readonly at: number; readonly words: ProducerWords; readonly gist: AnswerGist } | null;
};

/** Hexadecimal digits of a reply token: 64 bits, which nobody guesses by sending mail. */
const TOKEN_DIGITS = 16;
const TOKEN = /\[#([0-9a-f]{16})\]/gi;
/** Tokens of one mail that are looked up. */
const MOST_TOKENS = 5;

/** How the token of the mail with this secret stands in a subject. */
export function replyToken(secret: string): string {
  return `[#${secret.slice(0, TOKEN_DIGITS)}]`;
}

/** The reply tokens that a text names, each once. */
export function readTokens(text: string): readonly string[] {
  const found = [...text.matchAll(TOKEN)].map(([, token = '']) => token.toLowerCase());
  return [...new Set(found)].slice(0, MOST_TOKENS);
}

/**
 * The first mail to the producer about one purchase: the four facts, what is asked for, and what its reason needs
 * (casework.md, "Producers"). An open one is not repeated; a purchase of the last working day is left unticked, because
 * the producer may still be sending by hand. Without a purchase there is no producer to write to.
 */
export function planEscalation(
  facts: CaseFacts,
  context: ReplyContext,
  macros: MacroShelf,
  aim?: { readonly about: PurchaseFacts | null; readonly reason: EscalationReason },
): EscalationPlan {
  const about = aim ? aim.about : facts.purchase;
  if (about === null) return { kind: 'missing-producer-address' };
  if (context.openEscalation) return { kind: 'already-open' };
  const to = producerAddressOf(about, context);
  if (to === null) return { kind: 'missing-producer-address' };
  const reason = aim?.reason ?? usualReason(facts);
  const { text, subject } = fillFor(facts, context, macros, { about, reason, part: 'escalation' });
  const boughtAt = about.purchase.approvedAt ?? about.purchase.orderedAt;
  return { kind: 'ready', to, subject, text, reason, ticked: !isRecent(boughtAt, context) };
}

/** What a ticket's intent makes the likeliest reason. */
export function usualReason({ intent }: CaseFacts): EscalationReason {
  return intent.intent === 'access.password' || intent.intent === 'access.link' ? 'login' : 'missing';
}

/**
 * One more mail in a side conversation that is open: a reminder while nobody has answered, a further question after that. It
 * goes where the conversation is held, in the producer's language.
 */
export function planFollowUp(facts: CaseFacts, context: ReplyContext, macros: MacroShelf): EscalationPlan {
  const { producer } = context;
  const about = facts.purchase;
  if (producer === null || about === null) return { kind: 'missing-producer-address' };
  if (producer.state === 'queued') return { kind: 'already-open' };
  const part = 'escalation.reminder';
  const { text, subject } = fillFor(facts, context, macros, { about, reason: producer.reason, part });
  return { kind: 'ready', to: producer.to, subject, text, reason: producer.reason };
}

function fillFor(
  facts: CaseFacts,
  context: ReplyContext,
  macros: MacroShelf,
  mail: {
    readonly about: PurchaseFacts;
    readonly reason: EscalationReason;
    readonly part: 'escalation' | 'escalation.reminder';
  },
): { readonly text: string; readonly subject: string } {
  const language = context.producer?.language ?? facts.replyLanguage;
  const { about, reason } = mail;
  const intent = facts.intent.intent;
  return fill(
    macros.text(mail.part, language),
    // The producer knows his buyer: the four facts are what he needs, whoever wrote to us.
    macroFacts(
      { ...facts, replyLanguage: language },
      context,
      { about, intent, toMailbox: true, escalation: 'with', reason },
      '',
    ),
  );
}
