import { sql } from 'kysely';
import { SECOND_MAIL_MS } from '../../../shared/domain/earned';
import { WEEK_MS } from '../../../shared/domain/report';
import { ERASED } from '../store/outbox-table';
import { ANSWERED, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/**
 * Customers who wrote again within seven days of a reply that went out then, in whatever ticket, by the macro that it began with. A
 * ticket that ends in thanks is none.
 */
export function wroteAgainRows({ from, to }: Asked): FigureRows {
  return sql`
    select o.ticket_id as ticket_id, o.accepted_at as at, coalesce(o.macro, '') as macro
    from (select ticket_id, accepted_at, macro, requester_folded from ${table('outbox')} as outbox
        where ${ANSWERED} and accepted_at >= ${from} and accepted_at < ${to}) as o
      join ${table('ticket')} as t on t.id = o.ticket_id
    where coalesce(t.case_json, '') not like '%"thanks":true%'
      and exists (select 1 from ${table('message')} as m
        where m.from_folded = o.requester_folded and m.received_at > o.accepted_at
          and m.received_at <= o.accepted_at + ${sql.lit(SECOND_MAIL_MS)} and m.direction = 'inbound' and m.is_auto = 0)`;
}

/** Tickets with a mail of ours in trouble: held, failed, perhaps lost (uncertain), or come back and not dealt with (bounced). */
export function troubleRows(): FigureRows {
  return sql`
    select ticket_id, created_at as at,
      case state when 'held' then 'held' when 'outcome_unknown' then 'uncertain' else 'failed' end as trouble
    from ${table('outbox')} as outbox
    where state in ('held', 'refused', 'failed_before_data', 'outcome_unknown', 'file_failed') and envelope_to <> ${ERASED}
    union all
    select ticket_id, created_at as at, 'bounced' as trouble from ${table('outbox')} as outbox
    where delivery = 'failed' and delivery_settled is null`;
}

/**
 * What lies in Problems, or came to Junk and Filed within a week, from a known buyer or with a known number (casework.md, "Group
 * mailboxes and forms"). Answer machines and servers' reports are left out.
 */
export function putAsideRows({ at }: Asked): FigureRows {
  return sql`
    select t.id as ticket_id, t.updated_at as at, t.queue as queue from ${table('ticket')} as t
    where (t.queue = 'problems' or (t.queue in ('junk', 'filed') and t.updated_at >= ${at - WEEK_MS}))
      and (t.transaction_number is not null
        or exists (select 1 from ${table('purchase')} as p where p.buyer_folded = t.requester_folded and t.requester_folded <> ''))
      and not (t.intent = 'auto' and t.case_json is not null and (t.case_json like '%Auto-Submitted:%'
        or t.case_json like '%X-Autoreply%' or t.case_json like '%Return-Path: <>%' or t.case_json like '%delivery-status%'))`;
}
