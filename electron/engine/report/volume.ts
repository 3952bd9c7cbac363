import { sql } from 'kysely';
import { withBacklog } from '../../../shared/domain/report';
import type { Spread, VolumeLine } from '../../../shared/domain/report';
import type { Bucket } from '../../../shared/domain/report-periods';
import type { Db } from '../store/tickets-table';
import { countInBuckets, countTickets, spreadOfAll, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/** Tickets that came in: all but what was filed or lies in Junk, which is nobody's work. */
export function cameInRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select id as ticket_id, created_at as at from ${table('ticket')} as ticket
    where created_at >= ${from} and created_at < ${to} and state <> 'ignored' and queue <> 'junk'`;
}

/**
 * Tickets that are done and were closed then, and how long they had been there: one that was opened again counts when it is
 * closed for good.
 */
export function resolvedRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select id as ticket_id, closed_at as at, case when closed_at < created_at then 0 else closed_at - created_at end as took
    from ${table('ticket')} as ticket where state = 'done' and closed_at >= ${from} and closed_at < ${to} and queue <> 'junk'`;
}

/** What came in, was resolved and was left in each span, oldest first, and how long the resolved ones had taken. */
export async function readVolume(
  db: Db,
  buckets: readonly Bucket[],
  now: { readonly at: number; readonly unresolved: number },
): Promise<{ readonly lines: readonly VolumeLine[]; readonly resolution: Spread }> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return { lines: [], resolution: { count: 0, median: null, p90: null } };
  const range = { from: first.from, to: last.to };
  const cameIn = await countInBuckets(db, cameInRows(range), buckets);
  const resolved = await countInBuckets(db, resolvedRows(range), buckets);
  const resolution = await spreadOfAll(db, resolvedRows(range));
  const since = { from: range.to, to: Math.max(range.to, now.at) };
  const isOver = since.to === since.from;
  const lines = withBacklog(
    buckets.map((bucket, index) => ({ ...bucket, cameIn: cameIn[index] ?? 0, resolved: resolved[index] ?? 0 })),
    {
      unresolved: now.unresolved,
      cameIn: isOver ? 0 : await countTickets(db, cameInRows(since)),
      resolved: isOver ? 0 : await countTickets(db, resolvedRows(since)),
    },
  );
  return { lines, resolution };
}
