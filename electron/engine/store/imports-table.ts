import type { Kysely } from 'kysely';
import type { ImportReport } from '../../../shared/contract/views';
import type { StoreTables } from './schema';

export type ImportKind = 'sales' | 'products';

/** One finished import: kept beside the data that it changed, in the same transaction. */
export type ImportRun = {
  readonly id: string;
  readonly kind: ImportKind;
  /** Name without its folder. */
  readonly fileName: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly report: ImportReport;
};

export async function saveImportRun(db: Kysely<StoreTables>, run: ImportRun): Promise<void> {
  await db
    .insertInto('import_run')
    .values({
      id: run.id,
      kind: run.kind,
      file_name: run.fileName,
      started_at: run.startedAt,
      finished_at: run.finishedAt,
      report: JSON.stringify(run.report),
    })
    .execute();
}

/** When this kind was last imported, epoch ms; null before the first time. */
export async function lastImportAt(db: Kysely<StoreTables>, kind: ImportKind): Promise<number | null> {
  const row = await db
    .selectFrom('import_run')
    .select('finished_at')
    .where('kind', '=', kind)
    .where('finished_at', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.finished_at ?? null;
}
