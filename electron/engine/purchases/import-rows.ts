import { basename } from 'node:path';
import type { ImportReport } from '../../../shared/contract/views';
import type { Outside } from '../outside';
import { finishImport, startImport } from '../store/imports-table';
import type { ImportKind } from '../store/imports-table';
import type { Store } from '../store/open-store';
import type { Db } from '../store/tickets-table';
import type { ImportCounts } from './import-report';
import { takeTurns } from './import-report';

/** Rows done so far: read ones while `reading`, saved ones while `saving`. */
export type ImportProgress = { readonly phase: 'reading' | 'saving'; readonly rows: number };

/** The rows of a file by their key: a second one that says the same is unchanged, one that says something else refused. */
export class FirstOfEach<Row> {
  readonly #first = new Map<string, { readonly line: number; readonly row: Row }>();
  readonly #counts: ImportCounts;
  readonly #what: string;

  /** `what` names the key in a refusal: "transaction", "product". */
  constructor(counts: ImportCounts, what: string) {
    this.#counts = counts;
    this.#what = what;
  }

  get size(): number {
    return this.#first.size;
  }

  add(key: string, line: number, row: Row): void {
    const before = this.#first.get(key);
    if (!before) this.#first.set(key, { line, row });
    else if (JSON.stringify(before.row) === JSON.stringify(row)) {
      this.#counts.save({ added: 0, changed: 0, unchanged: 1 });
    } else {
      const reason = `the same ${this.#what} stands in line ${before.line} with other data`;
      this.#counts.refuse({ line, reason });
    }
  }

  all(): readonly Row[] {
    return [...this.#first.values()].map((each) => each.row);
  }
}

/** One import after its file was read. */
export type RowImport<Row> = {
  readonly kind: ImportKind;
  readonly file: string;
  readonly rows: readonly Row[];
  readonly counts: ImportCounts;
  /** Rows of one statement. */
  readonly batch: number;
  readonly startedAt: number;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Writes one batch; answers how many rows were new, other than before, and the same. */
  save(
    db: Db,
    rows: readonly Row[],
  ): Promise<{ readonly added: number; readonly changed: number; readonly unchanged: number }>;
};

/** Saves the rows and the import's own record in one transaction: a stop in the middle leaves the old data. */
export async function saveRows<Row>(
  store: Store,
  outside: Pick<Outside, 'clock' | 'ids' | 'log'>,
  run: RowImport<Row>,
): Promise<ImportReport> {
  const { kind, rows, counts, batch, startedAt } = run;
  const report = await store.transaction(async (db) => {
    for (let at = 0; at < rows.length; at += batch) {
      const some = rows.slice(at, at + batch);
      counts.save(await run.save(db, some));
      run.onProgress({ phase: 'saving', rows: at + some.length });
      await takeTurns();
    }
    const result = counts.report();
    const id = outside.ids.row();
    await startImport(db, { id, kind, source: 'file', fileName: basename(run.file), startedAt });
    const { refusals } = result;
    const finishedAt = outside.clock.now();
    await finishImport(db, id, { state: 'done', finishedAt, report: result, problem: null, refusals });
    return result;
  });
  const { read, added, changed, unchanged, refused } = report;
  outside.log.info('import', kind, { read, added, changed, unchanged, refused });
  return report;
}
