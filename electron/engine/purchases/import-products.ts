import type { ImportReport } from '../../../shared/contract/views';
import type { Product } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import type { Store } from '../store/open-store';
import { saveProducts } from '../store/products-table';
import { ImportCounts } from './import-report';
import { FirstOfEach, saveRows } from './import-rows';
import type { ImportProgress } from './import-rows';
import { readProductsCsv } from './read-products-csv';

const BATCH = 200;

/**
 * Brings a `products.csv` into the catalogue, in one transaction; entries that the file lacks stay. What a person
 * ruled about a delivery is not undone by `unknown`. Throws what `readProductsCsv` throws; then nothing is changed.
 */
export async function importProducts(
  store: Store,
  file: string,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  onProgress: (progress: ImportProgress) => void = () => undefined,
  onTouched: (touched: { readonly productIds: readonly string[] }) => void = () => undefined,
): Promise<ImportReport> {
  const startedAt = outside.clock.now();
  const counts = new ImportCounts();
  const rows = await readAll(file, counts);
  onProgress({ phase: 'reading', rows: rows.length });
  const productIds: string[] = [];
  const run = { kind: 'products', file, rows, counts, batch: BATCH, startedAt, onProgress } as const;
  const report = await saveRows(store, outside, {
    ...run,
    save: async (db, batch) => {
      const saved = await saveProducts(db, batch, startedAt);
      productIds.push(...saved.touched);
      return { ...saved, changed: saved.touched.length - saved.added };
    },
  });
  onTouched({ productIds });
  return report;
}

async function readAll(file: string, counts: ImportCounts): Promise<readonly Product[]> {
  const products = new FirstOfEach<Product>(counts, 'product');
  for await (const row of readProductsCsv(file)) {
    if (row.kind === 'refused') counts.refuse(row);
    else products.add(row.product.productId, row.line, row.product);
  }
  return products.all();
}
