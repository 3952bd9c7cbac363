import { sql } from 'kysely';
import { ANSWERED, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/** Tickets with a reply that a mail server took then, by who wrote it. */
export function answeredRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select ticket_id, accepted_at as at, created_by as agent from ${table('outbox')} as outbox
    where ${ANSWERED} and accepted_at >= ${from} and accepted_at < ${to}`;
}
