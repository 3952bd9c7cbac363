import type { Migration } from './column-types';

/** Which mailboxes the holder of a seat lists, so that a colleague who lists another one knows that nobody serves it. */
export const seatMailboxes: Migration = {
  number: 280,
  name: 'seat-mailboxes',
  async up(db) {
    await db.schema.alterTable('lease').addColumn('mailboxes', 'text').execute();
  },
};
