import { sql } from 'kysely';
import type { Migration } from './column-types';

/**
 * What one mail has in common wherever it was delivered (`mail/same-mail.ts`), so that a mail to two of the desk's mailboxes is one
 * message. Empty in what was stored before: those are found by their Message-ID.
 */
export const sameMail: Migration = {
  number: 260,
  name: 'same-mail',
  async up(db) {
    await db.schema
      .alterTable('message')
      .addColumn('same_mail', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`create index message_same_mail on message (same_mail) where same_mail <> ''`.execute(db);
  },
};
