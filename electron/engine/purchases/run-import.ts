import { packError, SportelloError } from '../../../shared/contract/errors';
import type { ImportReport } from '../../../shared/contract/views';
import type { ArrivalSource } from '../../../shared/domain/purchase';
import { refusalOf } from '../../../shared/domain/import-refusals';
import type { Outside } from '../outside';
import { finishImport, startImport } from '../store/imports-table';
import type { ImportKind, ImportState } from '../store/imports-table';
import type { Store } from '../store/store';
import type { WrittenBy } from '../store/purchases-table';
import type { Db } from '../store/tickets-table';
import { noteUndecided } from '../store/undecided-arrivals';
import { ImportCounts } from './import-counts';
import type { SavedRows } from './import-counts';
import { SeenRows } from './seen-rows';

/** Rows done so far: read ones while `reading`, saved ones while `saving`. */
export type ImportProgress = { readonly phase: 'reading' | 'saving'; readonly rows: number };

/** Where a file came from, and what whoever asked for its import wants to hear. */
export type ImportOrder = {
  readonly source: ArrivalSource;
  /** What the import is called afterwards: the file's name without its folder, the report's sender. */
  readonly name: string;
  /** Of what time the file speaks, epoch ms; null: of now, because a person chose it. */
  readonly asOf: number | null;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops between two pieces; what was saved stays, each row whole. */
  readonly signal?: AbortSignal;
};

/** Rows of a file, or why some cannot be used, some thousand at a time. */
type Rows<Row> = AsyncIterable<
  readonly (
    | ({ readonly kind: 'row'; readonly line: number } & Row)
    | { readonly kind: 'refused'; readonly line: number; readonly reason: string }
  )[]
>;

export type RowImport<Row> = {
  readonly kind: ImportKind;
  /** false: it tells of some purchases only, and says nothing of how new all others are. */
  readonly isWhole?: boolean;
  readonly rows: Rows<Row>;
  /** What makes two rows one: of a second one that says the same nothing is done, one that says something else is refused. */
  readonly key: { readonly name: 'transaction' | 'product' | 'event'; of(row: Row): string; said(row: Row): string };
  /** Writes some rows, each key once; answers how many were new, other than before, and the same. */
  save(db: Db, rows: readonly Row[], by: WrittenBy): Promise<SavedRows>;
};

/** A file up to here is saved in one transaction: after a kill it is there whole or not at all, and nobody waits long. */
export const WHOLE_UP_TO = 20_000;
/** Of a larger file, rows of one transaction: agents get their turn in between. */
export const ROWS_AT_ONCE = 4000;

type Room = { readonly store: Store; readonly outside: Pick<Outside, 'clock' | 'ids' | 'log'> };

/**
 * Brings the rows of one file into the store and keeps what was done. A kill leaves the old rows or the new ones, never
 * half a row: small files whole, larger ones in pieces, the import then `under-way` until `closeInterrupted`. Running it
 * again completes it. Throws what the rows throw; `import-cancelled` where the signal says so.
 */
