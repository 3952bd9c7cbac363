import { basename } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import type { ImportReport } from '../../../shared/contract/views';
import type { Purchase } from '../../../shared/domain/purchase';
import type { Outside } from '../outside';
import { saveImportRun } from '../store/imports-table';
import type { Store } from '../store/open-store';
import { savePurchases } from '../store/purchases-table';
import { readStatusRulings, statusOfWord } from '../store/status-rulings-table';
import { ImportCounts, takeTurns } from './import-report';
import { readSalesCsv } from './read-sales-csv';

/** Most sales of one file: they are held in memory until all are read. */
export const MAX_SALES = 500_000;
const BATCH = 400;

/** Rows done so far: read ones while `reading`, saved ones while `saving`. */
export type ImportProgress = { readonly phase: 'reading' | 'saving'; readonly rows: number };

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
  const purchases = await readAll(file, counts, onProgress);
  const touched: Purchase[] = [];
  const report = await store.transaction(async (db) => {
    const rulings = await readStatusRulings(db);
    for (let at = 0; at < purchases.length; at += BATCH) {
      const batch = purchases.slice(at, at + BATCH).map((purchase) => {
        return { ...purchase, status: statusOfWord(purchase.statusWord, rulings) };
      });
      const saved = await savePurchases(db, batch, startedAt);
      touched.push(...saved.touched);
      counts.save({ ...saved, changed: saved.touched.length - saved.added });
      onProgress({ phase: 'saving', rows: at + batch.length });
      await takeTurns();
    }
    const result = counts.report();
    await saveImportRun(db, {
      id: outside.ids.row(),
      kind: 'sales',
      fileName: basename(file),
      startedAt,
      finishedAt: outside.clock.now(),
      report: result,
    });
    return result;
  });
  const { read, added, changed, unchanged, refused } = report;
  outside.log.info('import', 'sales', { read, added, changed, unchanged, refused });
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
  const first = new Map<string, { readonly line: number; readonly purchase: Purchase }>();
  let rows = 0;
  for await (const row of readSalesCsv(file)) {
    rows += 1;
    if (rows % 1000 === 0) onProgress({ phase: 'reading', rows });
    if (row.kind === 'refused') {
      counts.refuse(row);
      continue;
    }
    const { line, purchase } = row;
    const before = first.get(purchase.transaction);
    if (!before) {
      first.set(purchase.transaction, { line, purchase });
    } else if (JSON.stringify(before.purchase) === JSON.stringify(purchase)) {
      counts.save({ added: 0, changed: 0, unchanged: 1 });
    } else {
      counts.refuse({ line, reason: `the same transaction stands in line ${before.line} with other data` });
    }
    if (first.size > MAX_SALES) {
      throw new SportelloError('file-too-large', `${file} holds more than ${MAX_SALES} sales.`, {
        action: 'Split the file; each part may be imported on its own.',
        detail: { path: file, sales: MAX_SALES },
      });
    }
  }
  return [...first.values()].map((each) => each.purchase);
}
