import type { Provenance, PurchaseStatus } from '../domain/purchase';
import type { SubscriptionStatus } from '../domain/subscription';

/** One sale, with where it is known from. Times are epoch ms. */
export type SaleView = {
  readonly transaction: string;
  readonly productName: string;
  readonly statusWord: string;
  readonly status: PurchaseStatus;
  readonly orderedAt: number;
  readonly recurrence: number | null;
  readonly from: Provenance;
};

/** What Hotmart Club knows of the buyer in this product's members area. */
export type ClubMemberView = {
  /** Of this members area alone; null: he is a member, and never entered that we know. */
  readonly firstAccessAt: number | null;
  readonly lastAccessAt: number | null;
  /** Hotmart's own word, '' where the source gives none. */
  readonly statusWord: string;
  readonly from: Provenance;
};

export type SubscriptionView = {
  readonly statusWord: string;
  readonly status: SubscriptionStatus;
  readonly planName: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly nextChargeAt: number | null;
  readonly from: Provenance;
};

/**
 * What is known around the purchase of a ticket, for the agent's eyes: no text to a customer is made from it. The other
 * sales of a buyer are there only where the requester is that buyer.
 */
export type PurchaseAbout = {
  /** The matched purchase; null unless matched. */
  readonly sale: SaleView | null;
  readonly guaranteeEndsAt: number | null;
  readonly club: ClubMemberView | null;
  readonly subscription: SubscriptionView | null;
  /** Other items of the same checkout. */
  readonly checkout: readonly SaleView[];
  /** Other sales of the requester, newest first; at most MOST_SALES. */
  readonly history: readonly SaleView[];
  /** How many there are. */
  readonly sales: number;
};

/** Sales that one panel lists: a subscription of years has a payment a month. */
export const MOST_SALES = 60;
