import type { Migration } from './column-types';

/** What was erased, when and by whom, and what is under way; who was erased, as a hash; which tickets hold nothing any more. */
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
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('up_to', 'bigint', (column) => column.notNull())
      .addColumn('counts', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .execute();
    await db.schema
      .createTable('erased_person')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('salt', 'text', (column) => column.notNull())
      .addColumn('up_to', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.alterTable('ticket').addColumn('erased_at', 'bigint').execute();
  },
};
