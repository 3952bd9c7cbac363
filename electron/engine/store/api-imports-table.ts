import type { Kysely } from 'kysely';
import type { PackedError } from '../../../shared/contract/errors';
import type { ImportReport } from '../../../shared/contract/views';
import type { StoreTables } from './schema';

/** Rounds that a stop of the engine interrupted; only one can be under way, so whoever begins one says it of the others. */
export async function closeInterruptedRounds(db: Kysely<StoreTables>, problem: PackedError, at: number): Promise<void> {
  await db
    .updateTable('import_run')
    .set({ state: 'failed', finished_at: at, problem: JSON.stringify(problem) })
    .where('source', '=', 'api')
    .where('state', '=', 'under-way')
    .execute();
}

/**
 * Forgets the round before this one where it brought nothing new: rounds come every quarter of an hour, and nothing points at
 * one that wrote nothing. The last one that read all is kept: it says how new the purchases are.
 */
export async function dropQuietRound(db: Kysely<StoreTables>, newest: string): Promise<void> {
  const [last, before] = await db
    .selectFrom('import_run')
    .select(['id', 'state', 'report', 'problem'])
    .where('source', '=', 'api')
    .where('kind', '=', 'sales')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  if (!before || last?.id !== newest || (before.state === 'done' && last.state !== 'done')) return;
  const { added, changed } = JSON.parse(before.report) as ImportReport;
  // a stop kept it from saying what it wrote
  const isInterrupted = before.problem !== null && (JSON.parse(before.problem) as PackedError).code === 'engine-gone';
  if (isInterrupted || added + changed > 0) return;
  // what it refused, the newest refuses again
  await db.deleteFrom('import_refusal').where('import_id', '=', before.id).execute();
  await db.deleteFrom('import_run').where('id', '=', before.id).execute();
}
