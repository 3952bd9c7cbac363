import { createChangeFeed } from '../postgres/change-schema';
import { createQueueTally } from '../postgres/queue-tally';
import type { MigratedDb, Migration } from './column-types';

/** Several desks on one store: claims that lapse, who looks at what, leases, the team's people and its audit rows. */
export const team: Migration = {
  number: 110,
  name: 'team',
  async up(db, { engine }) {
    await db.schema.alterTable('ticket').addColumn('claim_until', 'bigint').execute();
    await db.schema.createIndex('ticket_by_claim').on('ticket').columns(['claim_until']).execute();
    // Which machine does an import: another one must not take it for interrupted.
    await db.schema
      .alterTable('import_run')
      .addColumn('place', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await createPresence(db);
    await createLeases(db);
    await createPeople(db);
    if (engine !== 'postgres') return;
    // Trimming the feed folds the tally, too.
    await createQueueTally(db);
    await createChangeFeed(db);
  },
};

async function createPresence(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('presence')
    .addColumn('desk', 'text', (column) => column.primaryKey().notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('doing', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('presence_by_ticket').on('presence').columns(['ticket_id']).execute();
}

async function createLeases(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('lease')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('holder_name', 'text', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('wanted_by', 'text')
    .addColumn('wanted_until', 'bigint')
    .execute();
}

async function createPeople(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('member')
    .addColumn('login', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('added_by', 'text', (column) => column.notNull())
    .addColumn('removed_at', 'bigint')
    .execute();
  await db.schema
    .createTable('team_act')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('team_act_by_time').on('team_act').columns(['at']).execute();
}
