import { foldAddress } from '../../../../shared/domain/address';
import { hear } from '../postgres/change-schema';
import type { Migration } from './column-types';

/** The side conversations with producers: what each is about, which mails of ours it has, and what the producer answered. */
export const escalations: Migration = {
  number: 180,
  name: 'escalations',
  async up(db, { engine }) {
    await db.schema
      .createTable('escalation')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('ticket_id', 'text', (column) => column.notNull())
      .addColumn('transaction_number', 'text', (column) => column.notNull())
      .addColumn('product_id', 'text', (column) => column.notNull())
      .addColumn('producer_name', 'text', (column) => column.notNull())
      .addColumn('producer_folded', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('opened_by', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('waiting_since', 'bigint')
      .addColumn('answered_at', 'bigint')
      .addColumn('reminders', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('reminded_at', 'bigint')
      .addColumn('closed_at', 'bigint')
      .addColumn('closed_by', 'text')
      .addColumn('closed_state', 'text')
      .addColumn('closed_waiting', 'bigint')
      .execute();
    await db.schema
      .createTable('escalation_mail')
      .addColumn('outbox_id', 'text', (column) => column.notNull())
      .addColumn('escalation_id', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('escalation_mail_key', ['outbox_id', 'escalation_id'])
      .execute();
    await db.schema
      .createTable('escalation_answer')
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('escalation_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('automatic', 'bigint', (column) => column.notNull())
      .addColumn('settled', 'text')
      .addPrimaryKeyConstraint('escalation_answer_key', ['message_id', 'escalation_id'])
      .execute();
    await db.schema.createIndex('escalation_by_ticket').on('escalation').column('ticket_id').execute();
    await db.schema.createIndex('escalation_by_state').on('escalation').columns(['state', 'waiting_since']).execute();
    await db.schema
      .createIndex('escalation_by_transaction')
      .on('escalation')
      .columns(['transaction_number', 'state'])
      .execute();
    await db.schema
      .createIndex('escalation_mail_by_escalation')
      .on('escalation_mail')
      .columns(['escalation_id'])
      .execute();
    await db.schema
      .createIndex('escalation_answer_by_escalation')
      .on('escalation_answer')
      .columns(['escalation_id'])
      .execute();
    // What was asked before there were side conversations of their own: they wait, and their answers are known by Message-ID.
    const asked = await db
      .selectFrom('outbox')
      .leftJoin('ticket', 'ticket.id', 'outbox.ticket_id')
      .select(['outbox.id', 'outbox.ticket_id', 'outbox.envelope_to', 'outbox.to_name', 'outbox.known_transaction'])
      .select(['outbox.created_at', 'outbox.created_by', 'outbox.accepted_at', 'outbox.delivery'])
      .select(['ticket.product_id', 'ticket.state as ticket_state', 'ticket.updated_at'])
      .where('outbox.kind', '=', 'escalation')
      .where('outbox.state', 'not in', ['cancelled', 'refused'])
      .orderBy('outbox.created_at')
      .execute();
    for (const mail of asked) {
      const isOver = mail.delivery === 'failed' || mail.ticket_state !== 'waiting.producer';
      await db
        .insertInto('escalation')
        .values({
          id: mail.id,
          ticket_id: mail.ticket_id,
          transaction_number: mail.known_transaction ?? '',
          product_id: mail.product_id ?? '',
          producer_name: mail.to_name,
          producer_folded: foldAddress(String(mail.envelope_to)),
          reason: 'missing',
          language: '',
          state: isOver ? 'closed' : mail.accepted_at === null ? 'queued' : 'waiting',
          opened_at: mail.created_at,
          opened_by: mail.created_by,
          started_at: mail.accepted_at,
          waiting_since: mail.accepted_at,
          answered_at: null,
          reminders: 0,
          reminded_at: null,
          closed_at: isOver ? (mail.updated_at ?? mail.created_at) : null,
        })
        .execute();
      await db
        .insertInto('escalation_mail')
        .values({ outbox_id: mail.id, escalation_id: mail.id, position: 1 })
        .execute();
    }
    if (engine === 'postgres') await hear(db, { table: 'escalation', kind: 'ticket', key: 'ticket_id' });
  },
};
