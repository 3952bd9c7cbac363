import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { MigratedDb } from '../migrations/column-types';
import type { QueueSizes } from '../queue-sizes';
import type { StoreTables } from '../schema';

/**
 * Sizes of the queues without counting: PostgreSQL counts a million rows in most of a second, and fifty windows want to
 * know after every change. Triggers add what each statement put in and took out, as new rows, so that no two desks wait for one
 * row; {@link TALLY_FOLDED} puts them together now and then.
 *
 * Called by its migration, with the team's schema as the search path, which the functions keep.
 */
export async function createQueueTally(db: MigratedDb): Promise<void> {
  await sql`create table queue_tally (
    id bigint generated always as identity primary key,
    queue text collate "C" not null,
    tickets bigint not null
  )`.execute(db);
  const comes = 'select queue, 1 as n from fresh';
  const goes = 'select queue, -1 as n from stale';
  await keepTally(db, ['insert', 'new table as fresh'], comes);
  await keepTally(db, ['delete', 'old table as stale'], goes);
  await keepTally(db, ['update', 'old table as stale new table as fresh'], `${comes} union all ${goes}`);
  // Where rows came in past the triggers. Only the owner may.
  await sql`create function recount_queues() returns void language sql set search_path from current as ${sql.lit(
    `lock table ticket in share mode; delete from queue_tally; ${RECOUNT}`,
  )}`.execute(db);
  await sql`${sql.raw(RECOUNT)}`.execute(db);
}

const RECOUNT = 'insert into queue_tally (queue, tickets) select queue, count(*) from ticket group by queue';

/** One statement: who looks sees the rows before it or after it. What another desk adds meanwhile stays. */
export const TALLY_FOLDED = `with gone as (delete from queue_tally returning queue, tickets)
  insert into queue_tally (queue, tickets) select queue, sum(tickets) from gone group by queue having sum(tickets) <> 0`;

async function keepTally(db: MigratedDb, [act, names]: readonly [string, string], rows: string): Promise<void> {
  const body = `begin
    insert into queue_tally (queue, tickets)
      select rows.queue, sum(rows.n) from (${rows}) as rows group by rows.queue having sum(rows.n) <> 0;
    return null;
  end`;
  const name = sql.ref(`tally_${act}`);
  await sql`create function ${name}() returns trigger language plpgsql security definer set search_path from current as
    ${sql.lit(body)}`.execute(db);
  await sql`create trigger ${name} after ${sql.raw(act)} on ticket referencing ${sql.raw(names)}
    for each statement execute function ${name}()`.execute(db);
}

/** What the triggers wrote down; the oldest of each queue is the first entry of an index. */
export function talliedSizes(db: Kysely<StoreTables>, schema: string): QueueSizes {
  const tally = sql.table(`${schema}.queue_tally`);
  const ticket = sql.table(`${schema}.ticket`);
  return {
    async all() {
      const { rows } = await sql<{ queue: string; count: number; oldest: number | null }>`
        select queue, count, (select updated_at from ${ticket} where queue = sizes.queue order by updated_at limit 1) as oldest
        from (select queue, sum(tickets)::bigint as count from ${tally} group by queue) as sizes
        where count > 0`.execute(db);
      return rows.map(({ queue, count, oldest }) => ({ queue, count, oldestAt: oldest }));
    },
    async of(queue) {
      const { rows } = await sql<{ count: number }>`
        select coalesce(sum(tickets), 0)::bigint as count from ${tally} where queue = ${queue}`.execute(db);
      return rows[0]?.count ?? 0;
    },
  };
}
