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
  /** End of the guarantee, epoch ms; null where no source says it. */
  readonly guaranteeEndsAt: number | null;
  /** The checkout's main sale, where this one is an order bump that was sold with it. */
  readonly parentTransaction: string | null;
  /** Hotmart's code of the subscription that it pays for; null for a one-off sale, or where no source says it. */
  readonly subscriberCode: string | null;
  /** Hotmart's own word for how it was paid; '' where no source says it. */
  readonly paymentWord: string;
};

/** How purchases come to the desk: a file by hand, the watched folder, a report by mail, Hotmart's API, its webhook events as a file. */
export const ARRIVAL_SOURCES = ['file', 'folder', 'mail', 'api', 'webhook'] as const;
export type ArrivalSource = (typeof ARRIVAL_SOURCES)[number];

/** Where one fact came from, and how old it is. */
export type Provenance = {
  readonly source: ArrivalSource;
  /** File name without its folder, address of the report, name of the API; '' unknown. */
  readonly name: string;
  /** When it was so by the source's own word, epoch ms: the time of the event, of the report, of the answer. */
  readonly asOf: number;
  /** When it came into the store, epoch ms. */
  readonly importedAt: number;
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