export async function runImport<Row>(room: Room, order: ImportOrder, work: RowImport<Row>): Promise<ImportReport> {
  const { store, outside } = room;
  const startedAt = outside.clock.now();
  const id = outside.ids.row();
  const start = { id, kind: work.kind, source: order.source, fileName: order.name, startedAt };
  const by: WrittenBy = { importId: id, asOf: Math.min(order.asOf ?? startedAt, startedAt), at: startedAt };
  const counts = new ImportCounts();
  const held: Row[] = [];
  let isStarted = false;
  let saved = 0;

  /** Writes rows and touches nothing else: the transaction may run twice. */
  async function saveRows(db: Db, rows: readonly Row[], at: number): Promise<SavedRows> {
    const done = await work.save(db, rows, by);
    if (done.added + done.changed > 0) await noteUndecided(db, { importId: `${id} ${String(at)}`, at: startedAt });
    return done;
  }

  /** What a transaction wrote is there: it counts. */
  function take(rows: number, done: readonly SavedRows[]): void {
    held.splice(0, rows);
    for (const one of done) counts.save(one);
    saved += rows;
    order.onProgress?.({ phase: 'saving', rows: saved });
  }

  async function saveHeld(most: number): Promise<void> {
    const rows = held.slice(0, most);
    const done = await store.transaction((db) => saveRows(db, rows, saved + rows.length), 'repeatable');
    take(rows.length, [done]);
  }

  function tellsOfAll({ read, refused }: ImportReport): boolean {
    return work.isWhole !== false && read > refused;
  }

  async function end(state: Exclude<ImportState, 'under-way'>, problem: unknown): Promise<ImportReport> {
    const rows = state === 'done' ? [...held] : [];
    const ended = await store.transaction(async (db) => {
      if (!isStarted) await startImport(db, { ...start, place: store.place });
      const done: SavedRows[] = [];
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const some = rows.slice(from, from + ROWS_AT_ONCE);
        done.push(await saveRows(db, some, saved + from + some.length));
        order.onProgress?.({ phase: 'saving', rows: saved + from + some.length });
      }
      const report = counts.report(done);
      await finishImport(db, id, {
        state,
        finishedAt: outside.clock.now(),
        report,
        problem: problem === null ? null : packError(problem),
        refusals: counts.refusals(),
        asOf: tellsOfAll(report) ? by.asOf : null,
      });
      return { report, done };
    });
    take(rows.length, ended.done);
    return ended.report;
  }

  try {
    for await (const kept of keptRows(order, work, counts)) {
      held.push(...kept);
      while (held.length > (isStarted ? ROWS_AT_ONCE : WHOLE_UP_TO)) {
        if (!isStarted) await store.transaction((db) => startImport(db, { ...start, place: store.place }));
        isStarted = true;
        await saveHeld(ROWS_AT_ONCE);
        await takeTurns();
      }
    }
    const report = await end('done', null);
    const { read, added, changed, unchanged, refused } = report;
    outside.log.info('import', work.kind, { source: order.source, read, added, changed, unchanged, refused });
    return report;
  } catch (error) {
    // Nothing was written yet: whoever asked hears why, and there is nothing to remember.
    if (isStarted && error instanceof SportelloError) {
      await end(error.code === 'import-cancelled' ? 'cancelled' : 'failed', error);
    }
    throw error;
  }
}

/** The usable rows of the file, each key once; the others are counted. */
async function* keptRows<Row>(
  order: ImportOrder,
  work: RowImport<Row>,
  counts: ImportCounts,
): AsyncGenerator<readonly Row[]> {
  const seen = new SeenRows();
  let read = 0;
  for await (const rows of work.rows) {
    if (order.signal?.aborted) throw cancelled(order.name);
    const kept: Row[] = [];
    for (const row of rows) {
      if (row.kind === 'refused') {
        counts.refuse(row);
        continue;
      }
      const earlier = seen.add(work.key.of(row), row.line, work.key.said(row));
      if (earlier === null) kept.push(row);
      else if (earlier.isSame) counts.save({ added: 0, changed: 0, unchanged: 1 });
      else {
        const reason = refusalOf(`same-${work.key.name}`, { line: earlier.line });
        counts.refuse({ line: row.line, reason });
      }
    }
    read += rows.length;
    order.onProgress?.({ phase: 'reading', rows: read });
    yield kept;
    await takeTurns();
  }
}

/** Said to whoever waits for an import that was stopped. */
export function cancelled(name: string): SportelloError {
  return new SportelloError('import-cancelled', `The import of ${name} was stopped.`, {
    action: 'Import the file again to complete it: rows that are there already stay as they are.',
    detail: { name },
  });
}

/** Lets timers and requests have their turn between two pieces of long work. */
function takeTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
