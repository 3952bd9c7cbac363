import { sql } from 'kysely';
import { FEWEST_CASES, countAmong, rankProducers, sumBy } from '../../../shared/domain/report';
import type { ProducerLine } from '../../../shared/domain/report';
import { DAY_MS } from '../../../shared/domain/report-periods';
import type { Db } from '../store/tickets-table';
import { countGroups, spreadsBy, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/**
 * Escalations that began then, by producer: how long the first answer by a person took, whether the producer was silent beyond the
 * limit, and whether the customer wrote again while waiting. One that was closed unanswered was silent until then. Of several
 * that one producer had about one ticket, the last counts: they are one case.
 */
export function producerRows({ from, to, at, silentAfterDays }: Asked): FigureRows {
  return sql`
    select e.ticket_id as ticket_id, e.started_at as at, e.producer_name as producer, e.answered_at - e.started_at as took,
      case when coalesce(e.answered_at, e.closed_at, ${at}) - e.started_at > ${silentAfterDays * DAY_MS}
        then '1' else '0' end as silent,
      case when exists (select 1 from ${table('message')} as m where m.ticket_id = e.ticket_id and m.received_at > e.started_at
        and m.received_at <= coalesce(e.answered_at, e.closed_at, ${at}) and m.direction = 'inbound' and m.is_auto = 0)
        then '1' else '0' end as twice
    from ${table('escalation')} as e
    where e.started_at >= ${from} and e.started_at < ${to}
      and not exists (select 1 from ${table('escalation')} as l
        where l.ticket_id = e.ticket_id and l.producer_name = e.producer_name and l.started_at < ${to}
          and (l.started_at > e.started_at or (l.started_at = e.started_at and l.id > e.id)))`;
}

/** Open escalations that a producer has not answered for longer than the limit. */
export function silentRows({ at, silentAfterDays }: Asked): FigureRows {
  return sql`
    select ticket_id, waiting_since as at, producer_name as producer from ${table('escalation')} as escalation
    where state = 'waiting' and waiting_since < ${at - silentAfterDays * DAY_MS}`;
}

/** Every producer with escalations in the range, the latest first. */
export async function readProducers(db: Db, asked: Asked): Promise<readonly ProducerLine[]> {
  const groups = await countGroups(db, 'producers', producerRows(asked));
  const answers = await spreadsBy(db, producerRows(asked), 'producer');
  const earlier = { ...asked, from: asked.from - (asked.to - asked.from), to: asked.from };
  const before = await spreadsBy(db, producerRows(earlier), 'producer');
  return rankProducers(
    sumBy(groups, 'producer').map(({ value, count }) => {
      const producer = value ?? '';
      return {
        producer,
        cases: count,
        answer: answers.get(producer) ?? { count: 0, median: null, p90: null },
        silent: countAmong(groups, { producer, silent: '1' }),
        twice: countAmong(groups, { producer, twice: '1' }),
        before: before.get(producer)?.median ?? null,
        judged: count < FEWEST_CASES ? 'too-few' : 'ranked',
      };
    }),
  );
}
