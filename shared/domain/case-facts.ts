import type { Clues } from './clues';
import type { Decision } from './decision';
import type { IntentReading, ReplyLanguage } from './intent';
import type { Match } from './match';
import type { Party } from './message';
import type { Delivery, Product, Purchase } from './purchase';

/** One purchase with what rules and texts ask of it, gathered before anything is decided. */
export type PurchaseFacts = {
  readonly purchase: Purchase;
  /** Its catalogue entry; null when the catalogue lacks the product (then delivery is `unknown`). */
  readonly product: Product | null;
  readonly delivery: Delivery;
  /** Row 12: an earlier active Club purchase of another transaction by the same buyer. */
  readonly hasEarlierClub: boolean;
  /** What Hotmart Club knows of the buyer's account (`clubAccountOf`): it beats the guess of rows 12 and 13 in the texts. */
  readonly clubAccess: 'entered' | 'never' | null;
  /** A later payment of one subscription. */
  readonly isRenewal: boolean;
  /** Another payment of the newest cycle with another status, where there is one (casework.md, "Standing"). */
  readonly standing: Purchase | null;
};

/** To whom an answer goes, and how that address was found. */
export type Recipient = {
  readonly party: Party | null;
  readonly via: 'direct' | 'form' | 'list';
};

/** All that is known of a ticket when its texts are chosen: the result of message → clues → match → decision. */
export type CaseFacts = {
  /** Detected language of the requester's new text (ISO 639-1), null for a mail without words. */
  readonly language: string | null;
  readonly replyLanguage: ReplyLanguage;
  /** The reply's language is the team's default because the detected one has no macros. */
  readonly languageFallback: boolean;
  readonly intent: IntentReading;
  readonly clues: Clues;
  readonly match: Match;
  /** The matched purchase; null unless matched. */
  readonly purchase: PurchaseFacts | null;
  /** Where the decision rests on a product: its delivery; null unless a product is known. */
  readonly delivery: Delivery | null;
  /** Other purchases of the same requester, likeliest first: for suggestions 2 and 3. */
  readonly others: readonly PurchaseFacts[];
  readonly decision: Decision;
  readonly recipient: Recipient;
  /** The newest message of the requester, for the greeting and the quote. */
  readonly requesterName: string;
  /** The mail names a number or another address: the No-oracle text applies where identity is not `buyer`. */
  readonly namesOthers: boolean;
  /** Numbers well formed but not in the purchases, or no purchase while the last import is older than the mail. */
  readonly perhapsNewer: boolean;
  readonly senderAmbiguous: boolean;
  readonly dmarcFailed: boolean;
  /** When the newest message of the requester came, epoch ms. */
  readonly askedAt: number;
};
