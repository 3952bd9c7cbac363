import type { JoinableTicket } from '../../../shared/contract/case-links';
import type { EngineContext } from '../context';
import { nearestTickets } from '../store/case-links-table';
import { findPurchasesByNumbers } from '../store/purchases-table';
import { readTicket, readTickets } from '../store/tickets-table';
import type { StoredTicket } from '../store/tickets-table';
import { wholeCase } from './case-links';
import { sharedAddresses } from './claims';
import { searchTickets } from './search-tickets';

/** More than these nobody reads through. */
const MOST_OFFERED = 20;

/**
 * Tickets that could be joined with this one: those that what was typed finds, best first, or where nothing is typed what lies
 * nearest to it. Tickets of which nothing is left are none.
 * @throws SportelloError `not-found`
 */
export async function joinableTickets(
  context: EngineContext,
  { ticket: id, text }: { readonly ticket: string; readonly text: string },
): Promise<readonly JoinableTicket[]> {
  const { db } = context.store;
  const ticket = await readTicket(db, id);
  const found = text.trim() === '' ? await nearestTickets(db, ticket, MOST_OFFERED) : await typedTickets(context, text);
  const offered = found.filter((one) => one.id !== id && one.erased_at === null);
  const inCase = new Set((await wholeCase(db, ticket, sharedAddresses(context.desk()))).map((one) => one.id));
  const sales = await findPurchasesByNumbers(
    db,
    offered.flatMap((one) => one.transaction_number ?? []),
  );
  const products = new Map(sales.map(({ transaction, productName }) => [transaction, productName]));
  return offered.map((one) => ({
    ticket: one.id,
    revision: one.revision,
    name: one.requester_name,
    address: one.requester_address,
    subject: one.subject,
    product: products.get(one.transaction_number ?? '') ?? '',
    state: one.state as JoinableTicket['state'],
    at: one.updated_at,
    sameAddress: one.requester_folded === ticket.requester_folded,
    holder: one.assignee,
    inCase: inCase.has(one.id),
  }));
}

/** What was typed; a bare number is first of all a ticket's. */
async function typedTickets(context: EngineContext, text: string): Promise<readonly StoredTicket[]> {
  const typed = text.trim();
  const named = /^\d{1,12}$/.test(typed) ? [`T-${typed}`] : [];
  const ids = [...new Set([...named, ...(await searchTickets(context, typed, MOST_OFFERED))])];
  const tickets = new Map((await readTickets(context.store.db, ids)).map((ticket) => [ticket.id, ticket]));
  return ids.flatMap((id) => tickets.get(id) ?? []);
}
