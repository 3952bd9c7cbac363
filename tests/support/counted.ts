import type { Kysely } from 'kysely';
import type { StoreTables } from '../../electron/engine/store/schema';

/** Reads a counter and writes it back raised by one, as code does that believes to be alone. */
export async function nextTicketNumber(db: Kysely<StoreTables>): Promise<number> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', 'count').executeTakeFirst();
  const value = String(Number(row?.value ?? 0) + 1);
  if (row) await db.updateTable('setting').set({ value }).where('name', '=', 'count').execute();
  else await db.insertInto('setting').values({ name: 'count', value }).execute();
  return Number(value);
}
