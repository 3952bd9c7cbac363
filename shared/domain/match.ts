import type { Purchase } from './purchase';

export type MatchBasis = 'transaction' | 'transaction~email' | 'email' | 'email+product' | 'email+active';

/** Whether the requester is the purchase's buyer, by folded address and DMARC (domain.md, rule 6). */
export type Identity = 'buyer' | 'other';

/** Things the desk shows beside a match that never decide. */
export type MatchHint =
  | { readonly kind: 'number-unknown'; readonly number: string }
  | { readonly kind: 'near-own-purchase'; readonly number: string; readonly transaction: string }
  | { readonly kind: 'address-typo'; readonly address: string; readonly like: string }
  | { readonly kind: 'product-not-owned'; readonly product: string }
  | { readonly kind: 'reply-to-differs'; readonly address: string }
  | { readonly kind: 'dmarc-failed' }
  | { readonly kind: 'dmarc-unverified' };

/** Which purchase a ticket is about, on what evidence, and whether the requester is its buyer. */
export type Match =
  | {
      readonly status: 'matched';
      readonly purchase: Purchase;
      readonly basis: MatchBasis;
      readonly identity: Identity;
      /** Sentences' worth of evidence as data: the words read and where. */
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    }
  | {
      readonly status: 'ambiguous';
      /** All purchases of the address, active first. */
      readonly candidates: readonly Purchase[];
      readonly basis: MatchBasis;
      readonly identity: Identity;
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    }
  | {
      readonly status: 'unmatched';
      readonly basis: null;
      readonly identity: 'other';
      readonly evidence: readonly MatchEvidence[];
      readonly hints: readonly MatchHint[];
    };

export type MatchEvidence =
  | { readonly kind: 'number'; readonly written: string; readonly place: string }
  | { readonly kind: 'address'; readonly address: string; readonly from: 'sender' | 'reply-to' | 'text' }
  | { readonly kind: 'product-named'; readonly words: string }
  | { readonly kind: 'only-active' }
  | { readonly kind: 'linked-by-agent'; readonly agent: string };
