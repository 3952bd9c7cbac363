import type { Migration } from './column-types';

/** Messages whose pictures are still to be read: they are filed and decided first. */
export const unreadPictures: Migration = {
  number: 30,
  name: 'unread-pictures',
  async up(db) {
    await db.schema
      .createTable('unread_picture')
      .addColumn('message_id', 'text', (column) =>
        column.primaryKey().notNull().references('message.id').onDelete('cascade'),
      )
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .execute();
  },
};
