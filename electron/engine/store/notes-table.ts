import type { TicketView } from '../../../shared/contract/views';
import type { Db } from './tickets-table';

/** Adds an agent's note. */
export async function addNote(
  db: Db,
  note: {
    readonly id: string;
    readonly ticket: string;
    readonly at: number;
    readonly by: string;
    readonly text: string;
  },
): Promise<void> {
  const { id, ticket, at, by, text } = note;
  await db.insertInto('note').values({ id, ticket_id: ticket, at, by, text }).execute();
}

/** The notes of a ticket, oldest first. */
export async function notesOfTicket(db: Db, ticket: string): Promise<TicketView['notes']> {
  return db
    .selectFrom('note')
    .select(['at', 'by', 'text'])
    .where('ticket_id', '=', ticket)
    .orderBy('at')
    .orderBy('id')
    .execute();
}
