import type { Migration } from './column-types';

/** What was erased, when and by whom, and what is under way; which tickets hold nothing of their customer any more. */
export const erasures: Migration = {
  number: 160,
  name: 'erasures',
  async up(db) {
    await db.schema
      .createTable('erasure')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('addresses', 'text', (column) => column.notNull())
      .addColumn('counts', 'text', (column) => column.notNull())
      .addColumn('last_ticket', 'bigint', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .execute();
    await db.schema.createIndex('erasure_by_time').on('erasure').columns(['at']).execute();
    await db.schema.alterTable('ticket').addColumn('erased_at', 'bigint').execute();
  },
};
