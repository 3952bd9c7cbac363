import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** The value of a named counter or setting of the store; null where nothing was written yet. */
export async function readSetting(db: Kysely<StoreTables>, name: string): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** Writes a named counter or setting over what it was. */
export async function writeSetting(db: Kysely<StoreTables>, name: string, value: string): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
