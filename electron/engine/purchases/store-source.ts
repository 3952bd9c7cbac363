import { isOneEdit } from '../../../shared/domain/one-edit';
import type { Product } from '../../../shared/domain/purchase';
import { lastImportAt } from '../store/imports-table';
import type { Store } from '../store/open-store';
import { catalogueRevision, findProducts, readCatalogue } from '../store/products-table';
import { findNeighbouringBuyers, findPurchasesByBuyers, findPurchasesByNumbers } from '../store/purchases-table';
import type { PurchaseSource } from './purchase-source';

const MOST_HINTS = 3;

/** The store's purchases and catalogue as the rules look them up. Not for use inside a transaction. */
export function storeSource(store: Store): PurchaseSource {
  const { db } = store;
  let kept: { readonly revision: number; readonly products: readonly Product[] } | null = null;
  return {
    byNumbers: (numbers) => findPurchasesByNumbers(db, numbers),
    byBuyers: (folded) => findPurchasesByBuyers(db, folded),
    products: (ids) => findProducts(db, ids),
    // Every decision asks for it, and it seldom changes.
    catalogue: async () => {
      const revision = await catalogueRevision(db);
      if (kept?.revision !== revision) kept = { revision, products: await readCatalogue(db) };
      return kept.products;
    },
    similarBuyers: async (folded) => {
      const neighbours = await findNeighbouringBuyers(db, folded);
      return neighbours
        .filter((buyer) => isOneEdit(folded, buyer))
        .sort()
        .slice(0, MOST_HINTS);
    },
    importedAt: () => lastImportAt(db, 'sales'),
  };
}
