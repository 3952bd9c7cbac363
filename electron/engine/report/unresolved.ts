import { sql } from 'kysely';
import { AGE_LIMITS_MS, BREACH_BEFORE_MS, WEEK_MS } from '../../../shared/domain/report';
import { table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/**
 * Tickets that are neither done nor filed, whoever owes, of any age. A breach: an access case that was there before the
 * guarantee of its purchase ended, less than two days before that or later.
 */
export function unresolvedRows({ at }: Asked): FigureRows {
  const limits = AGE_LIMITS_MS.map(
    (limit, band) => sql`when t.created_at > ${at - limit} then ${sql.lit(String(band))}`,
  );
  return sql`
    select t.id as ticket_id, t.created_at as at,
      case ${sql.join(limits, sql` `)} else ${sql.lit(String(limits.length))} end as band,
      t.decision as decision,
      t.product_id as product,
      coalesce(nullif(p.producer_name, ''), nullif(s.producer_name, '')) as producer,
      case when t.claim_until <= ${at} then null else t.assignee end as assignee,
      case t.state when 'waiting.customer' then 'customer' when 'waiting.producer' then 'producer'
        when 'waiting.hotmart' then 'hotmart' else 'us' end as debtor,
      case when t.intent <> 'other' and t.created_at < s.guarantee_ends_at
        and s.guarantee_ends_at <= ${at + BREACH_BEFORE_MS} then '1' else '0' end as breached,
      case when s.guarantee_ends_at >= ${at} and s.guarantee_ends_at < ${at + WEEK_MS} then '1' else '0' end as guarantee,
      case when t.case_json like '%"needsPerson":true%' then '1' else '0' end as person,
      case when r.ticket_id is null then '0' else '1' end as reviewed
    from ${table('ticket')} as t
      left join ${table('product')} as p on p.product_id = t.product_id
      left join ${table('reviewed_ticket')} as r on r.ticket_id = t.id
      left join ${table('purchase')} as s on s.transaction_number = t.transaction_number
    where t.state not in ('done', 'ignored') and t.queue <> 'junk'`;
}
