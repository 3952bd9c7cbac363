import type { ReplyLanguage } from './intent';
import { fill } from './macro';
import type { MacroShelf, Situation } from './macro';
import { dateInWords, oneLine } from './reply-text';

/** One case that a producer has not answered. */
export type SilentCase = {
  readonly transaction: string;
  readonly product: string;
  /** When it was bought, epoch ms; null where the purchase is not known any more. */
  readonly orderedAt: number | null;
  readonly buyerEmail: string;
};

/** Nothing of a customer's case: a reminder names purchases and asks. */
const SITUATION: Situation = {
  has_name: false,
  has_link: false,
  has_producer: false,
  has_producer_email: false,
  has_answers_by: false,
  has_claimed: false,
  buyer: true,
  renewal: false,
  club: 'unknown',
  recent: false,
  several: false,
  mailbox: false,
  again: true,
  asks: 'other',
  pending: 'waiting',
  inactive: 'neutral',
  escalation: 'with',
  reason: 'missing',
  support: 'desk',
};

/**
 * One mail to a producer about all his open cases, numbered, so that he can say which of them are done (casework.md,
 * "Producers"). One case alone is named in full.
 */
export function reminderText(
  macros: MacroShelf,
  language: ReplyLanguage,
  { producer, signature, cases }: ReminderFacts,
): { readonly subject: string; readonly text: string } {
  const [first] = cases;
  if (first === undefined) throw new TypeError('A reminder is about at least one case');
  const date = ({ orderedAt }: SilentCase): string => (orderedAt === null ? '—' : dateInWords(orderedAt, language));
  const line = (one: SilentCase, at: number): string =>
    `${at + 1}. ${one.transaction} · ${oneLine(one.product)} · ${date(one)} · ${oneLine(one.buyerEmail)}`;
  const { subject, text } = fill(macros.text('escalation.reminder', language), {
    slots: {
      producer: oneLine(producer),
      signature,
      transaction: first.transaction,
      product: oneLine(first.product),
      purchase_date: date(first),
      purchase_email: oneLine(first.buyerEmail),
      cases: cases.map(line).join('\n'),
    },
    situation: { ...SITUATION, has_producer: producer !== '', several: cases.length > 1 },
  });
  return { subject, text };
}

export type ReminderFacts = {
  readonly producer: string;
  readonly signature: string;
  readonly cases: readonly SilentCase[];
};
