import { foldWord } from './status';

/** How a subscription stands, folded from Hotmart's words. */
export type SubscriptionStatus = 'running' | 'unpaid' | 'starting' | 'ended' | 'unknown';

/** A subscription as its newest source describes it; its payments are purchases. */
export type Subscription = {
  readonly subscriberCode: string;
  readonly productId: string;
  readonly productName: string;
  /** Folded buyer address, see `foldAddress`. */
  readonly buyerFolded: string;
  /** Hotmart's own word. */
  readonly statusWord: string;
  readonly planName: string;
  /** Epoch ms; null where the source does not say. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly nextChargeAt: number | null;
};

/** The words of the API (reference/hotmart.md §2) and of the cancellation event. */
const WORDS: ReadonlyMap<string, SubscriptionStatus> = new Map([
  ['active', 'running'],
  ['delayed', 'unpaid'],
  ['overdue', 'unpaid'],
  ['started', 'starting'],
  ['inactive', 'ended'],
  ['cancelled', 'ended'],
  ['canceled', 'ended'],
  ['cancelledbycustomer', 'ended'],
  ['cancelledbybuyer', 'ended'],
  ['cancelledbyseller', 'ended'],
  ['cancelledbyadmin', 'ended'],
  ['expired', 'ended'],
]);

/** Hotmart's word for a subscription's state, any case and spelling; any other word is `unknown`. */
export function foldSubscription(word: string): SubscriptionStatus {
  return WORDS.get(foldWord(word)) ?? 'unknown';
}
