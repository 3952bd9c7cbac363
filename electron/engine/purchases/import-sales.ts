import { SportelloError } from '../../../shared/contract/errors';
import type { ImportReport } from '../../../shared/contract/views';
import type { Purchase } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import type { Store } from '../store/open-store';
import { savePurchases } from '../store/purchases-table';
import { readStatusRulings, statusOfWord } from '../store/status-rulings-table';
import { ImportCounts } from './import-report';
import { FirstOfEach, saveRows } from './import-rows';
import type { ImportProgress } from './import-rows';
import { readSalesCsv } from './read-sales-csv';

/** Most sales of one file: they are held in memory until all are read. */
export const MAX_SALES = 500_000;
const BATCH = 400;

/** Purchases that an import added or changed: open tickets that name them or come from their buyers are decided again. */
export type TouchedPurchases = { readonly numbers: readonly string[]; readonly buyers: readonly string[] };

/**
 * Brings the purchases of a canonical `sales.csv` into the store: all in one transaction, so that a stop in the middle
 * leaves the old data. Running it again changes nothing. Broken rows are listed, the others imported.
 * Throws what `readSalesCsv` throws, and `file-too-large` beyond MAX_SALES; then nothing is changed.
 */
export async function importSales(
  store: Store,
  file: string,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  onProgress: (progress: ImportProgress) => void = () => undefined,
  onTouched: (touched: TouchedPurchases) => void = () => undefined,
): Promise<ImportReport> {
  const startedAt = outside.clock.now();
  const counts = new ImportCounts();
  const rows = await readAll(file, counts, onProgress);
  const touched: Purchase[] = [];
  let rulings: Awaited<ReturnType<typeof readStatusRulings>> | null = null;
  const run = { kind: 'sales', file, rows, counts, batch: BATCH, startedAt, onProgress } as const;
  const report = await saveRows(store, outside, {
    ...run,
    save: async (db, batch) => {
      const ruledWords = (rulings ??= await readStatusRulings(db));
      const ruled = batch.map((purchase) => ({ ...purchase, status: statusOfWord(purchase.statusWord, ruledWords) }));
      const saved = await savePurchases(db, ruled, { importId: null, asOf: startedAt, at: startedAt });
      touched.push(...saved.touched);
      return { ...saved, changed: saved.touched.length - saved.added };
    },
  });
  onTouched({
    numbers: touched.map((purchase) => purchase.transaction),
    buyers: [...new Set(touched.map((purchase) => purchase.buyerFolded))],
  });
  return report;
}

/** Each number counts once: a second row that says the same is unchanged, one that says something else is refused. */
async function readAll(
  file: string,
  counts: ImportCounts,
  onProgress: (progress: ImportProgress) => void,
): Promise<readonly Purchase[]> {
  const purchases = new FirstOfEach<Purchase>(counts, 'transaction');
  let rows = 0;
  for await (const row of readSalesCsv(file)) {
    rows += 1;
    if (rows % 1000 === 0) onProgress({ phase: 'reading', rows });
    if (row.kind === 'refused') {
      counts.refuse(row);
      continue;
    }
    purchases.add(row.purchase.transaction, row.line, row.purchase);
    if (purchases.size > MAX_SALES) {
      throw new SportelloError('file-too-large', `${file} holds more than ${MAX_SALES} sales.`, {
        action: 'Split the file; each part may be imported on its own.',
        detail: { path: file, sales: MAX_SALES },
      });
    }
  }
  return purchases.all();
}
