import type { ReviewMark } from '../../../shared/contract/review';
import type { Db } from './tickets-table';

/** Which of these tickets a lead has looked at, by ticket. */
export async function reviewsOf(db: Db, tickets: readonly string[]): Promise<ReadonlyMap<string, ReviewMark>> {
  if (tickets.length === 0) return new Map();
  const rows = await db
    .selectFrom('reviewed_ticket')
    .select(['ticket_id', 'word', 'by', 'at'])
    .where('ticket_id', 'in', tickets)
    .execute();
  return new Map(rows.map(({ ticket_id, ...mark }) => [ticket_id, mark]));
}

/** Marks a ticket reviewed, over the mark that it has. */
export async function markReviewed(db: Db, ticket: string, mark: ReviewMark): Promise<void> {
  await db
    .insertInto('reviewed_ticket')
    .values({ ticket_id: ticket, ...mark })
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet({ ...mark }))
    .execute();
}

/** Takes the mark off these tickets. */
export async function unmarkReviewed(db: Db, tickets: readonly string[]): Promise<void> {
  if (tickets.length === 0) return;
  await db.deleteFrom('reviewed_ticket').where('ticket_id', 'in', tickets).execute();
}
