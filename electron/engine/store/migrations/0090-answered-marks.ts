import type { Migration } from './column-types';

/** What the mail server says of answered messages, and what an agent knew of it when a reply was accepted. */
export const answeredMarks: Migration = {
  number: 90,
  name: 'answered-marks',
  async up(db) {
    await db.schema
      .alterTable('message_location')
      .addColumn('answered', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('message_location').addColumn('answered_since', 'bigint').execute();
    await db.schema.alterTable('folder').addColumn('answered_read_at', 'bigint').execute();
    await db.schema
      .alterTable('outbox')
      .addColumn('known_answered', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
