import { z } from 'zod';

/** Erasing one person's data: counted first, done by the address that was counted. */

const address = z.string().trim().min(3).max(320);

export const erasureParams = {
  /** Whose data these are, and how much; writes nothing. */
  'erasures.count': z.union([z.strictObject({ address }), z.strictObject({ transaction: z.string().min(1).max(40) })]),
  /** Erases what is known of this address. `confirmed`: the same address, as the person typed it once more. */
  'erasures.run': z.strictObject({ address, confirmed: address }),
} as const;

/** How much of a person the store holds; `mentions` are rows of others that name the address. */
export type ErasureCounts = {
  readonly tickets: number;
  readonly messages: number;
  readonly replies: number;
  readonly notes: number;
  readonly drafts: number;
  readonly purchases: number;
  readonly memberships: number;
  readonly unreadable: number;
  readonly mentions: number;
};

/** What an erasure of one address would do. */
export type ErasureCount = {
  /** As it is compared everywhere. */
  readonly address: string;
  readonly counts: ErasureCounts;
  /** Tickets with a mail of ours that is not over: the erasure does not begin before somebody has sent or discarded it. */
  readonly waiting: readonly string[];
};

/** `olderCopies`: names of copies written before, which still hold the person. */
export type ErasureDone = { readonly counts: ErasureCounts; readonly olderCopies: readonly string[] };

export type ErasureResults = {
  /** One entry an address: a transaction number may lead to none, or to several. */
  'erasures.count': readonly ErasureCount[];
  'erasures.run': ErasureDone;
};
