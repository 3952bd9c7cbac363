import { hear } from '../postgres/change-schema';
import type { MigratedDb, Migration } from './column-types';

/** Reply texts that the team wrote: versions, of which the newest of each language is live, and drafts. */
export const macroTexts: Migration = {
  number: 120,
  name: 'macro-texts',
  async up(db, { engine }) {
    await createTexts(db);
    await createDrafts(db);
    if (engine === 'postgres') await hear(db, { table: 'macro_text', kind: 'macros', key: 'macro' });
  },
};

async function createTexts(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('macro_text')
    .addColumn('macro', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('mailbox_subject', 'text', (column) => column.notNull())
    .addColumn('no_subject', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('shipped', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('macro_text_key', ['macro', 'language', 'version'])
    .execute();
}

async function createDrafts(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('macro_draft')
    .addColumn('macro', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('mailbox_subject', 'text', (column) => column.notNull())
    .addColumn('no_subject', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('macro_draft_key', ['macro', 'language'])
    .execute();
}
