import { sql } from 'kysely';
import type { Report } from '../../../shared/domain/report';
import type { Db } from '../store/tickets-table';
import { ANSWERED, countListed, table } from './figure-rows';
import type { Asked, FigureRows } from './figure-rows';

/** Tickets with a reply that a mail server took then, by who wrote it. */
export function answeredRows({ from, to }: Pick<Asked, 'from' | 'to'>): FigureRows {
  return sql`
    select ticket_id, accepted_at as at, created_by as agent from ${table('outbox')} as outbox
    where ${ANSWERED} and accepted_at >= ${from} and accepted_at < ${to}`;
}

/** Tickets by who answered them. Never ranked (ui.md, "Team lead"): by name. */
export async function readAgents(db: Db, asked: Asked): Promise<Report['agents']> {
  const nextAgent = (after: FigureRows): FigureRows =>
    sql`(select min(created_by) from ${table('outbox')} as outbox where ${ANSWERED} ${after})`;
  // From one agent's range of the index to the next one's: grouping a year's replies takes SQLite five times as long.
  const found = await sql<{ readonly agent: string; readonly tickets: string | null }>`
    with recursive agents (agent) as (
      select ${nextAgent(sql``)}
      union all select ${nextAgent(sql`and created_by > agents.agent`)} from agents where agent is not null)
    select agent, (
      select string_agg(ticket_id, ',') from (${answeredRows(asked)}) as answered where answered.agent = agents.agent) as tickets
    from agents where agent is not null`.execute(db);
  return found.rows
    .map(({ agent, tickets }) => ({ agent, count: countListed(tickets) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => (one.agent < other.agent ? -1 : 1));
}
