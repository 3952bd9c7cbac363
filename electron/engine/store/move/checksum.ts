import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { cleanText } from '../clean-text';
import type { StoreTables } from '../schema';
import { pagesOf } from './table-pages';
import type { AnyRow } from './table-pages';
import type { TableShape } from './moved-tables';

/** What a table holds, in a form that is the same on both engines. */
export type TableSum = {
  readonly rows: number;
  /** SHA-256 over all values in the order of the key, hex. */
  readonly checksum: string;
};

/** Reads a whole table and sums it up. `read` hears of every page: how many rows so far. */
export async function sumTable(
  db: Kysely<StoreTables>,
  table: TableShape,
  read: (rows: number) => void = () => undefined,
): Promise<TableSum> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const page of pagesOf(db, table)) {
    for (const row of page) addRow(hash, row);
    rows += page.length;
    read(rows);
  }
  return { rows, checksum: hash.digest('hex') };
}

/** Each value with its column, kind and length, so that no two rows are written alike. */
function addRow(hash: Hash, row: AnyRow): void {
  for (const column of Object.keys(row).sort()) {
    const value = row[column] ?? null;
    if (value === null) {
      hash.update(`${column} null\n`);
    } else if (typeof value === 'number') {
      hash.update(`${column} number ${String(value)}\n`);
    } else {
      // A store from before texts were cleaned holds what the other engine was given clean.
      const bytes = typeof value === 'string' ? Buffer.from(cleanText(value), 'utf8') : value;
      hash.update(`${column} ${typeof value === 'string' ? 'text' : 'bytes'} ${String(bytes.byteLength)}\n`);
      hash.update(bytes);
    }
  }
  hash.update('\n');
}
