import { sql } from 'kysely';
import type { Migration } from './column-types';

/**
 * Why a ticket has no one purchase becomes a column: the report read it out of each ticket's whole case. And indexes by which it
 * walks each agent's and each decision's rows alone, instead of sorting a year's.
 */
export const unmatchedReason: Migration = {
  number: 230,
  name: 'unmatched-reason',
  async up(db) {
    await db.schema.alterTable('ticket').addColumn('unmatched_reason', 'text').execute();
    await sql`
      update ticket set unmatched_reason = case when decision = 'ask.which-product' then 'several'
        when case_json like '%"kind":"number-unknown"%' then 'number-unknown'
        when case_json like '%"kind":"address-typo"%' then 'typo'
        when case_json like '%"perhapsNewer":true%' then 'perhaps-newer'
        else 'address' end
      where decision in ('ask.purchase-details', 'ask.which-product')`.execute(db);
    await db.schema.dropIndex('ticket_unmatched').execute();
    await db.schema.dropIndex('suggestion_case_by_time').execute();
    const indexes = [
      sql`ticket_unmatched on ticket (created_at, state, queue, unmatched_reason, id) where unmatched_reason is not null`,
      sql`suggestion_case_by_agreement on suggestion_case (decision, agreement, at, block, ticket_id)`,
      sql`outbox_by_agent on outbox (created_by, accepted_at, ticket_id) where kind = 'reply' and accepted_at is not null`,
    ];
    for (const index of indexes) await sql`create index ${index}`.execute(db);
  },
};
