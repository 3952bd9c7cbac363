import { isOneEdit } from '../../../shared/domain/one-edit';
import type { Product } from '../../../shared/domain/purchase';
import { clubAccessOf } from '../store/club-access-table';
import { lastImportAt } from '../store/imports-table';
import type { Store } from '../store/store';
import { catalogueRevision, findProducts, readCatalogue } from '../store/products-table';
import type { Db } from '../store/tickets-table';
import { findNeighbouringBuyers, findPurchasesByBuyers, findPurchasesByNumbers } from '../store/purchases-table';
import type { PurchaseSource } from './purchase-source';

const MOST_HINTS = 3;

/** Purchases of the store; not for use inside a transaction, but by what `within` answers for that one. */
export type StoreSource = PurchaseSource & {
  /** The same look-ups by a transaction's own handle. */
  within(db: Db): PurchaseSource;
};

/** The store's purchases and catalogue as the rules look them up. */
export function storeSource(store: Pick<Store, 'db'>): StoreSource {
  let kept: { readonly revision: number; readonly products: readonly Product[] } | null = null;
  // Every decision asks for it, and it seldom changes.
  async function catalogue(db: Db): Promise<readonly Product[]> {
    const revision = await catalogueRevision(db);
    if (kept?.revision !== revision) kept = { revision, products: await readCatalogue(db) };
    return kept.products;
  }
  const within = (db: Db): PurchaseSource => ({
    byNumbers: (numbers) => findPurchasesByNumbers(db, numbers),
    byBuyers: (folded) => findPurchasesByBuyers(db, folded),
    products: (ids) => findProducts(db, ids),
    clubAccess: (folded) => clubAccessOf(db, folded),
    catalogue: () => catalogue(db),
    similarBuyers: async (folded) => {
      const neighbours = await findNeighbouringBuyers(db, folded);
      return neighbours
        .filter((buyer) => isOneEdit(folded, buyer))
        .sort()
        .slice(0, MOST_HINTS);
    },
    importedAt: () => lastImportAt(db, 'sales'),
  });
  return { ...within(store.db), within };
}
