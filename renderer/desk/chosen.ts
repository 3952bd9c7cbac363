import type { TicketPage, TicketRow } from '../../shared/contract/views';
import type { Desk } from './desk';
import type { DeskState } from './desk-state';

/** Lists whose rows may be marked or ticked. */
const LISTS = ['tickets.page', 'tickets.search', 'report.tickets'];

/** What a choice made now is for: the tickets that were ticked in a figure, else the marked ones, else the one on screen. */
export function chosenTickets({ about, marked, selected }: Pick<DeskState, 'about' | 'marked' | 'selected'>): string[] {
  if (about !== null) return [...about];
  if (marked.length > 0) return [...marked];
  return selected === null ? [] : [selected];
}

/** The rows of these tickets as they are shown, the newest known of each; one that no list has any more is absent. */
export function rowsOf(desk: Desk, ids: readonly string[]): readonly TicketRow[] {
  const open = desk.open()?.row;
  const listed = LISTS.flatMap((method) =>
    desk.queries.getQueriesData<TicketPage>({ queryKey: [method] }).flatMap(([, page]) => page?.rows ?? []),
  );
  const known = new Map<string, TicketRow>();
  for (const row of open === undefined ? listed : [open, ...listed]) {
    if (row.revision >= (known.get(row.id)?.revision ?? 0)) known.set(row.id, row);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** The same rows as an order names them: by id, at the revision that is known. */
export function seenOf(
  desk: Desk,
  rows: readonly Pick<TicketRow, 'id' | 'revision'>[],
): readonly { readonly ticket: string; readonly revision: number }[] {
  return rows.map(({ id, revision }) => ({ ticket: id, revision: Math.max(revision, desk.revisionOf(id)) }));
}
