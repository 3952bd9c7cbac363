import { replaceEqualDeep } from '@tanstack/react-query';
import type { TicketRow } from '../../shared/contract/views';

/** Rows that are remembered: some screens of a list, and of the one before. */
const MOST_ROWS = 2_000;

/**
 * Gives a row that says what it said before as the very same object, wherever it stands now and whichever answer it comes with: what is
 * drawn of it stays drawn. The cache of answers compares by place, and one ticket that comes or goes moves all others.
 */
export function createRowMemory(): (rows: readonly TicketRow[]) => readonly TicketRow[] {
  const known = new Map<string, TicketRow>();
  return (rows) => {
    const shared = rows.map((row) => {
      const before = known.get(row.id);
      return before === undefined ? row : replaceEqualDeep(before, row);
    });
    if (known.size + shared.length > MOST_ROWS) known.clear();
    for (const row of shared) known.set(row.id, row);
    return shared;
  };
}
