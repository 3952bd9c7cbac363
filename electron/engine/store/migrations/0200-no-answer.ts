import type { Migration } from './column-types';

/** Tickets that closed because their customer stayed silent: counted apart from solved ones. */
export const noAnswer: Migration = {
  number: 200,
  name: 'no-answer',
  async up(db) {
    await db.schema.alterTable('ticket').addColumn('no_answer_at', 'bigint').execute();
  },
};
