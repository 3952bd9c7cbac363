import type { Migration } from './column-types';

/** What people made of the desk's suggestions, and which decisions a lead let go at one key. */
export const suggestionCases: Migration = {
  number: 40,
  name: 'suggestion-cases',
  async up(db) {
    await db.schema
      .createTable('suggestion_case')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('ticket_id', 'text', (column) => column.notNull())
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('agreement', 'text', (column) => column.notNull())
      .addColumn('block', 'text')
      .addColumn('requester_folded', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('review', 'text')
      .addColumn('reviewed_by', 'text')
      .addColumn('reviewed_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('suggestion_case_by_decision')
      .on('suggestion_case')
      .columns(['decision', 'at', 'id'])
      .execute();
    await db.schema.createIndex('suggestion_case_by_ticket').on('suggestion_case').columns(['ticket_id']).execute();
    await db.schema.createIndex('suggestion_case_by_review').on('suggestion_case').columns(['review', 'at']).execute();
    await db.schema
      .createTable('allowance')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('allowed', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('allowance_by_decision').on('allowance').columns(['decision', 'at', 'id']).execute();
  },
};
