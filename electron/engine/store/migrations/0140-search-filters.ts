import { fieldsOf } from '../../tickets/search-entry';
import type { FoundMessage, FoundTicket } from '../../tickets/search-entry';
import { prependToTeamIndex } from '../postgres/team-search';
import { prependToIndex } from '../search-index';
import type { MigratedDb, Migration } from './column-types';

/**
 * Search by filters: one index that holds every column a filter asks for, newest first, so that any mix of them is answered
 * from it; and the fields of each ticket (who wrote, subject, files) before its text.
 */
export const searchFilters: Migration = {
  number: 140,
  name: 'search-filters',
  async up(db, { engine }) {
    // One index for all filters and not one for each: every mail that comes in writes them all.
    await db.schema
      .createIndex('ticket_by_activity')
      .on('ticket')
      .columns([
        'updated_at',
        'id',
        'created_at',
        'state',
        'queue',
        'decision',
        'intent',
        'language',
        'product_id',
        'transaction_number',
        'assignee',
        'claim_until',
        'unread',
      ])
      .execute();
    const prepend = engine === 'sqlite' ? prependToIndex : prependToTeamIndex;
    await prepend(db, (tickets) => linesOf(db, tickets));
  },
};

async function linesOf(db: MigratedDb, tickets: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found: FoundTicket[] = await db
    .selectFrom('ticket')
    .select(['id', 'requester_name', 'requester_address', 'subject'])
    .where('id', 'in', tickets)
    .execute();
  const rows: (FoundMessage & { readonly ticket_id: string })[] = await db
    .selectFrom('message')
    .select(['ticket_id', 'direction', 'from_name', 'from_address', 'subject', 'parsed'])
    .where('ticket_id', 'in', tickets)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  const byTicket = new Map<string, FoundMessage[]>();
  for (const row of rows) byTicket.set(row.ticket_id, [...(byTicket.get(row.ticket_id) ?? []), row]);
  return new Map(found.map((ticket) => [ticket.id, fieldsOf(ticket, byTicket.get(ticket.id) ?? [])]));
}
