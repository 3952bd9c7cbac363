import { basename } from 'node:path';
import type { ImportReport } from '../../../shared/contract/views';
import type { Product } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import { saveImportRun } from '../store/imports-table';
import type { Store } from '../store/open-store';
import { saveProducts } from '../store/products-table';
import { ImportCounts, takeTurns } from './import-report';
import type { ImportProgress } from './import-sales';
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
  const products = await readAll(file, counts);
  onProgress({ phase: 'reading', rows: products.length });
  const productIds: string[] = [];
  const report = await store.transaction(async (db) => {
    for (let at = 0; at < products.length; at += BATCH) {
      const batch = products.slice(at, at + BATCH);
      const saved = await saveProducts(db, batch, startedAt);
      productIds.push(...saved.touched);
      counts.save({ ...saved, changed: saved.touched.length - saved.added });
      onProgress({ phase: 'saving', rows: at + batch.length });
      await takeTurns();
    }
    const result = counts.report();
    await saveImportRun(db, {
      id: outside.ids.row(),
      kind: 'products',
      fileName: basename(file),
      startedAt,
      finishedAt: outside.clock.now(),
      report: result,
    });
    return result;
  });
  const { read, added, changed, unchanged, refused } = report;
  outside.log.info('import', 'products', { read, added, changed, unchanged, refused });
  onTouched({ productIds });
  return report;
}

async function readAll(file: string, counts: ImportCounts): Promise<readonly Product[]> {
  const first = new Map<string, { readonly line: number; readonly product: Product }>();
  for await (const row of readProductsCsv(file)) {
    if (row.kind === 'refused') {
      counts.refuse(row);
      continue;
    }
    const { line, product } = row;
    const before = first.get(product.productId);
    if (!before) {
      first.set(product.productId, { line, product });
    } else if (JSON.stringify(before.product) === JSON.stringify(product)) {
      counts.save({ added: 0, changed: 0, unchanged: 1 });
    } else {
      counts.refuse({ line, reason: `the same product stands in line ${before.line} with other data` });
    }
  }
  return [...first.values()].map((each) => each.product);
}
