import type { Migration } from './column-types';

/** What the holder of a seat cannot read or send, so that its colleagues can say it, and one who can do all takes over. */
export const holderTroubles: Migration = {
  number: 270,
  name: 'holder-troubles',
  async up(db) {
    await db.schema.alterTable('lease').addColumn('troubles', 'text').execute();
  },
};
