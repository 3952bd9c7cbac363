/** Every text of `resources/macros`; `frame` is greeting and closing around the others. */
export const MACROS = [
  'ask.purchase-details',
  'ask.which-product',
  'verify.purchase-email',
  'verify.purchase-email.dmarc',
  'purchase.pending',
  'purchase.inactive',
  'producer.contact',
  'producer.answered',
  'producer.forward',
  'producer.waiting',
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
  'remind.customer',
] as const;
export type MacroId = (typeof MACROS)[number];

/** Texts that are no reply of their own. */
export const MACRO_PARTS = ['frame', 'escalation', 'escalation.reminder'] as const;
export type MacroPart = (typeof MACRO_PARTS)[number];

/** A text that the team added: it lies under `M`, is suggested by no decision, and may lack languages. */
export type OwnMacroId = `own.${string}`;
/** Every text that can be edited. */
export type TextId = MacroId | MacroPart | OwnMacroId;

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
  'producer_words',
  'claimed_email',
  'cases',
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
  'producer_words',
];

/** Why a producer is written to (casework.md, "Producers"). `login`: the access came and does not work. */
export const ESCALATION_REASONS = ['missing', 'login', 'again', 'address', 'refund'] as const;
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** Texts to a customer that rest on what a producer answered: none of them without an answer. */
export const PRODUCER_REPLIES: readonly string[] = ['producer.answered', 'producer.forward'];

/**
 * Text that tells a customer that the producer stays silent: it is no answer, and the producer owes the next step as before. At most
 * once for each side conversation.
 */
export const WAITING_MACRO = 'producer.waiting';

/** What a text may ask with `if`, `unless` and `case` (casework.md, "What the texts must hold"). */
export type Situation = {
  readonly has_name: boolean;
  readonly has_link: boolean;
  readonly has_producer: boolean;
  readonly has_producer_email: boolean;
  readonly has_answers_by: boolean;
  /** The requester names another address than the purchase's. */
  readonly has_claimed: boolean;
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
  readonly reason: EscalationReason;
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
  'has_claimed',
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

/** Whether an id is one of the desk's own texts, which can be changed and never removed. */
export function isShipped(id: string): id is MacroId | MacroPart {
  return ([...MACROS, ...MACRO_PARTS] as readonly string[]).includes(id);
}

/** Whether an id is one that the team made. */
export function isOwnMacro(id: string): id is OwnMacroId {
  return id.startsWith('own.');
}
