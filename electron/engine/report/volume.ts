import { sql } from 'kysely';
import { spreadOf, withBacklog } from '../../../shared/domain/report';
import type { Spread, VolumeLine } from '../../../shared/domain/report';
import type { Bucket } from '../../../shared/domain/report-periods';
import type { Db } from '../store/tickets-table';
import { countTickets, readTimes, table } from './figure-rows';
import type { Asked, FigureRows, Times } from './figure-rows';

/**
 * Tickets that came in, and how long their first answer took, by this desk or another mail program: all but what was filed or lies
 * in Junk, which is nobody's work.
 */
export function cameInRows({ from, to }: Span): FigureRows {
  return sql`
    select id as ticket_id, created_at as at, case when answered_at < created_at then 0 else answered_at - created_at end as took
    from ${table('ticket')} as ticket
    where created_at >= ${from} and created_at < ${to} and state <> 'ignored' and queue <> 'junk'`;
}

/** Of the tickets that came in, those that were answered. */
export function firstAnswerRows(asked: Span): FigureRows {
  return sql`select ticket_id, at, took from (${cameInRows(asked)}) as came where took is not null`;
}

/**
 * Tickets that are done and were closed then, and how long they had been there: one that was opened again counts when it is
 * closed for good.
 */
export function resolvedRows(asked: Span): FigureRows {
  return sql`select ticket_id, at, took from (${closedRows(asked)}) as closed where silent is null`;
}

/** Tickets that were closed then because their customer answered nothing. */
export function noAnswerRows(asked: Span): FigureRows {
  return sql`select ticket_id, at, took from (${closedRows(asked)}) as closed where silent is not null`;
}

function closedRows({ from, to }: Span): FigureRows {
  return sql`
    select id as ticket_id, closed_at as at, no_answer_at as silent,
      case when closed_at < created_at then 0 else closed_at - created_at end as took
    from ${table('ticket')} as ticket where state = 'done' and closed_at >= ${from} and closed_at < ${to} and queue <> 'junk'`;
}

type Span = Pick<Asked, 'from' | 'to'>;

/** What came, was closed and was left in each span, oldest first, and how long first answers and resolutions took. */
export async function readVolume(
  db: Db,
  buckets: readonly Bucket[],
  now: { readonly at: number; readonly unresolved: number },
): Promise<{ readonly lines: readonly VolumeLine[]; readonly firstAnswer: Spread; readonly resolution: Spread }> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return { lines: [], firstAnswer: spreadOf([]), resolution: spreadOf([]) };
  const range = { from: first.from, to: last.to };
  const cameIn = await readTimes(db, cameInRows(range));
  const resolved = await readTimes(db, resolvedRows(range));
  const noAnswer = await readTimes(db, noAnswerRows(range));
  const counts = {
    cameIn: countIn(buckets, cameIn),
    resolved: countIn(buckets, resolved),
    noAnswer: countIn(buckets, noAnswer),
  };
  const since = { from: range.to, to: Math.max(range.to, now.at) };
  const isOver = since.to === since.from;
  const countSince = async (rows: FigureRows): Promise<number> => (isOver ? 0 : countTickets(db, rows));
  const lines = withBacklog(
    buckets.map((bucket, index) => ({
      ...bucket,
      cameIn: counts.cameIn[index] ?? 0,
      resolved: counts.resolved[index] ?? 0,
      noAnswer: counts.noAnswer[index] ?? 0,
    })),
    {
      unresolved: now.unresolved,
      cameIn: await countSince(cameInRows(since)),
      resolved: await countSince(resolvedRows(since)),
      noAnswer: await countSince(noAnswerRows(since)),
    },
  );
  return { lines, firstAnswer: spreadOf(cameIn.took), resolution: spreadOf(resolved.took) };
}

/** How many of these moments lie in each bucket; the buckets are in order and without a gap. */
function countIn(buckets: readonly Bucket[], { at }: Times): readonly number[] {
  const counts = buckets.map(() => 0);
  for (const moment of at) {
    let [low, high] = [0, buckets.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moment < (buckets[middle]?.to ?? 0)) high = middle;
      else low = middle + 1;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}
