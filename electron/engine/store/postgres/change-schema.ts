import { sql } from 'kysely';
import { TALLY_FOLDED } from './queue-tally';
import type { MigratedDb } from '../migrations/column-types';

/** What other desks hear of, and the column that names it. */
type Heard = { readonly table: string; readonly kind: string; readonly key: string };
const HEARD: readonly Heard[] = [
  { table: 'ticket', kind: 'ticket', key: 'id' },
  { table: 'note', kind: 'ticket', key: 'ticket_id' },
  { table: 'outbox', kind: 'outbox', key: 'ticket_id' },
  { table: 'presence', kind: 'presence', key: 'ticket_id' },
  { table: 'lease', kind: 'lease', key: 'name' },
  { table: 'import_run', kind: 'imports', key: 'id' },
  { table: 'product', kind: 'catalogue', key: 'product_id' },
];

/** Rows of the feed are kept this long; who was away for longer reads everything anew. */
export const FEED_KEPT_MS = 3_600_000;

/**
 * The change feed (docs/team-store.md): triggers write down what changed, whoever wrote. Called by its migration, with the
 * team's schema as the search path, which the functions keep.
 *
 * A row names the transaction that wrote it, because numbers of a sequence are given out before the commit: a reader that goes by them
 * misses what commits late (reliability.md, M18).
 */
export async function createChangeFeed(db: MigratedDb): Promise<void> {
  await sql`create table change (
    seq bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    kind text collate "C" not null,
    key text collate "C" not null
  )`.execute(db);
  await sql`create index change_by_xid on change (xid)`.execute(db);
  // Proof that a transaction happened, for who got no answer to its COMMIT.
  await sql`create table commit_mark (
    token text collate "C" primary key,
    at timestamptz not null default clock_timestamp()
  )`.execute(db);
  await sql`create index commit_mark_by_time on commit_mark (at)`.execute(db);
  // Nothing but a lock: see team-driver.ts.
  await sql`create table turn (nothing bigint)`.execute(db);
  await sql`create index change_by_time on change (at)`.execute(db);
  for (const heard of HEARD) await hear(db, heard);
  // A day's old rows only: what it deletes is no choice of the caller's.
  await sql`create function trim_changes() returns void language sql security definer set search_path from current as
    ${sql.lit(
      [
        ...['change', 'commit_mark'].map(
          (table) => `delete from ${table} where at < now() - interval '${String(FEED_KEPT_MS / 1000)} seconds'`,
        ),
        TALLY_FOLDED,
      ].join('; '),
    )}`.execute(db);
}

/** Lets other desks hear of a table's rows. For the migration that makes the table, where it came after the feed. */
export async function hear(db: MigratedDb, { table, kind, key }: Heard): Promise<void> {
  await writeDown(db, table, kind, key, ['insert', 'new table as fresh'], 'select * from fresh');
  await writeDown(db, table, kind, key, ['delete', 'old table as stale'], 'select * from stale');
  const both = 'select * from fresh union all select * from stale';
  await writeDown(db, table, kind, key, ['update', 'old table as stale new table as fresh'], both);
}

async function writeDown(
  db: MigratedDb,
  table: string,
  kind: string,
  key: string,
  [act, names]: readonly [string, string],
  rows: string,
): Promise<void> {
  const body = `begin
    insert into change (kind, key) select distinct '${kind}', rows.${key} from (${rows}) as rows;
    if found then perform pg_notify(tg_table_schema, ''); end if;
    return null;
  end`;
  const name = sql.ref(`heard_${table}_${act}`);
  await sql`create function ${name}() returns trigger language plpgsql security definer set search_path from current as
    ${sql.lit(body)}`.execute(db);
  await sql`create trigger ${name} after ${sql.raw(act)} on ${sql.ref(table)} referencing ${sql.raw(names)}
    for each statement execute function ${name}()`.execute(db);
}
