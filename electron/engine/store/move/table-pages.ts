import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { StoreTables } from '../schema';
import { STAYING_SETTINGS } from './move-mark';
import type { TableShape } from './moved-tables';

/** A row of any table, as both engines give it. */
export type AnyRow = Readonly<Record<string, string | number | null | Uint8Array>>;
/** Values of a row's key. */
export type RowKey = readonly (string | number)[];

/** Most rows of one page: small rows cost a round trip each way, not memory. */
const PAGE_ROWS = 500;
/** Where a page of large rows ends, in bytes or characters: what one batch holds in memory, here and at the server. */
const PAGE_LENGTH = 8 * 1024 * 1024;

/** The next rows after this key, in the order of the key; none at the end. A single row may be longer than a page. */
export async function readPage(
  db: Kysely<StoreTables>,
  table: TableShape,
  after: RowKey | null,
): Promise<readonly AnyRow[]> {
  const rows = inOrder(db, table, after).selectAll().limit(PAGE_ROWS);
  if (table.large.length === 0) return rows.execute();
  const last = await endOfPage(db, table, after);
  return last === null ? [] : rows.where(sql<boolean>`${keyColumns(table)} <= ${values(last)}`).execute();
}

/** All pages of a table, one after the other. */
export async function* pagesOf(db: Kysely<StoreTables>, table: TableShape): AsyncGenerator<readonly AnyRow[]> {
  for (let after: RowKey | null = null; ;) {
    const rows: readonly AnyRow[] = await readPage(db, table, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keyOf(table, last);
  }
}

/** How many rows of a table are moved. */
export async function countRows(db: Kysely<StoreTables>, table: TableShape): Promise<number> {
  const rows = movedRows(db, table, null).select(({ fn }) => fn.countAll<number>().as('rows'));
  const { rows: count } = await rows.executeTakeFirstOrThrow();
  return Number(count);
}

/** The key of a row that was read. */
export function keyOf(table: TableShape, row: AnyRow): RowKey {
  return table.key.map((column) => {
    const value = row[column];
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw new Error(`The key ${column} of ${table.name} is neither text nor a number`);
  });
}

/** Key of the last row that still fits into the page; null where nothing is left. */
async function endOfPage(db: Kysely<StoreTables>, table: TableShape, after: RowKey | null): Promise<RowKey | null> {
  const long = table.large.map((column) => sql`coalesce(length(${sql.ref(column)}), 0)`);
  const rows = await inOrder(db, table, after)
    .select([...table.key, sql<number>`${sql.join(long, sql` + `)}`.as('page_length')])
    .limit(PAGE_ROWS)
    .execute();
  let length = 0;
  let last: AnyRow | null = null;
  for (const row of rows) {
    length += Number(row['page_length']);
    if (last !== null && length > PAGE_LENGTH) break;
    last = row;
  }
  return last === null ? null : keyOf(table, last);
}

function inOrder(db: Kysely<StoreTables>, table: TableShape, after: RowKey | null) {
  return movedRows(db, table, after).orderBy(sql`${sql.join(table.key.map((column) => sql.ref(column)))}`);
}

function movedRows(db: Kysely<StoreTables>, table: TableShape, after: RowKey | null) {
  let rows = anyTables(db).selectFrom(table.name);
  if (table.name === 'setting') rows = rows.where('name', 'not in', STAYING_SETTINGS);
  return after === null ? rows : rows.where(sql<boolean>`${keyColumns(table)} > ${values(after)}`);
}

function keyColumns(table: TableShape): RawBuilder<unknown> {
  return sql`(${sql.join(table.key.map((column) => sql.ref(column)))})`;
}

function values(key: RowKey): RawBuilder<unknown> {
  return sql`(${sql.join([...key])})`;
}

/** The store as tables of anything: which one is meant is known while it runs. */
function anyTables(db: Kysely<StoreTables>): Kysely<Record<string, AnyRow>> {
  return db as unknown as Kysely<Record<string, AnyRow>>;
}
