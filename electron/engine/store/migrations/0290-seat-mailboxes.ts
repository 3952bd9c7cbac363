import type { Migration } from './column-types';

/** Which mailboxes the holder of a seat lists, so that a colleague who lists one more knows that nobody reads it, and takes over. */
export const seatMailboxes: Migration = {
  number: 290,
  name: 'seat-mailboxes',
  async up(db) {
    await db.schema.alterTable('lease').addColumn('mailboxes', 'text').execute();
  },
};
