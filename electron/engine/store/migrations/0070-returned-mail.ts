import { sql } from 'kysely';
import type { Migration } from './column-types';

/** What the recipients' servers said of a mail after ours had taken it: a bounce, a delay, a receipt. */
export const returnedMail: Migration = {
  number: 70,
  name: 'returned-mail',
  async up(db) {
    for (const column of ['delivery', 'delivery_code', 'delivery_text', 'delivery_settled'] as const) {
      await db.schema.alterTable('outbox').addColumn(column, 'text').execute();
    }
    await db.schema.alterTable('outbox').addColumn('delivery_at', 'bigint').execute();
    await sql`create index outbox_undelivered on outbox (ticket_id) where delivery = 'failed' and delivery_settled is null`.execute(
      db,
    );
    await sql`create index ticket_event_machine on ticket_event (at) where kind = 'machine'`.execute(db);
  },
};
