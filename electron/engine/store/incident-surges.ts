import { sql } from 'kysely';
import { HOUR_MS, LEAST_TICKETS, USUAL_DAYS } from '../../../shared/domain/incident-surge';
import type { RecentTicket, UsualCount } from '../../../shared/domain/incident-surge';
import { DAY_MS } from '../../../shared/domain/report-periods';
import type { Db } from './tickets-table';

/**
 * How many tickets of a product come in. Tickets count by when they were opened; that nothing happened to a ticket before it was
 * opened lets `ticket_by_activity` answer, which holds all that is asked for but who wrote: `recentTickets` reads the tickets of an hour
 * themselves, and of busy products alone.
 */

/** With a sign SQLite does not look for an index on it, and goes by the one that has every column. */
const OPENED = sql<number>`+created_at`;

/** Products of which tickets enough for a surge were opened since then. */
export async function busyProducts(db: Db, since: number): Promise<readonly string[]> {
  const rows = await openedSince(db, since)
    .where('product_id', 'is not', null)
    .where('product_id', '!=', '')
    .select('product_id')
    .groupBy('product_id')
    .having((of) => of.fn.countAll(), '>=', LEAST_TICKETS)
    .orderBy('product_id')
    .execute();
  return rows.flatMap(({ product_id: id }) => (id === null ? [] : [id]));
}

/** Tickets of these products that were opened since then, by product. */
export async function recentTickets(
  db: Db,
  products: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, readonly RecentTicket[]>> {
  const rows = await openedSince(db, since)
    .where('product_id', 'in', products)
    .select(['product_id', 'created_at', 'requester_folded'])
    .execute();
  const byProduct = new Map<string, RecentTicket[]>(products.map((id) => [id, []]));
  for (const { product_id: id, created_at: at, requester_folded: requester } of rows) {
    byProduct.get(id ?? '')?.push({ at, requester });
  }
  return byProduct;
}

/** What was opened of these products in the four weeks before the last hour, by product; one without any is absent. */
export async function usualCounts(
  db: Db,
  products: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, UsualCount>> {
  const age = sql<number>`(${now} - created_at)`;
  const rows = await openedSince(db, now - USUAL_DAYS * DAY_MS)
    .where('product_id', 'in', products)
    .where(OPENED, '<=', now - HOUR_MS)
    .select((of) => [
      'product_id',
      of.fn.countAll<number>().as('tickets'),
      sql<number>`sum(case when ${age} % ${sql.lit(DAY_MS)} < ${sql.lit(HOUR_MS)} then 1 else 0 end)`.as('same_hour'),
      of.fn.min('created_at').as('first_at'),
    ])
    .groupBy('product_id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.product_id ?? '',
      { tickets: Number(row.tickets), sameHour: Number(row.same_hour), firstAt: Number(row.first_at) },
    ]),
  );
}

/** Tickets of these products in each whole hour from `since` to `now` (epoch ms), the first hour first, by product. */
export async function ticketsByHour(
  db: Db,
  products: readonly string[],
  { since, now }: { readonly since: number; readonly now: number },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const age = sql<number>`(created_at - ${since})`;
  // The remainder is taken off first: the engines divide and round whole numbers each in its own way.
  const hour = sql<number>`${age} - ${age} % ${sql.lit(HOUR_MS)}`;
  const rows = await openedSince(db, since)
    .where('product_id', 'in', products)
    .select((of) => ['product_id', hour.as('hour'), of.fn.countAll<number>().as('tickets')])
    .groupBy(['product_id', 'hour'])
    .execute();
  const whole = Math.floor((now - since) / HOUR_MS);
  const byProduct = new Map(products.map((id) => [id, Array.from({ length: whole }, () => 0)]));
  for (const row of rows) {
    const hours = byProduct.get(row.product_id ?? '');
    const index = Number(row.hour) / HOUR_MS;
    if (hours && index < whole) hours[index] = Number(row.tickets);
  }
  return byProduct;
}

/** What was opened since then and is somebody's work, as the report counts it (`report/volume.ts`). */
function openedSince(db: Db, since: number) {
  return db
    .selectFrom('ticket')
    .where('updated_at', '>=', since)
    .where(OPENED, '>=', since)
    .where('state', '<>', 'ignored')
    .where('queue', '<>', 'junk');
}
