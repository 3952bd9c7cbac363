/** What the requester wants; the order is the precedence of domain.md, "Intent". */
export const INTENTS = [
  'auto',
  'access.password',
  'access.link',
  'access.email_missing',
  'access.first_login',
  'access.other',
  'other',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Languages whose macros are complete from the start. */
export const REPLY_LANGUAGES = ['it', 'pt', 'es', 'en'] as const;
export type ReplyLanguage = (typeof REPLY_LANGUAGES)[number];

/** The intent, the words that decided it, and the next best reading (for suggestions 2 and 3). */
export type IntentReading = {
  readonly intent: Intent;
  /** Words of the mail that decided, as written there. */
  readonly evidence: readonly string[];
  /** Other intents the mail gives reason for, likeliest first. */
  readonly alternatives: readonly Intent[];
  /** Circumstances the texts and the gate need (casework.md). */
  readonly signals: IntentSignals;
};

export type IntentSignals = {
  /**
   * The steps of our texts were tried: instructions followed, password reset, "everything". Having looked in spam, or
   * having typed the password three times, is the complaint itself and leaves the first text worth sending.
   */
  readonly stepsTried: boolean;
  /** Blocked, denied, expired: the text leaves the password aside. */
  readonly blocked: boolean;
  /** Chargeback, lawyer, authority, public complaint: "needs a person". */
  readonly threat: boolean;
  /** Thanks, solved, with no question. */
  readonly thanks: boolean;
  /** `auto` only: why it is one. */
  readonly autoReason: 'bounce' | 'out-of-office' | 'list' | 'generated' | 'loop' | 'sales-report' | null;
};
