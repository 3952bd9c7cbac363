import { sql } from 'kysely';
import type { Store } from '../../electron/engine/store/store';

/** Tables with their columns, and indices with their SQL, of the whole store. */
export async function schemaOf({ db }: Pick<Store, 'db'>): Promise<unknown> {
  const tables = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'ticket_search_%' and name not like 'sqlite_%'
    order by name`.execute(db);
  const indices = await sql<{ name: string; sql: string }>`
    select name, sql from sqlite_master where type = 'index' and sql is not null order by name`.execute(db);
  const columns: Record<string, unknown> = {};
  for (const { name } of tables.rows) {
    const rows = await sql<{ name: string; type: string; notnull: number; dflt_value: string | null; pk: number }>`
      select name, type, "notnull", dflt_value, pk from pragma_table_info(${name})`.execute(db);
    columns[name] = Object.fromEntries(
      rows.rows.map((row) => [
        row.name,
        [
          row.type,
          row.notnull ? 'not null' : '',
          row.dflt_value ? `default ${row.dflt_value}` : '',
          row.pk ? `key ${row.pk}` : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
      ]),
    );
  }
  return { tables: columns, indices: Object.fromEntries(indices.rows.map((row) => [row.name, row.sql])) };
}
