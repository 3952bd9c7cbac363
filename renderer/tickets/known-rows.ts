import type { TicketPage, TicketRow } from '../../shared/contract/views';

/**
 * The rows of a long list as far as they are known: some pages of it. A list of 100,000 costs what its known rows do.
 * Places count from 0.
 */
export type KnownRows = {
  /** Rows of the whole list. */
  readonly total: number;
  /** Ids of the known rows, in the list's order. */
  readonly ids: readonly string[];
  readonly at: (place: number) => TicketRow | undefined;
  /** Where a ticket stands; -1 where it is not known. */
  readonly placeOf: (ticket: string) => number;
};

/** `undefined` stands for a page that is on its way. */
export function knownRows(
  total: number,
  pages: readonly (Pick<TicketPage, 'offset' | 'rows'> | undefined)[],
): KnownRows {
  const byPlace = new Map<number, TicketRow>();
  const places = new Map<string, number>();
  const inOrder = pages.flatMap((page) => page ?? []).sort((one, other) => one.offset - other.offset);
  for (const { offset, rows } of inOrder) {
    for (const [index, row] of rows.entries()) {
      // A page that was read before the list became shorter says nothing of what lies beyond its end.
      if (offset + index >= total) break;
      byPlace.set(offset + index, row);
      places.set(row.id, offset + index);
    }
  }
  return {
    total,
    ids: [...places.keys()],
    at: (place) => byPlace.get(place),
    placeOf: (ticket) => places.get(ticket) ?? -1,
  };
}

/** A list of which nothing is known. */
export const NO_ROWS: KnownRows = knownRows(0, []);
