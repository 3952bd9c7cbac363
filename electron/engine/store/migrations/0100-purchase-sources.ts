import type { MigratedDb, Migration } from './column-types';

/** Where every fact of a purchase came from, and the facts that only some sources know. */
export const purchaseSources: Migration = {
  number: 100,
  name: 'purchase-sources',
  async up(db) {
    await widenPurchases(db);
    await createFacts(db);
    await createArrivals(db);
  },
};

async function widenPurchases(db: MigratedDb): Promise<void> {
  const purchase = () => db.schema.alterTable('purchase');
  await purchase().addColumn('guarantee_ends_at', 'bigint').execute();
  await purchase().addColumn('parent_number', 'text').execute();
  await purchase().addColumn('subscriber_code', 'text').execute();
  await purchase()
    .addColumn('payment_word', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  // 0: before anything was known of its age, so every source is newer
  await purchase()
    .addColumn('as_of', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await purchase().addColumn('import_id', 'text').execute();
  await db.schema.createIndex('purchase_by_parent').on('purchase').columns(['parent_number']).execute();
  const run = () => db.schema.alterTable('import_run');
  await run()
    .addColumn('source', 'text', (column) => column.notNull().defaultTo('file'))
    .execute();
  await run()
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('done'))
    .execute();
  await run().addColumn('problem', 'text').execute();
  await run().addColumn('as_of', 'bigint').execute();
  await db
    .updateTable('import_run')
    .set((of) => ({ as_of: of.ref('finished_at') }))
    .execute();
  await db.schema
    .createTable('import_refusal')
    .addColumn('import_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('line', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('import_refusal_pk', ['import_id', 'position'])
    .execute();
}

async function createFacts(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('subscription')
    .addColumn('subscriber_code', 'text', (column) => column.primaryKey().notNull())
    .addColumn('product_id', 'text', (column) => column.notNull())
    .addColumn('product_name', 'text', (column) => column.notNull())
    .addColumn('buyer_folded', 'text', (column) => column.notNull())
    .addColumn('status_word', 'text', (column) => column.notNull())
    .addColumn('plan_name', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('next_charge_at', 'bigint')
    .addColumn('as_of', 'bigint', (column) => column.notNull())
    .addColumn('import_id', 'text')
    .execute();
  await db.schema
    .createTable('club_access')
    .addColumn('area', 'text', (column) => column.notNull())
    .addColumn('member_folded', 'text', (column) => column.notNull())
    .addColumn('status_word', 'text', (column) => column.notNull())
    .addColumn('first_access_at', 'bigint')
    .addColumn('last_access_at', 'bigint')
    .addColumn('as_of', 'bigint', (column) => column.notNull())
    .addColumn('import_id', 'text')
    .addPrimaryKeyConstraint('club_access_pk', ['area', 'member_folded'])
    .execute();
  await db.schema
    .createTable('delivery_evidence')
    .addColumn('product_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('times', 'integer', (column) => column.notNull())
    .addColumn('first_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('delivery_evidence_pk', ['product_id', 'kind', 'delivery'])
    .execute();
  await db.schema.createIndex('subscription_by_buyer').on('subscription').columns(['buyer_folded']).execute();
  await db.schema.createIndex('club_access_by_member').on('club_access').columns(['member_folded']).execute();
}

async function createArrivals(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('sales_report')
    .addColumn('message_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('fetch_cursor')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
