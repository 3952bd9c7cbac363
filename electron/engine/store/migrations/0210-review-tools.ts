import { hear } from '../postgres/change-schema';
import type { Migration } from './column-types';

/** What a lead has looked at, and what one colleague tells another: tickets that were given, notes that mention somebody. */
export const reviewTools: Migration = {
  number: 210,
  name: 'review-tools',
  async up(db, { engine }) {
    await db.schema
      .createTable('reviewed_ticket')
      .addColumn('ticket_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('word', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('told')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('ticket_id', 'text', (column) => column.notNull())
      .addColumn('note_id', 'text')
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('read_at', 'bigint')
      .execute();
    await db.schema.createIndex('told_by_person').on('told').columns(['person', 'read_at']).execute();
    await db.schema.createIndex('told_by_ticket').on('told').column('ticket_id').execute();
    if (engine === 'postgres') await hear(db, { table: 'told', kind: 'told', key: 'id' });
  },
};
