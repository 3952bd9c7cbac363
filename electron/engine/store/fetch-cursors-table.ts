import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** What was written down under this name; null where nothing was. */
export async function readCursor(db: Kysely<StoreTables>, name: string): Promise<string | null> {
  const row = await db.selectFrom('fetch_cursor').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** Every cursor whose name begins so, by its name. */
export async function readCursors(db: Kysely<StoreTables>, prefix: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('fetch_cursor')
    .select(['name', 'value'])
    .where('name', '>=', prefix)
    .where('name', '<', `${prefix}\u{10FFFF}`)
    .execute();
  return new Map(rows.map((row) => [row.name, row.value]));
}

/** Writes how far a source was read, in the transaction of what was read; `at` epoch ms. */
export async function writeCursor(
  db: Kysely<StoreTables>,
  cursor: { readonly name: string; readonly value: string; readonly at: number },
): Promise<void> {
  const { value, at } = cursor;
  await db
    .insertInto('fetch_cursor')
    .values(cursor)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, at }))
    .execute();
}

/** Forgets every cursor whose name begins so. */
export async function dropCursors(db: Kysely<StoreTables>, prefix: string): Promise<void> {
  await db.deleteFrom('fetch_cursor').where('name', '>=', prefix).where('name', '<', `${prefix}\u{10FFFF}`).execute();
}
