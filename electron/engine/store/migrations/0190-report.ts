import { sql } from 'kysely';
import type { Migration } from './column-types';

/**
 * What the team lead's figures ask: when each ticket was first answered and last closed, told so far by messages and histories; and
 * indexes that hold all that a figure asks for, so that no wide row is read, and of a range only the range.
 */
export const report: Migration = {
  number: 190,
  name: 'report',
  async up(db) {
    for (const column of ['answered_at', 'closed_at'] as const) {
      await db.schema.alterTable('ticket').addColumn(column, 'bigint').execute();
    }
    await sql`
      update ticket set closed_at = (select max(at) from ticket_event e
        where e.ticket_id = ticket.id and e.kind in ('state', 'case-closed', 'accepted', 'put-back', 'undone'))
      where state = 'done'`.execute(db);
    await sql`
      update ticket set answered_at = (select min(at) from (
        select e.at as at from ticket_event e
          where e.ticket_id = ticket.id and e.kind = 'sent' and e.detail like '%"kind":"reply"%'
        union all
        select m.received_at as at from message m
          where m.ticket_id = ticket.id and m.direction = 'outbound' and m.is_auto = 0) as answers)`.execute(db);
    const indexes = [
      sql`ticket_by_creation on ticket (created_at, state, queue, answered_at, id)`,
      sql`ticket_closed on ticket (closed_at, queue, created_at, id) where state = 'done'`,
      sql`ticket_unresolved on ticket (created_at, id) where state not in ('done', 'ignored')`,
      sql`ticket_unmatched on ticket (created_at, id) where decision in ('ask.purchase-details', 'ask.which-product')`,
      sql`outbox_answers on outbox (accepted_at, ticket_id, created_by, macro, requester_folded) where kind = 'reply' and accepted_at is not null`,
      sql`outbox_never_sent on outbox (block) where kind = 'reply' and state in ('cancelled', 'refused')`,
      sql`suggestion_case_by_time on suggestion_case (at, decision, agreement, block, ticket_id)`,
      sql`escalation_by_start on escalation (started_at)`,
    ];
    for (const index of indexes) await sql`create index ${index}`.execute(db);
  },
};
