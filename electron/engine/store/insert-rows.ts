import { CompiledQuery, sql } from 'kysely';
import type { Insertable, Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** Rows of one statement: a multiple of it runs as the same prepared statement, whatever the batch. */
const ROWS_PER_STATEMENT = 50;

/** SQL of an insert by store, table, columns and number of rows; a handful of each in a run. */
const known = new WeakMap<object, Map<string, string>>();

/**
 * Adds many rows of one shape. The text of the statement is written once and remembered: for hundreds of rows, writing
 * it out anew costs more than the insert itself.
 *
 * @param rows all with the same columns, none of them undefined
 * @param rewrite columns that are written over where a row with this `key` is there already
 */
export async function insertRows<T extends keyof StoreTables>(
  db: Kysely<StoreTables>,
  table: T,
  rows: readonly Insertable<StoreTables[T]>[],
  rewrite: readonly (keyof StoreTables[T] & string)[] = [],
  key: keyof StoreTables[T] & string = 'id' as keyof StoreTables[T] & string,
): Promise<void> {
  const texts = textsOf(db);
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const some = rows.slice(at, at + ROWS_PER_STATEMENT);
    const columns = Object.keys(some[0] ?? {});
    const shape = `${table} ${String(some.length)} ${columns.join()} ${rewrite.join()}`;
    const text = texts.get(shape) ?? textOf(db, table, some, rewrite, key);
    texts.set(shape, text);
    const values = some.flatMap((row) => columns.map((column) => (row as Readonly<Record<string, unknown>>)[column]));
    await db.executeQuery(CompiledQuery.raw(text, values));
  }
}

/** The statements of one store: two in a process (a team's beside a file) write theirs differently. */
function textsOf(db: Kysely<StoreTables>): Map<string, string> {
  const { adapter } = db.getExecutor();
  const texts = known.get(adapter) ?? new Map<string, string>();
  known.set(adapter, texts);
  return texts;
}

function textOf<T extends keyof StoreTables>(
  db: Kysely<StoreTables>,
  table: T,
  rows: readonly Insertable<StoreTables[T]>[],
  rewrite: readonly string[],
  key: string,
): string {
  const insert = db.insertInto(table).values(rows);
  if (rewrite.length === 0) return insert.compile().sql;
  const over = rewrite.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  return sql`${insert} on conflict (${sql.ref(key)}) do update set ${sql.join(over)}`.compile(db).sql;
}
