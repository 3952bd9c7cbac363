import { sql } from 'kysely';
import { insertRows } from '../../electron/engine/store/insert-rows';
import { MOVED_TABLES } from '../../electron/engine/store/move/moved-tables';
import type { TableShape } from '../../electron/engine/store/move/moved-tables';
import type { FileStore, Store } from '../../electron/engine/store/store';

/** Texts that programs get wrong: signs beyond ASCII and beyond 16 bits, what PostgreSQL refuses, quotes, nothing at all. */
const TEXTS = [
  'Perché no?',
  '🎓 curso',
  'a\0b',
  'half \uD83D',
  'it\'s "quoted" \\ 100%',
  'righe\r\nnuove\t',
  '\uFFFD',
  '',
];
const NUMBERS = [0, 1, -1, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER];
/** Settled, or waiting: a reply between the two is not moved. */
const STATES = ['queued', 'filed', 'held', 'cancelled', 'outcome_unknown'];

export type Column = { readonly name: string; readonly type: string; readonly notnull: number };

/** Fills every table that is moved with so many rows each, hand-made from its columns. */
export async function fillStore(store: FileStore, rows: number): Promise<void> {
  for (const table of MOVED_TABLES) {
    const { rows: columns } =
      await sql<Column>`select name, type, "notnull" from pragma_table_info(${table.name})`.execute(store.db);
    const made = Array.from({ length: rows }, (_, at) => rowOf(table, columns, at));
    await store.transaction((db) => insertRows(db, table.name, made as never));
  }
}

/** One hand-made row of a table. */
export function rowOf(table: TableShape, columns: readonly Column[], at: number) {
  return Object.fromEntries(columns.map((column) => [column.name, valueOf(table, column, at)]));
}

function valueOf({ name, key }: TableShape, column: Column, at: number): unknown {
  const isText = column.type.toLowerCase() === 'text';
  if (name === 'outbox' && column.name === 'state') return STATES[at % STATES.length];
  if (name === 'message' && column.name === 'ticket_id') return keyText('ticket', at);
  // Rows of others that this one belongs to.
  if (column.name === 'message_id' && name !== 'message') return keyText('message', at);
  if (key.includes(column.name) || ['number', 'uid'].includes(column.name)) return isText ? keyText(name, at) : at + 1;
  if (column.notnull === 0 && at % 3 === 0) return null;
  if (isText) return TEXTS[(at + column.name.length) % TEXTS.length];
  if (column.type.toLowerCase() === 'blob') return Uint8Array.from({ length: 300 }, (_, byte) => (byte + at) % 256);
  return NUMBERS[(at + column.name.length) % NUMBERS.length];
}

/** In another order by its letters' case and accents than by its bytes. */
function keyText(table: string, at: number): string {
  return `${['b', 'A', 'é', '😀', 'Z', '_'][at % 6] ?? ''}${table}-${String(at)}`;
}

/** All rows of all moved tables in the order of their keys, as this engine gives them. */
export async function everyRow(store: Store): Promise<Record<string, readonly unknown[]>> {
  const all: Record<string, readonly unknown[]> = {};
  for (const { name, key } of MOVED_TABLES) {
    const rows = store.db.selectFrom(name).selectAll();
    all[name] = await rows.orderBy(sql`${sql.join(key.map((column) => sql.ref(column)))}`).execute();
  }
  return all;
}
