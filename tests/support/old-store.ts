import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Kysely, sql } from 'kysely';
import { SqlFile, SqlFileDriver, sqlFileDialect } from '../../electron/engine/store/driver';
import { SQLITE_TYPES } from '../../electron/engine/store/migrations/column-types';
import type { MigratedDb } from '../../electron/engine/store/migrations/column-types';
import { MIGRATIONS, migrate } from '../../electron/engine/store/migrations/migrate';
import { MOVED_TABLES } from '../../electron/engine/store/move/moved-tables';
import { STORE_SETTINGS } from '../../electron/engine/store/open-store';
import { rowOf } from './filled-store';
import type { Column } from './filled-store';
import { makeFolder, silentLog, stillClock } from './make-store';

/** Stores as each released schema left them, one file each; made once and never again, whatever the migrations become. */
export const OLD_STORES = resolve('tests/fixtures/stores');
/** Passphrase of the encrypted one. */
export const OLD_STORE_KEY = 'vecchia chiave';
/** The schema of which an encrypted store is kept too: its bytes do not compress, so it is the smallest. */
export const ENCRYPTED_SCHEMA = 10;

export type OldStore = { readonly schema: number; readonly key: string | null };

/** Every old store that must be kept: one of each schema, and one that is encrypted. */
export const EVERY_OLD_STORE: readonly OldStore[] = [
  ...MIGRATIONS.map(({ number }) => ({ schema: number, key: null })),
  { schema: ENCRYPTED_SCHEMA, key: OLD_STORE_KEY },
];

/** All rows of a store, by table; times, ids and texts as they are stored. */
export type AllRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export function fixtureOf({ schema, key }: OldStore): string {
  return join(OLD_STORES, `${String(schema).padStart(4, '0')}${key === null ? '' : '-encrypted'}.db.gz`);
}

/** The kept store in a folder of its own, to be opened by today's program. */
export function unpackOldStore(old: OldStore): string {
  const path = join(makeFolder(), 'store.db');
  writeFileSync(path, gunzipSync(readFileSync(fixtureOf(old))), { mode: 0o600 });
  return path;
}

/** Makes the fixtures that are missing, from the migrations as they are now; those that are there stay as they are. */
export async function writeMissingOldStores(): Promise<void> {
  mkdirSync(OLD_STORES, { recursive: true });
  for (const old of EVERY_OLD_STORE) {
    if (existsSync(fixtureOf(old))) continue;
    const path = join(makeFolder(), 'store.db');
    await makeOldStore(path, old);
    writeFileSync(fixtureOf(old), gzipSync(readFileSync(path), { level: 9 }));
  }
}

/** Three rows in every table that the schema has: tickets, mails, replies in several states, purchases, notes, settings. */
async function makeOldStore(path: string, { schema, key }: OldStore): Promise<void> {
  const db = openRaw(path, key, STORE_SETTINGS);
  const migrations = MIGRATIONS.filter(({ number }) => number <= schema);
  const clock = stillClock();
  await migrate({ db, types: SQLITE_TYPES, path, clock, log: silentLog, migrations, backUp: () => Promise.resolve() });
  const there = await tablesOf(db);
  for (const table of MOVED_TABLES.filter(({ name }) => there.includes(name))) {
    const { rows: columns } =
      await sql<Column>`select name, type, "notnull" from pragma_table_info(${table.name})`.execute(db);
    await db
      .insertInto(table.name)
      .values([0, 1, 2].map((at) => likeADesk(table.name, columns, rowOf(table, columns, at), at)))
      .execute();
  }
  await db.destroy();
}

/** What steps look at is as a desk writes it: tickets by their numbers, and what belongs to them. */
function likeADesk(table: string, columns: readonly Column[], row: Readonly<Record<string, unknown>>, at: number) {
  const known: Readonly<Record<string, unknown>> = {
    ticket_id: `T-${at + 1}`,
    ...(table === 'ticket' && {
      id: `T-${at + 1}`,
      state: ['open', 'done', 'waiting.customer'][at],
      queue: 'inbox',
      requester_address: ['giulia@posta.example', 'marco@posta.example', 'elena@correo.example'][at],
      requester_name: ['Giulia Ferri', 'Marco Riva', 'Elena Duarte'][at],
      subject: ['Non ho ricevuto l’e-mail', 'Não consigo entrar', 'No encuentro mi curso'][at],
    }),
    ...(table === 'ticket_event' && { kind: ['sent', 'state', 'note'][at], at: Date.UTC(2026, 0, 10 + at) }),
    ...(table === 'outbox' && {
      kind: ['reply', 'escalation', 'reply'][at],
      state: ['queued', 'filed', 'held'][at],
      envelope_to: ['giulia@posta.example', 'produtor@cursos.example', 'elena@correo.example'][at],
      message_id: `<${String(at)}@corsi.example>`,
      created_at: Date.UTC(2026, 0, 10 + at),
    }),
  };
  const there = columns.map(({ name }) => name);
  return { ...row, ...Object.fromEntries(Object.entries(known).filter(([name]) => there.includes(name))) };
}

/** Reads a store's file as it lies, without changing its schema. */
export async function readAllRows(path: string, key: string | null): Promise<AllRows> {
  const db = openRaw(path, key, []);
  try {
    const all: Record<string, AllRows[string]> = {};
    for (const table of await tablesOf(db)) all[table] = await db.selectFrom(table).selectAll().execute();
    return all;
  } finally {
    await db.destroy();
  }
}

function openRaw(path: string, key: string | null, settings: readonly string[]): MigratedDb {
  const file = new SqlFile(path, key);
  for (const setting of settings) file.run(`pragma ${setting}`);
  return new Kysely({ dialect: sqlFileDialect(new SqlFileDriver(file)) });
}

async function tablesOf(db: MigratedDb): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'ticket_search%' and name not like 'sqlite_%'
    order by name`.execute(db);
  return rows.map(({ name }) => name);
}
