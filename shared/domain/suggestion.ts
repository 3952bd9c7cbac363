import type { DecisionId, Passage } from './decision';
import type { ReplyLanguage } from './intent';
import type { EscalationReason } from './macro-names';

/** How sure the desk is: green goes at one key, amber is shown first, red is never queued (ui.md, "One-click reply"). */
export type Gate =
  | { readonly colour: 'green' }
  | { readonly colour: 'amber'; readonly reasons: readonly AmberReason[] }
  | { readonly colour: 'red'; readonly reasons: readonly RedReason[] };

/** What is uncertain about a suggestion: it is shown first, `Enter` confirms it. */
export const AMBER_REASONS = [
  'match.fuzzy',
  'identity.other',
  'language.fallback',
  'via.form',
  'via.list',
  'reply-to.differs',
  'not-earned',
  'newer-message',
  'follow-up',
  'answered-elsewhere',
  'answered-outside',
  'perhaps-newer-than-data',
  'data-older-than-a-day',
  'suggestion.other-reading',
  'enumeration',
  'machine-like',
  'sender.blocked',
  'incident',
  'address.failed',
  'sender.ambiguous',
  'sender.suspicious',
  'from-file',
  'standing-differs',
  'needs-a-person',
  'restored',
  'producer-answer',
  'producer-silent',
] as const;
export type AmberReason = (typeof AMBER_REASONS)[number];

/** What forbids a suggestion: nothing is queued. */
export const RED_REASONS = [
  'hole',
  'no-purchase-data',
  'privacy-guard',
  'no-recipient',
  'unreadable',
  'no-reply-to-machine',
] as const;
export type RedReason = (typeof RED_REASONS)[number];

/** Which clue this suggestion reads differently; null for the decision itself. */
export type OtherReading =
  | { readonly clue: 'intent'; readonly value: string }
  | { readonly clue: 'product'; readonly value: string }
  | { readonly clue: 'delivery'; readonly value: string }
  | { readonly clue: 'follow-up'; readonly value: string }
  | { readonly clue: 'mailbox'; readonly value: string }
  /** What the producer answered: told, or shown in his own words. */
  | { readonly clue: 'producer'; readonly value: 'answered' | 'forward' };

/** One button of "Suggested replies": a macro filled for this ticket, with its gate. */
export type Suggestion = {
  readonly decision: DecisionId;
  /** File of `resources/macros`, e.g. `club.first-access`; a follow-up text has its own. */
  readonly macro: string;
  /** The macro's name on the button, in each interface language. */
  readonly titles: Readonly<Record<ReplyLanguage, string>>;
  readonly rule: number;
  readonly cites: readonly Passage[];
  readonly otherReading: OtherReading | null;
  readonly language: ReplyLanguage;
  readonly to: string;
  readonly subject: string;
  /** Text part without the quote; holes are shown as `{{ name }}`. */
  readonly text: string;
  readonly holes: readonly string[];
  readonly gate: Gate;
  /** `producer.contact` and `resend-access`: the escalation that the same press queues, or what is missing for it. */
  readonly escalation: EscalationPlan | null;
};

export type EscalationPlan =
  | {
      readonly kind: 'ready';
      readonly to: string;
      readonly subject: string;
      readonly text: string;
      /** What the producer is asked for. */
      readonly reason: EscalationReason;
      /** Whether the escalation goes with the reply unless the agent says otherwise; `Suggestion.text` is for that. */
      readonly ticked?: boolean;
      /** The reply's text when the agent chooses the opposite of `ticked`: it must not claim a mail that was not sent. */
      readonly otherText?: string;
    }
  | { readonly kind: 'missing-producer-address' }
  | { readonly kind: 'already-open' };
