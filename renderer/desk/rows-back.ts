import type { QueryClient } from '@tanstack/react-query';
import type { TicketPage, TicketRow } from '../../shared/contract/views';
import type { Desk } from './desk';

/** The tickets above and below one in the list that is shown; null at its ends. */
export type Neighbours = { readonly above: string | null; readonly below: string | null };

/** Where a ticket stands, to be told once it has left the list. */
export function neighboursOf(desk: Desk, ticket: string): Neighbours {
  const ids = desk.rows.ids();
  const at = ids.indexOf(ticket);
  if (at < 0) return { above: null, below: null };
  return { above: ids[at - 1] ?? null, below: ids[at + 1] ?? null };
}

/**
 * Shows a ticket again between its neighbours, wherever one of them is listed, until the engine says where it stands. Nothing happens
 * where it is listed still, or neither neighbour is.
 */
export function putRowBack(queries: QueryClient, row: TicketRow, { above, below }: Neighbours): void {
  queries.setQueriesData<TicketPage>({ queryKey: ['tickets.page'] }, (page) => {
    if (page === undefined || page.rows.some(({ id }) => id === row.id)) return page;
    const next = page.rows.findIndex(({ id }) => id === below);
    const last = page.rows.findIndex(({ id }) => id === above);
    if (next < 0 && last < 0) return page;
    return { ...page, total: page.total + 1, rows: page.rows.toSpliced(next < 0 ? last + 1 : next, 0, row) };
  });
}
