/** A row of a table: its cells in the order of the header, or why it cannot be used. `line` counts from 1, as editors do. */
export type TableRow =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'refused'; readonly line: number; readonly reason: string };

/** A file with a header row and rows below it, whatever its format. */
export type Table = {
  readonly format: 'csv' | 'xlsx';
  /** Days of a workbook are counted from 1904 (`Workbook`); false for a CSV file. */
  readonly hasLateEpoch: boolean;
  /** As written. */
  readonly header: readonly string[];
  readonly headerLine: number;
  /** The rows below the header, some thousand at a time; may be asked for again. Throws as opening does. */
  rows(): AsyncGenerator<readonly TableRow[]>;
};

/** How many of these names, or cells, the reader knows as names of its columns. */
export type Recognise = (names: readonly string[]) => number;

/** Hotmart's widest export has 58 columns; a table with more than this is something else, and comparing them takes long. */
export const MAX_COLUMNS = 500;

/** The header row stands among the first filled rows: some programs write a title above it. */
export const HEADER_WITHIN = 20;

/** The row of which most names are known, the first of them; where none is, the first row. */
export function headerAmong(
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[],
  recognise: Recognise,
): { readonly header: readonly string[]; readonly line: number; readonly known: number } {
  let best = { header: rows[0]?.cells ?? [], line: rows[0]?.line ?? 0, known: 0 };
  for (const { line, cells } of rows) {
    const known = recognise(cells);
    if (known > best.known) best = { header: cells, line, known };
  }
  return best;
}
