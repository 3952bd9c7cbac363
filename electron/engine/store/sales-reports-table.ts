import type { Message } from '../../../shared/domain/message';
import type { Db } from './tickets-table';

/** A filed message that brings a sales report which is not imported yet. */
export type WaitingReport = {
  readonly message: string;
  readonly ticket: string;
  readonly receivedAt: number;
  readonly fromAddress: string;
  readonly attachments: Message['attachments'];
  /** How often its import was begun and never ended. */
  readonly attempts: number;
};

export async function addSalesReports(db: Db, messages: readonly string[], at: number): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto('sales_report')
    .values(messages.map((message_id) => ({ message_id, state: 'waiting', attempts: 0, at })))
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute();
}

/** Reports that wait, oldest first: a newer one has the last word. */
export async function waitingReports(db: Db): Promise<readonly WaitingReport[]> {
  const rows = await db
    .selectFrom('sales_report')
    .innerJoin('message', 'message.id', 'sales_report.message_id')
    .select([
      'message.id as message',
      'message.ticket_id as ticket',
      'message.received_at as receivedAt',
      'message.from_address as fromAddress',
      'message.parsed',
      'sales_report.attempts',
    ])
    .where('sales_report.state', '=', 'waiting')
    .where('message.ticket_id', 'is not', null)
    .orderBy('message.received_at')
    .orderBy('message.id')
    .execute();
  return rows.map(({ parsed, ticket, ...row }) => ({
    ...row,
    ticket: ticket ?? '',
    attachments: (JSON.parse(parsed) as Pick<Message, 'attachments'>).attachments,
  }));
}

/** How often its import was begun: written before each try, so that one that ends the engine is not tried for ever. */
export async function countReportAttempts(db: Db, message: string, attempts: number): Promise<void> {
  await db.updateTable('sales_report').set({ attempts }).where('message_id', '=', message).execute();
}

export async function settleReport(db: Db, message: string, state: 'done' | 'failed', at: number): Promise<void> {
  await db.updateTable('sales_report').set({ state, at }).where('message_id', '=', message).execute();
}
