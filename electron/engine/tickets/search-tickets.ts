import { normalizeNumber } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import { ticketIdsOfTransaction } from '../store/tickets-table';
import { findTickets } from './find-tickets';

/**
 * Ids of the tickets that what was typed means, at most `limit`, perhaps one that does not exist. A number or an id is looked up
 * as such: full text would also give every mail that quotes it.
 */
export async function searchTickets(context: EngineContext, typed: string, limit: number): Promise<readonly string[]> {
  const number = normalizeNumber(typed);
  const [ofTransaction, found] = await Promise.all([
    number === null ? [] : ticketIdsOfTransaction(context.store.db, number, limit),
    findTickets(context, typed, limit),
  ]);
  const named = /^t-\d{1,12}$/i.test(typed.trim()) ? [typed.trim().toUpperCase()] : [];
  return [...new Set([...named, ...ofTransaction, ...found])].slice(0, limit);
}
