import { sql } from 'kysely';
import type { ColumnTypes, MigratedDb, Migration } from './column-types';

/** Every table of `schema.ts` and an index for every list that the desk shows. */
export const firstSchema: Migration = {
  number: 10,
  name: 'first-schema',
  async up(db, types) {
    await createMailTables(db, types);
    await createTicketTables(db);
    await createPurchaseTables(db);
    await createOutbox(db, types);
    await createSettings(db);
  },
};

async function createMailTables(db: MigratedDb, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('folder')
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('uidvalidity', 'text', (column) => column.notNull())
    .addColumn('last_uid', 'bigint', (column) => column.notNull())
    .addColumn('backfill_uid', 'bigint')
    .addColumn('highest_modseq', 'text')
    .addColumn('synced_at', 'bigint')
    .addPrimaryKeyConstraint('folder_pk', ['mailbox_id', 'path'])
    .execute();
  await db.schema
    .createTable('message')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('from_name', 'text', (column) => column.notNull())
    .addColumn('from_address', 'text', (column) => column.notNull())
    .addColumn('from_folded', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('new_text', 'text', (column) => column.notNull())
    .addColumn('quoted_text', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('parsed', 'text', (column) => column.notNull())
    .addColumn('html', 'text')
    .addColumn('parse_state', 'text', (column) => column.notNull())
    .addColumn('parse_attempts', 'integer', (column) => column.notNull())
    .addColumn('is_auto', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('message_location')
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('folder', 'text', (column) => column.notNull())
    .addColumn('uidvalidity', 'text', (column) => column.notNull())
    .addColumn('uid', 'bigint', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id').onDelete('cascade'))
    .addColumn('expunged_at', 'bigint')
    .addPrimaryKeyConstraint('message_location_pk', ['mailbox_id', 'folder', 'uidvalidity', 'uid'])
    .execute();
  await db.schema
    .createTable('message_raw')
    .addColumn('message_id', 'text', (column) =>
      column.primaryKey().notNull().references('message.id').onDelete('cascade'),
    )
    .addColumn('encoding', 'text', (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('bytes', types.bytes, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('message_reference')
    .addColumn('message_id', 'text', (column) => column.notNull().references('message.id').onDelete('cascade'))
    .addColumn('reference', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('message_reference_pk', ['message_id', 'reference'])
    .execute();
  await db.schema
    .createTable('quarantine')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('folder', 'text', (column) => column.notNull())
    .addColumn('uidvalidity', 'text', (column) => column.notNull())
    .addColumn('uid', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('bytes', types.bytes)
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('quarantine_location', ['mailbox_id', 'folder', 'uidvalidity', 'uid'])
    .execute();
  await index(db, 'message', 'message_by_message_id', ['message_id']);
  await index(db, 'message', 'message_by_ticket', ['ticket_id', 'received_at', 'id']);
  await index(db, 'message', 'message_by_digest', ['mailbox_id', 'digest']);
  await index(db, 'message', 'message_by_sender', ['from_folded', 'received_at']);
  // Of few rows each: a full index would be written for every mail.
  await sql`create index message_unread on message (received_at, id) where parse_state = 'pending'`.execute(db);
  await sql`create index message_auto on message (mailbox_id, direction, received_at) where is_auto = 1`.execute(db);
  await index(db, 'message_location', 'message_location_by_message', ['message_id']);
  await index(db, 'message_reference', 'message_reference_by_reference', ['reference']);
}

async function createTicketTables(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('ticket')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('number', 'bigint', (column) => column.notNull().unique())
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('requester_name', 'text', (column) => column.notNull())
    .addColumn('requester_address', 'text', (column) => column.notNull())
    .addColumn('requester_folded', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('preview', 'text', (column) => column.notNull())
    .addColumn('language', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('queue', 'text', (column) => column.notNull())
    .addColumn('snoozed_until', 'bigint')
    .addColumn('handed_over', 'integer', (column) => column.notNull())
    .addColumn('junk', 'integer', (column) => column.notNull())
    .addColumn('problem', 'integer', (column) => column.notNull())
    .addColumn('assignee', 'text')
    .addColumn('unread', 'integer', (column) => column.notNull())
    .addColumn('intent', 'text')
    .addColumn('match_status', 'text')
    .addColumn('basis', 'text')
    .addColumn('identity', 'text')
    .addColumn('transaction_number', 'text')
    .addColumn('product_id', 'text')
    .addColumn('delivery', 'text')
    .addColumn('decision', 'text')
    .addColumn('undecided', 'integer', (column) => column.notNull())
    .addColumn('case_json', 'text')
    .addColumn('corrected_json', 'text')
    .addColumn('related_to', 'text')
    .addColumn('messages', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('last_inbound_at', 'bigint')
    .addColumn('last_outbound_at', 'bigint')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('ticket_event')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('note')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('draft')
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('draft_pk', ['ticket_id', 'agent'])
    .execute();
  await db.schema
    .createTable('correction')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  // The id closes each order, so that a page goes on exactly where the last one ended.
  await index(db, 'ticket', 'ticket_by_queue', ['queue', 'updated_at', 'id']);
  await index(db, 'ticket', 'ticket_by_requester', ['requester_folded']);
  await index(db, 'ticket', 'ticket_by_transaction', ['transaction_number']);
  await sql`create index ticket_by_assignee on ticket (assignee, updated_at, id) where assignee is not null`.execute(
    db,
  );
  await sql`create index ticket_by_snooze on ticket (snoozed_until) where state = 'snoozed'`.execute(db);
  await sql`create index ticket_by_related on ticket (related_to) where related_to is not null`.execute(db);
  await sql`create index ticket_undecided on ticket (id) where undecided = 1`.execute(db);
  await index(db, 'ticket_event', 'ticket_event_by_ticket', ['ticket_id', 'at', 'id']);
  await index(db, 'note', 'note_by_ticket', ['ticket_id', 'at', 'id']);
  await index(db, 'correction', 'correction_by_ticket', ['ticket_id', 'at']);
}

async function createPurchaseTables(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('purchase')
    .addColumn('transaction_number', 'text', (column) => column.primaryKey().notNull())
    .addColumn('base_number', 'text', (column) => column.notNull())
    .addColumn('status_word', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('ordered_at', 'bigint', (column) => column.notNull())
    .addColumn('approved_at', 'bigint')
    .addColumn('product_id', 'text', (column) => column.notNull())
    .addColumn('product_name', 'text', (column) => column.notNull())
    .addColumn('producer_name', 'text', (column) => column.notNull())
    .addColumn('buyer_name', 'text', (column) => column.notNull())
    .addColumn('buyer_email', 'text', (column) => column.notNull())
    .addColumn('buyer_folded', 'text', (column) => column.notNull())
    .addColumn('buyer_mirrored', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('recurrence', 'integer')
    .addColumn('price', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('imported_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('product')
    .addColumn('product_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('delivery', 'text', (column) => column.notNull())
    .addColumn('member_area_url', 'text', (column) => column.notNull())
    .addColumn('producer_name', 'text', (column) => column.notNull())
    .addColumn('producer_email', 'text', (column) => column.notNull())
    .addColumn('delivery_source', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('status_ruling')
    .addColumn('word', 'text', (column) => column.primaryKey().notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('import_run')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('file_name', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('report', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'purchase', 'purchase_by_buyer', ['buyer_folded', 'ordered_at']);
  await index(db, 'purchase', 'purchase_by_mirrored_buyer', ['buyer_mirrored', 'buyer_folded']);
  await index(db, 'purchase', 'purchase_by_base_number', ['base_number']);
  await index(db, 'purchase', 'purchase_by_product', ['product_id']);
  await index(db, 'purchase', 'purchase_by_status_word', ['status_word']);
  await index(db, 'import_run', 'import_run_by_kind', ['kind', 'finished_at']);
}

async function createOutbox(db: MigratedDb, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('block', 'text', (column) => column.notNull())
    .addColumn('mailbox_id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('decision', 'text')
    .addColumn('macro', 'text')
    .addColumn('macro_version', 'text')
    .addColumn('rules_version', 'text', (column) => column.notNull())
    .addColumn('envelope_from', 'text', (column) => column.notNull())
    .addColumn('envelope_to', 'text', (column) => column.notNull())
    .addColumn('to_name', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('body_text', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull().unique())
    .addColumn('raw', types.bytes, (column) => column.notNull())
    .addColumn('answers_message', 'text')
    .addColumn('known_revision', 'bigint', (column) => column.notNull())
    .addColumn('known_last_message', 'text')
    .addColumn('known_transaction', 'text')
    .addColumn('requester_folded', 'text', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('next_attempt_at', 'bigint')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('error_code', 'text')
    .addColumn('error_text', 'text')
    .addColumn('held_reason', 'text')
    .addColumn('before_json', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'bigint')
    .addColumn('filed_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await index(db, 'outbox', 'outbox_by_state', ['state', 'next_attempt_at', 'id']);
  await index(db, 'outbox', 'outbox_by_until', ['state', 'until_at']);
  await index(db, 'outbox', 'outbox_by_created', ['created_at']);
  await index(db, 'outbox', 'outbox_by_block', ['block']);
  await index(db, 'outbox', 'outbox_by_ticket', ['ticket_id', 'created_at']);
  await index(db, 'outbox', 'outbox_by_requester', ['requester_folded', 'decision', 'created_at']);
  await index(db, 'outbox', 'outbox_by_transaction', ['known_transaction', 'created_at']);
}

async function createSettings(db: MigratedDb): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function index(db: MigratedDb, table: string, name: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute();
}
