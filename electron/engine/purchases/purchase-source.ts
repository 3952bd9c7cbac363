import type { ClubAccess } from '../../../shared/domain/club-access';
import type { Product, Purchase } from '../../../shared/domain/purchase';

/** Where candidates for a match come from: the store, or two CSV files of a dry run. */
export type PurchaseSource = {
  /** Purchases whose number, or whose number without `C<n>`, is one of these (normalised `HP…`). */
  byNumbers(numbers: readonly string[]): Promise<readonly Purchase[]>;
  /** All purchases of these folded buyer addresses. */
  byBuyers(folded: readonly string[]): Promise<readonly Purchase[]>;
  /** Catalogue entries of these product ids; ids the catalogue lacks are absent. */
  products(productIds: readonly string[]): Promise<readonly Product[]>;
  /** What Hotmart Club knows of these folded addresses, in any members area; nothing in a dry run. */
  clubAccess(folded: readonly string[]): Promise<readonly ClubAccess[]>;
  /** The whole catalogue, for products named in a text. */
  catalogue(): Promise<readonly Product[]>;
  /** Folded buyer addresses one typo away from this one, at most 3: a hint, never a match. */
  similarBuyers(folded: string): Promise<readonly string[]>;
  /** When purchases were last imported, epoch ms; null for a dry run or before the first import. */
  importedAt(): Promise<number | null>;
};
