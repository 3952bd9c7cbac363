import type { Migration } from './column-types';

/** Labels of the team, and which tickets carry them. */
export const labels: Migration = {
  number: 150,
  name: 'labels',
  async up(db) {
    await db.schema
      .createTable('label')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('colour', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('ticket_label')
      .addColumn('ticket_id', 'text', (column) => column.notNull())
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('ticket_label_key', ['ticket_id', 'label'])
      .execute();
    await db.schema.createIndex('ticket_label_by_label').on('ticket_label').column('label').execute();
  },
};
