import type { Migration } from './column-types';

/** What agents said of two tickets: that they are one case, or that they are not. */
export const caseLinks: Migration = {
  number: 250,
  name: 'case-links',
  async up(db) {
    await db.schema
      .createTable('case_link')
      .addColumn('one', 'text', (column) => column.notNull())
      .addColumn('other', 'text', (column) => column.notNull())
      .addColumn('word', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('taken_back', 'integer', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('case_link_key', ['one', 'other'])
      .execute();
    await db.schema.createIndex('case_link_by_other').on('case_link').column('other').execute();
  },
};
