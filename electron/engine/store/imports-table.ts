import type { Kysely } from 'kysely';
import type { PackedError } from '../../../shared/contract/errors';
import type { ImportRunView } from '../../../shared/contract/imports';
import type { ImportReport } from '../../../shared/contract/views';
import type { ArrivalSource } from '../../../shared/domain/purchase';
import { insertRows } from './insert-rows';
import type { StoreTables } from './schema';

/**
 * What an import brings: sales (with what events tell beside them), or the catalogue. `look-up`: the purchases of one ticket,
 * which say nothing of how new all others are.
 */
export type ImportKind = 'sales' | 'products' | 'look-up';
export type ImportState = 'under-way' | 'done' | 'failed' | 'cancelled';

/** An import as it begins. */
export type ImportStart = {
  readonly id: string;
  readonly kind: ImportKind;
  readonly source: ArrivalSource;
  /** File name without its folder, address of a report, name of an API. */
  readonly fileName: string;
  readonly startedAt: number;
  /** `Store.place` of who does it. */
  readonly place?: string;
};

const NOTHING: ImportReport = { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0, refusals: [] };

/** Rows that one import's list of refusals keeps: enough to mend a file by, and a few MB at most. */
export const KEPT_REFUSALS = 50_000;

/** Says that an import is under way; what a stop leaves so was interrupted. */
export async function startImport(db: Kysely<StoreTables>, start: ImportStart): Promise<void> {
  await db
    .insertInto('import_run')
    .values({
      id: start.id,
      kind: start.kind,
      source: start.source,
      state: 'under-way',
      file_name: start.fileName,
      started_at: start.startedAt,
      finished_at: null,
      report: JSON.stringify(NOTHING),
      problem: null,
      as_of: null,
      place: start.place ?? '',
    })
    .execute();
}

/** Closes an import with what it did, and keeps the first KEPT_REFUSALS of its refused rows. */
export async function finishImport(
  db: Kysely<StoreTables>,
  id: string,
  end: {
    readonly state: Exclude<ImportState, 'under-way'>;
    readonly finishedAt: number;
    readonly report: ImportReport;
    readonly problem: PackedError | null;
    readonly refusals: ImportReport['refusals'];
    /** Of what time it tells, epoch ms; null: it says nothing of how new all purchases are. Absent: of its end. */
    readonly asOf?: number | null;
  },
): Promise<void> {
  await db
    .updateTable('import_run')
    .set({
      state: end.state,
      finished_at: end.finishedAt,
      report: JSON.stringify(end.report),
      problem: end.problem === null ? null : JSON.stringify(end.problem),
      as_of: end.asOf === undefined ? end.finishedAt : end.asOf,
    })
    .where('id', '=', id)
    .execute();
  const rows = end.refusals
    .slice(0, KEPT_REFUSALS)
    .map(({ line, reason }, position) => ({ import_id: id, position, line, reason }));
  await insertRows(db, 'import_refusal', rows);
}

/** The newest imports, newest first; what was looked up for one ticket is none. */
export async function listImports(db: Kysely<StoreTables>, most: number): Promise<readonly ImportRunView[]> {
  const rows = await db
    .selectFrom('import_run')
    .selectAll()
    .where('kind', '!=', 'look-up')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ImportRunView['kind'],
    source: row.source as ArrivalSource,
    state: row.state as ImportState,
    fileName: row.file_name,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    report: JSON.parse(row.report) as ImportReport,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as PackedError),
  }));
}

/** Where the facts of these imports came from, by import id. */
export async function importOrigins(
  db: Kysely<StoreTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly source: ArrivalSource; readonly name: string; readonly at: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('import_run')
    .select(['id', 'source', 'file_name', 'started_at'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(
    rows.map((row) => [row.id, { source: row.source as ArrivalSource, name: row.file_name, at: row.started_at }]),
  );
}

/** Rows that an import refused, in the order of its file. */
export async function refusalsOf(db: Kysely<StoreTables>, id: string): Promise<ImportReport['refusals']> {
  return db
    .selectFrom('import_refusal')
    .select(['line', 'reason'])
    .where('import_id', '=', id)
    .orderBy('position')
    .execute();
}

/**
 * Imports of files that a stop of the engine interrupted: they are told, not hidden. Rounds over an API say it themselves
 * (`closeInterruptedRounds`). Those of another machine may be under way; null: none is, anywhere. Answers how many.
 */
export async function closeInterrupted(
  db: Kysely<StoreTables>,
  place: string | null,
  problem: PackedError,
  at: number,
): Promise<number> {
  const closed = await db
    .updateTable('import_run')
    .set({ state: 'failed', finished_at: at, problem: JSON.stringify(problem) })
    .where('state', '=', 'under-way')
    .where('source', '!=', 'api')
    .$if(place !== null, (rows) => rows.where('place', '=', place ?? ''))
    .executeTakeFirst();
  return Number(closed.numUpdatedRows);
}

/**
 * Of what time the purchases (or the catalogue) are, epoch ms, by the imports that told of all of them; null before the first.
 * What an API told is as new as the moment when the round began: nothing later was asked for.
 */
export async function lastImportAt(db: Kysely<StoreTables>, kind: ImportKind): Promise<number | null> {
  const row = await db
    .selectFrom('import_run')
    .select((of) => of.fn.max('as_of').as('newest'))
    .where('kind', '=', kind)
    .where('state', '=', 'done')
    .executeTakeFirst();
  return row?.newest ?? null;
}
