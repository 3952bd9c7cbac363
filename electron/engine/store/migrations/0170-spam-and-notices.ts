import { hear } from '../postgres/change-schema';
import type { Migration } from './column-types';

/** Why a ticket was put away, senders whose mail is filed, and notices of incidents. */
export const spamAndNotices: Migration = {
  number: 170,
  name: 'spam-and-notices',
  async up(db, { engine }) {
    await db.schema.alterTable('ticket').addColumn('filed_reason', 'text').execute();
    await db.schema
      .createTable('blocked_sender')
      .addColumn('address', 'text', (column) => column.primaryKey().notNull())
      .addColumn('written', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('incident_notice')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('product_id', 'text', (column) => column.notNull())
      .addColumn('producer_name', 'text', (column) => column.notNull())
      .addColumn('texts_json', 'text', (column) => column.notNull())
      .addColumn('from_at', 'bigint', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('ended_by', 'text')
      .execute();
    // Who was told of a notice is asked by the text that went out.
    await db.schema.createIndex('outbox_by_macro').on('outbox').column('macro').execute();
    if (engine === 'postgres') await hear(db, { table: 'incident_notice', kind: 'notices', key: 'id' });
  },
};
