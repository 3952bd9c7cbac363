import type { ImportReport } from '../../../shared/contract/views';
import type { Product } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { saveProducts } from '../store/products-table';
import type { ImportFile } from './files/import-file';
import { readProducts } from './files/read-products';
import { runImport } from './run-import';
import type { ImportOrder } from './run-import';

/**
 * Brings a `products.csv` into the catalogue; entries that the file lacks stay. What a person ruled about a delivery is
 * not undone by `unknown`. Throws what `readProducts` and `runImport` throw.
 */
export async function importProducts(
  store: Store,
  file: ImportFile,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  order: ImportOrder,
): Promise<ImportReport> {
  return runImport<{ readonly product: Product }>({ store, outside }, order, {
    kind: 'products',
    rows: readProducts(file),
    key: {
      name: 'product',
      of: ({ product }) => product.productId,
      said: ({ product }) => Object.values(product).join('\u0000'),
    },
    save: async (db, rows, by) => {
      const saved = await saveProducts(
        db,
        rows.map(({ product }) => product),
        by.at,
        order.name,
      );
      return { ...saved, changed: saved.touched.length - saved.added };
    },
  });
}
