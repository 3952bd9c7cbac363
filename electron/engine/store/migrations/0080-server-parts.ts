import type { Migration } from './column-types';

/** Attachments of large messages that were left on the server: the text is here, they are fetched when asked for. */
export const serverParts: Migration = {
  number: 80,
  name: 'server-parts',
  async up(db) {
    await db.schema
      .createTable('server_part')
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('part', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('content_type', 'text', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('content_id', 'text')
      .addPrimaryKeyConstraint('server_part_pk', ['message_id', 'position'])
      .execute();
  },
};
