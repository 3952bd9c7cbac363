/** Hotmart's status words folded to what the decision table asks (domain.md, "Match"). */
export type PurchaseStatus = 'active' | 'pending' | 'inactive' | 'unknown';

/** Where a product's content lives (article A2). */
export type Delivery = 'club' | 'producer' | 'unknown';

/** One sale, keyed by its transaction number. */
export type Purchase = {
  /** `HP` + digits, with `C<n>` where the sale is item n of one checkout. */
  readonly transaction: string;
  /** Hotmart's own word, as imported. */
  readonly statusWord: string;
  readonly status: PurchaseStatus;
  /** Epoch ms. */
  readonly orderedAt: number;
  readonly approvedAt: number | null;
  readonly productId: string;
  readonly productName: string;
  readonly producerName: string;
  readonly buyerName: string;
  readonly buyerEmail: string;
  /** Folded buyer address, see `foldAddress`. */
  readonly buyerFolded: string;
  /** Number of the payment of a subscription; null for a one-off sale. */
  readonly recurrence: number | null;
  readonly price: string;
  readonly currency: string;
};

/** A catalogue entry. */
export type Product = {
  readonly productId: string;
  readonly name: string;
  readonly delivery: Delivery;
  /** Link of the members area, '' when the catalogue has none. */
  readonly memberAreaUrl: string;
  readonly producerName: string;
  /** Support address of the producer, '' when the catalogue has none. */
  readonly producerEmail: string;
};
