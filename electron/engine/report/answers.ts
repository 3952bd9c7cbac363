import { sql } from 'kysely';
import { ANSWERED, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/** Of the tickets that came in, those that were answered: how long the first answer took, by this desk or another mail program. */
export function firstAnswerRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select id as ticket_id, created_at as at, case when answered_at < created_at then 0 else answered_at - created_at end as took
    from ${table('ticket')} as ticket
    where created_at >= ${from} and created_at < ${to} and state <> 'ignored' and queue <> 'junk' and answered_at is not null`;
}

/** Tickets with a reply that a mail server took then, by who wrote it. */
export function answeredRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select ticket_id, accepted_at as at, created_by as agent from ${table('outbox')} as outbox
    where ${ANSWERED} and accepted_at >= ${from} and accepted_at < ${to}`;
}
