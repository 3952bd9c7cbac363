import Papa from 'papaparse';
import { SportelloError } from '../../../shared/contract/errors';
import { cleanText } from '../store/clean-text';
import { readRecords } from './csv-records';
import type { CsvRecord } from './csv-records';
import { readText } from './csv-text';

/** Longest cell, in characters. */
export const MAX_CELL_LENGTH = 4000;
const DELIMITERS = [',', ';', '\t'] as const;

/** A row that the file gives: its cells by column, or why it cannot be used. `line` counts from 1, as editors do. */
export type CsvRow<Column extends string> =
  | { readonly kind: 'row'; readonly line: number; readonly cells: Readonly<Record<Column, string>> }
  | { readonly kind: 'refused'; readonly line: number; readonly reason: string };

/**
 * Rows of a CSV file under the columns named, cells trimmed. The delimiter is the one that finds most of the columns
 * in the header row; an Excel `sep=` line before it is skipped, empty lines are too, other columns are ignored.
 * Throws `import-columns` naming what is missing, `import-unreadable` for an empty file, and what `readText` throws.
 */
export async function* readCsvFile<Column extends string>(
  path: string,
  columns: readonly Column[],
): AsyncGenerator<CsvRow<Column>> {
  let header: Header<Column> | null = null;
  for await (const record of readRecords(readText(path))) {
    if (record.problem === null && record.text.trim() === '') continue;
    if (header === null) {
      if (!/^sep=.$/i.test(record.text.trim())) header = readHeader(record.text, columns, path);
      continue;
    }
    yield* rowsOf(record, header);
  }
  if (header === null) {
    throw new SportelloError('import-unreadable', `${path} is empty.`, {
      action: 'Export the file again.',
      detail: { path },
    });
  }
}

type Header<Column extends string> = {
  readonly delimiter: string;
  readonly width: number;
  readonly places: readonly (readonly [Column, number])[];
};

function readHeader<Column extends string>(text: string, columns: readonly Column[], path: string): Header<Column> {
  const readings = DELIMITERS.map((delimiter) => {
    const names = (parse(text, delimiter).rows[0] ?? []).map((name) => name.trim().toLowerCase());
    const places = columns.flatMap((column) => {
      const at = names.indexOf(column);
      return at < 0 ? [] : [[column, at] as const];
    });
    return { delimiter, width: names.length, places, names };
  });
  const best = readings.reduce((one, other) => (other.places.length > one.places.length ? other : one));
  const missing = columns.filter((column) => !best.names.includes(column));
  if (missing.length > 0) {
    throw new SportelloError('import-columns', `${path} lacks the columns ${missing.join(', ')}.`, {
      action: `The first row must name the columns ${columns.join(', ')}, separated by comma, semicolon or tab.`,
      detail: { path, columns: missing.join(', ') },
    });
  }
  const twice = columns.filter((column) => best.names.indexOf(column) !== best.names.lastIndexOf(column));
  if (twice.length > 0) {
    throw new SportelloError('import-columns', `${path} names the columns ${twice.join(', ')} more than once.`, {
      action: 'Keep one of them and import the file again.',
      detail: { path, columns: twice.join(', ') },
    });
  }
  return best;
}

function* rowsOf<Column extends string>(record: CsvRecord, header: Header<Column>): Generator<CsvRow<Column>> {
  if (record.problem !== null) {
    yield { kind: 'refused', line: record.line, reason: record.problem };
    return;
  }
  const { rows, isBroken } = parse(record.text, header.delimiter);
  if (isBroken) {
    yield { kind: 'refused', line: record.line, reason: 'a quote is opened or closed in the wrong place' };
    return;
  }
  let { line } = record;
  for (const row of rows) {
    if (row.some((cell) => cell.trim() !== '')) yield asRow(row, line, header);
    line += 1 + row.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
  }
}

function asRow<Column extends string>(row: readonly string[], line: number, header: Header<Column>): CsvRow<Column> {
  const surplus = row.slice(header.width).some((cell) => cell.trim() !== '');
  if (row.length < header.width || surplus) {
    const reason = `${row.length} cells where the header has ${header.width}`;
    return { kind: 'refused', line, reason };
  }
  const cells = Object.fromEntries(header.places.map(([column, at]) => [column, cleanCell(row[at] ?? '')]));
  const tooLong = header.places.find(([column]) => (cells[column]?.length ?? 0) > MAX_CELL_LENGTH);
  if (tooLong) {
    return { kind: 'refused', line, reason: `${tooLong[0]} is longer than ${MAX_CELL_LENGTH} characters` };
  }
  return { kind: 'row', line, cells: cells as Record<Column, string> };
}

/** Exports put `'` before a cell that a spreadsheet would run as a formula (reliability.md T12): taken off again. */
function cleanCell(cell: string): string {
  return cleanText(cell.trim()).replace(/^'(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/, '');
}

function parse(text: string, delimiter: string): { rows: string[][]; isBroken: boolean } {
  // Most rows hold no quote; Papa's set-up for each of them would take longer than reading the file.
  if (!text.includes('"')) return { rows: [text.split(delimiter)], isBroken: false };
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  return { rows: parsed.data, isBroken: parsed.errors.some((error) => error.type === 'Quotes') };
}
