import { z } from 'zod';
import { RETENTION_MONTHS } from '../domain/erasure';

/** Erasing one person's data: counted first, done by the address that was counted. */

const address = z.string().trim().min(3).max(320);

const months = z.number().int().min(RETENTION_MONTHS.least).max(RETENTION_MONTHS.most);

export const erasureParams = {
  /** Whose data these are, and how much; writes nothing. */
  'erasures.count': z.union([z.strictObject({ address }), z.strictObject({ transaction: z.string().min(1).max(40) })]),
  /** Erases what is known of this address. `confirmed`: the same address, as the person typed it once more. */
  'erasures.run': z.strictObject({ address, confirmed: address }),
  'retention.state': z.strictObject({}),
  /** What so many months would erase now; writes nothing. */
  'retention.count': z.strictObject({ months }),
  /** Closed tickets older than so many months are erased from now on; null: none. `counted`: as many as the person was told. */
  'retention.save': z.strictObject({ months: months.nullable(), counted: z.number().int().min(0) }),
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

/** Retention as it is set, or as it would be; `oldest`: when the first of these tickets was opened, epoch ms. */
export type RetentionView = {
  /** null: closed tickets stay. */
  readonly months: number | null;
  /** How many tickets are older than that. */
  readonly tickets: number;
  readonly oldest: number | null;
};

export type ErasureResults = {
  'retention.state': RetentionView;
  'retention.count': RetentionView;
  'retention.save': RetentionView;
  /** One entry an address: a transaction number may lead to none, or to several. */
  'erasures.count': readonly ErasureCount[];
  'erasures.run': ErasureDone;
};
