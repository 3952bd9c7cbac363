import { refusalOf } from '../../../../shared/domain/import-refusals';
import Papa from 'papaparse';
import { readRecords } from './csv-records';
import type { CsvRecord } from './csv-records';
import { readText } from './file-text';
import type { ImportFile } from './import-file';
import type { TextEncoding } from './file-text';
import type { Recognise, Table, TableRow } from './table';
import { headerAmong, HEADER_WITHIN, MAX_COLUMNS } from './table';
import { refuseFile } from './refuse-file';

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * A CSV file as a table. The delimiter is the one that makes the most sense of the header row (`recognise`), else the one
 * that makes the most columns; an Excel `sep=` line before it is skipped, empty lines are too.
 */
export async function openCsv(file: ImportFile, encoding: TextEncoding, recognise: Recognise): Promise<Table | null> {
  const first = await firstRecords(file, encoding);
  const readings = DELIMITERS.map((delimiter) => {
    const rows = first.map((record) => ({ line: record.line, cells: parse(record.text, delimiter).rows[0] ?? [] }));
    return { delimiter, ...headerAmong(rows, recognise) };
  });
  const best = readings.reduce((one, other) =>
    other.known > one.known || (other.known === one.known && other.header.length > one.header.length) ? other : one,
  );
  if (best.header.length === 0) return null;
  if (best.header.length > MAX_COLUMNS) throw refuseFile(file, 'too-wide');
  const { delimiter, header, line } = best;
  return {
    format: 'csv',
    hasLateEpoch: false,
    header,
    headerLine: line,
    rows: () => rowsAfter(file, encoding, delimiter, line),
  };
}

async function firstRecords(file: ImportFile, encoding: TextEncoding): Promise<readonly CsvRecord[]> {
  const first: CsvRecord[] = [];
  for await (const records of readRecords(readText(file, encoding))) {
    for (const record of records) {
      if (record.problem !== null || record.text.trim() === '' || /^sep=.$/i.test(record.text.trim())) continue;
      first.push(record);
      if (first.length === HEADER_WITHIN) return first;
    }
  }
  return first;
}

async function* rowsAfter(
  file: ImportFile,
  encoding: TextEncoding,
  delimiter: string,
  headerLine: number,
): AsyncGenerator<readonly TableRow[]> {
  for await (const records of readRecords(readText(file, encoding))) {
    const rows = rowsOf(
      records.filter((record) => record.line > headerLine),
      delimiter,
    );
    if (rows.length > 0) yield rows;
  }
}

/** Quoted records are parsed together where none is broken: Papa's set-up for each would take longer than reading. */
function rowsOf(records: readonly CsvRecord[], delimiter: string): readonly TableRow[] {
  const quoted = records.filter((record) => record.problem === null && record.text.includes('"'));
  const together = parse(quoted.map((record) => record.text).join('\n'), delimiter);
  const cellsOf =
    together.isBroken || together.rows.length !== quoted.length
      ? null
      : new Map(quoted.map((record, index) => [record, together.rows[index] ?? []]));
  const rows: TableRow[] = [];
  for (const record of records) {
    const cells = cellsOf?.get(record);
    if (cells) pushRow(rows, record.line, cells);
    else pushRows(rows, record, delimiter);
  }
  return rows;
}

function pushRow(rows: TableRow[], line: number, cells: readonly string[]): void {
  if (cells.some((cell) => cell.trim() !== '')) rows.push({ kind: 'row', line, cells });
}

function pushRows(rows: TableRow[], record: CsvRecord, delimiter: string): void {
  const { text, problem } = record;
  let { line } = record;
  if (problem !== null) {
    rows.push({ kind: 'refused', line, reason: problem });
    return;
  }
  if (text.trim() === '') return;
  const { rows: parsed, isBroken } = parse(text, delimiter);
  if (isBroken) {
    rows.push({ kind: 'refused', line, reason: refusalOf('quote') });
    return;
  }
  for (const cells of parsed) {
    pushRow(rows, line, cells);
    if (parsed.length > 1) line += 1 + cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
  }
}

function parse(text: string, delimiter: string): { rows: string[][]; isBroken: boolean } {
  // Most exports hold no quote, and cutting at the delimiter is all that is to do.
  if (!text.includes('"')) return { rows: [text.split(delimiter)], isBroken: false };
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  return { rows: parsed.data, isBroken: parsed.errors.some((error) => error.type === 'Quotes') };
}
