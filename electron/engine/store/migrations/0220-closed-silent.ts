import { sql } from 'kysely';
import type { Migration } from './column-types';

/** The index of closed tickets tells, too, which were closed because their customer stayed silent: the report counts those apart. */
export const closedSilent: Migration = {
  number: 220,
  name: 'closed-silent',
  async up(db) {
    await db.schema.dropIndex('ticket_closed').execute();
    await sql`create index ticket_closed on ticket (closed_at, queue, no_answer_at, created_at, id) where state = 'done'`.execute(
      db,
    );
  },
};
