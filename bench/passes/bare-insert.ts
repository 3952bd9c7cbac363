import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutside } from '../../electron/engine/hosts/outside';
import { SqlFile } from '../../electron/engine/store/driver';
import type { SqlRow } from '../../electron/engine/store/driver';
import { openStore, STORE_SETTINGS } from '../../electron/engine/store/open-store';
import { STORE_FILE } from './our-sync';
import { timed } from './own-process';

/** What a first sync writes, in the order in which foreign keys allow it. */
const TABLES = [
  'ticket',
  'message',
  'message_raw',
  'message_location',
  'message_reference',
  'ticket_event',
  'unread_picture',
  'search_document',
  'ticket_search',
] as const;

/** Rows of one statement, as our own inserts have it. */
const ROWS_PER_STATEMENT = 50;

/** How often the disk is waited for: once for all is the fastest, and what "bulk" means. */
export type BarePassOfInsert = { readonly insertMs: number; readonly rows: number };

/**
 * The yardstick of the store: the rows that a sync left behind in this profile, put into an empty store of the same schema
 * and settings in one transaction, by prepared statements of many rows each. Reading them is not counted.
 */
export async function insertBare({ profileDir }: { readonly profileDir: string }): Promise<BarePassOfInsert> {
  const tables = readTables(join(profileDir, STORE_FILE));
  const dir = await mkdtemp(join(tmpdir(), 'sportello-bench-'));
  try {
    const path = join(dir, STORE_FILE);
    const { clock, log } = createOutside({ resourcesDir: dir, sinks: [() => undefined] });
    await (await openStore({ path, key: null, clock, log })).close();
    const file = new SqlFile(path, null);
    for (const setting of STORE_SETTINGS) file.run(`pragma ${setting}`);
    const insertMs = await timed(async () => {
      file.run('begin immediate');
      for (const [table, rows] of tables) insert(file, table, rows);
      file.run('commit');
    });
    file.close();
    return { insertMs, rows: [...tables.values()].reduce((sum, rows) => sum + rows.length, 0) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function readTables(path: string): ReadonlyMap<string, readonly SqlRow[]> {
  const file = new SqlFile(path, null);
  try {
    const columns = (table: string): string => (table === 'ticket_search' ? 'rowid, text' : '*');
    return new Map(TABLES.map((table) => [table, file.run(`select ${columns(table)} from "${table}"`).rows]));
  } finally {
    file.close();
  }
}

function insert(file: SqlFile, table: string, rows: readonly SqlRow[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const names = columns.map((column) => `"${column}"`).join(', ');
  const holes = `(${columns.map(() => '?').join(', ')})`;
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const some = rows.slice(at, at + ROWS_PER_STATEMENT);
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    file.run(`insert into "${table}" (${names}) values ${some.map(() => holes).join(', ')}`, values);
  }
}
