import type { ImportReport } from '../../../shared/contract/views';
import type { Outside } from '../outside';
import { fillProducts } from '../store/api-products-table';
import { saveClubAccess } from '../store/club-access-table';
import type { Store } from '../store/store';
import { findPurchasesByNumbers, savePurchases } from '../store/purchases-table';
import type { WrittenBy } from '../store/purchases-table';
import { readStatusRulings, statusOfWord } from '../store/status-rulings-table';
import type { StatusRulings } from '../store/status-rulings-table';
import { saveSubscriptions } from '../store/subscriptions-table';
import type { Db } from '../store/tickets-table';
import { NO_ORDER_DATE } from './files/event-facts';
import type { EventFacts } from './files/event-facts';
import type { ImportFile } from './files/import-file';
import { readEvents } from './files/read-events';
import { runImport } from './run-import';
import type { ImportOrder } from './run-import';

/**
 * Brings webhook events of a file into the store: sales, cancellations, first accesses. Each counts as of its own time, so
 * that the order of the file does not matter. Throws what `readEvents` and `runImport` throw.
 */
export async function importEvents(
  store: Store,
  file: { readonly file: ImportFile; readonly size: number },
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  order: ImportOrder,
): Promise<ImportReport> {
  const rulings = await readStatusRulings(store.db);
  return runImport<{ readonly facts: EventFacts }>({ store, outside }, order, {
    kind: 'sales',
    isWhole: false,
    rows: readEvents(file.file, file.size),
    // the same event is often sent more than once
    key: { name: 'event', of: ({ facts }) => facts.id, said: ({ facts }) => JSON.stringify(facts) },
    save: async (db, rows, by) => {
      const counts = { added: 0, changed: 0, unchanged: 0 };
      for (const { facts } of rows)
        counts[await saveFacts(db, facts, { ...by, asOf: Math.min(facts.at, by.at) }, rulings)] += 1;
      return counts;
    },
  });
}

/** One event changes up to four tables; it counts as what it did to the first of them. */
async function saveFacts(
  db: Db,
  facts: EventFacts,
  by: WrittenBy,
  rulings: StatusRulings,
): Promise<'added' | 'changed' | 'unchanged'> {
  const { purchase, subscription, clubAccess, product } = facts;
  let changed = 0;
  if (subscription) changed += await saveSubscriptions(db, [subscription], by);
  // What a person or the catalogue said of it stays; what they left empty is filled.
  if (product) changed += (await fillProducts(db, [product], by.at)).changed;
  if (clubAccess) changed += await saveClubAccess(db, [clubAccess], by);
  if (!purchase) return changed > 0 ? 'changed' : 'unchanged';
  const status = statusOfWord(purchase.statusWord, rulings);
  const isNew = (await findPurchasesByNumbers(db, [purchase.transaction])).every(
    ({ transaction }) => transaction !== purchase.transaction,
  );
  const orderedAt = purchase.orderedAt === NO_ORDER_DATE && isNew ? facts.at : purchase.orderedAt;
  const saved = await savePurchases(db, [{ ...purchase, status, orderedAt }], by);
  if (saved.added > 0) return 'added';
  return saved.touched.length + changed > 0 ? 'changed' : 'unchanged';
}
