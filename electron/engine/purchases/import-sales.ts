import type { ImportReport } from '../../../shared/contract/views';
import type { Purchase } from '../../../shared/domain/purchase';
import { NAME_ID } from '../../../shared/domain/purchase-merge';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { savePurchases, soldProducts } from '../store/purchases-table';
import { readCatalogue } from '../store/products-table';
import { readStatusRulings, statusOfWord } from '../store/status-rulings-table';
import type { ImportFile } from './files/import-file';
import { openSales, productNameKey, refuseMissing, salesOf } from './files/read-sales';
import type { SalesOptions, SalesRow, SalesTable } from './files/read-sales';
import { runImport } from './run-import';
import type { ImportOrder } from './run-import';

/**
 * Brings the purchases of a sales export, or of a canonical `sales.csv`, into the store. Running it again changes nothing.
 * Broken rows are listed, the others imported. Throws what `readSales` and `runImport` throw.
 */
export async function importSales(
  store: Store,
  file: ImportFile,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  order: ImportOrder,
  options: SalesOptions = {},
): Promise<ImportReport> {
  return importOpened(store, file, outside, order, await openSales(file, options));
}

/** The same for a table that was opened already. Throws `import-columns` where it lacks some. */
export async function importOpened(
  store: Store,
  file: ImportFile,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  order: ImportOrder,
  opened: SalesTable,
): Promise<ImportReport> {
  refuseMissing(file, opened);
  return saveSales({ store, outside }, order, salesOf(opened, await productIdsByName(store)));
}

async function saveSales(
  room: { readonly store: Store; readonly outside: Pick<Outside, 'clock' | 'ids' | 'log'> },
  order: ImportOrder,
  rows: AsyncIterable<readonly SalesRow[]>,
): Promise<ImportReport> {
  const rulings = await readStatusRulings(room.store.db);
  return runImport<{ readonly purchase: Purchase }>(room, order, {
    kind: 'sales',
    rows,
    key: {
      name: 'transaction',
      of: ({ purchase }) => purchase.transaction,
      said: ({ purchase }) => Object.values(purchase).join('\u0000'),
    },
    save: async (db, some, by) => {
      const purchases = some.map(({ purchase }) => ruled(purchase, rulings));
      const saved = await savePurchases(db, purchases, by);
      return { added: saved.added, changed: saved.touched.length - saved.added, unchanged: saved.unchanged };
    },
  });
}

function ruled(purchase: Purchase, rulings: Awaited<ReturnType<typeof readStatusRulings>>): Purchase {
  return purchase.status === 'unknown' ? { ...purchase, status: statusOfWord(purchase.statusWord, rulings) } : purchase;
}

/** Ids by folded name, for exports without codes; of a name that two products have, none. */
async function productIdsByName({ db }: Store): Promise<ReadonlyMap<string, string>> {
  const listed = (await readCatalogue(db)).map(({ productId, name }) => ({ productId, name }));
  const ids = new Map<string, Set<string>>();
  for (const { productId, name } of [...(await soldProducts(db)), ...listed]) {
    if (productId.startsWith(NAME_ID)) continue;
    const key = productNameKey(name);
    ids.set(key, (ids.get(key) ?? new Set()).add(productId));
  }
  return new Map([...ids].flatMap(([key, some]) => (some.size === 1 ? [[key, [...some][0] ?? ''] as const] : [])));
}
