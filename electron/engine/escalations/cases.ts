import { readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';

/** The ticket that it was opened for, and those on the same purchase that wait for it, too (casework.md, "Producers"). */
export async function ticketsOfCase(
  db: Db,
  { ticket_id, transaction_number }: { readonly ticket_id: string; readonly transaction_number: string },
): Promise<readonly StoredTicket[]> {
  const joined =
    transaction_number === ''
      ? []
      : await db
          .selectFrom('ticket')
          .select('id')
          .where('transaction_number', '=', transaction_number)
          .where('state', '=', 'waiting.producer')
          .execute();
  return readTickets(db, [...new Set([ticket_id, ...joined.map(({ id }) => id)])]);
}
