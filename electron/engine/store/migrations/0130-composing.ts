import type { Migration } from './column-types';

/** What an agent can write: files and recipients of drafts, and of what was accepted. */
export const composing: Migration = {
  number: 130,
  name: 'composing',
  async up(db, types) {
    await db.schema
      .createTable('draft_file')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('ticket_id', 'text', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('content_type', 'text', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('bytes', types.bytes, (column) => column.notNull())
      .addColumn('added_at', 'bigint', (column) => column.notNull())
      .addColumn('removed', 'integer', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('draft_file_by_draft').on('draft_file').columns(['ticket_id', 'agent']).execute();
    await db.schema
      .alterTable('draft')
      .addColumn('fields', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    for (const name of ['copies_json', 'files_json']) {
      await db.schema
        .alterTable('outbox')
        .addColumn(name, 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
    }
  },
};
