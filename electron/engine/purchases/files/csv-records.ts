import { refusalOf } from '../../../../shared/domain/import-refusals';

/** Longest line, in characters: anything longer is no sale but another kind of file. */
export const MAX_LINE_LENGTH = 65_536;
/** How many lines one quoted record may take before its quote counts as never closed. */
export const MAX_RECORD_LINES = 50;

/** One record of the file with the number of its first line, from 1. */
export type CsvRecord = { readonly line: number; readonly text: string; readonly problem: string | null };

/**
 * Puts physical lines together to records, some thousand at a time: a quoted field may hold line breaks. A quote that
 * never closes costs its own line only, not the rest of the file.
 */
export async function* readRecords(pieces: AsyncIterable<string>): AsyncGenerator<readonly CsvRecord[]> {
  const held: CsvRecord[] = [];
  let isOpen = false;
  let length = 0;
  for await (const lines of readLines(pieces)) {
    const records: CsvRecord[] = [];
    for (const line of lines) {
      const flips = hasOddQuotes(line.text);
      if (!isOpen && !flips) {
        records.push(line);
        continue;
      }
      held.push(line);
      length += line.text.length;
      if (flips) isOpen = !isOpen;
      if (isOpen && held.length < MAX_RECORD_LINES && length < MAX_LINE_LENGTH) continue;
      records.push(...(isOpen ? released(held) : [joined(held)]));
      held.length = 0;
      isOpen = false;
      length = 0;
    }
    if (records.length > 0) yield records;
  }
  if (held.length > 0) yield released(held);
}

function joined(lines: readonly CsvRecord[]): CsvRecord {
  const first = lines[0];
  const broken = lines.find((line) => line.problem !== null);
  return {
    line: first?.line ?? 0,
    text: lines.map((line) => line.text).join('\n'),
    problem: broken?.problem ?? null,
  };
}

/** Lines after a quote that did not close: the first stands alone, the others are put together anew. */
function released(lines: readonly CsvRecord[]): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let rest = [...lines];
  while (rest.length > 0) {
    const end = Math.max(endOfRecord(rest), 1);
    records.push(joined(rest.slice(0, end)));
    rest = rest.slice(end);
  }
  return records;
}

/** How many lines the first record takes; 0 where its quote does not close. */
function endOfRecord(lines: readonly CsvRecord[]): number {
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (hasOddQuotes(line.text)) isOpen = !isOpen;
    if (!isOpen) return index + 1;
  }
  return 0;
}

function hasOddQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

/** Lines of `\n`, `\r\n` or `\r`, one list a piece; the text of one that is too long is dropped. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<readonly CsvRecord[]> {
  let line = 1;
  let rest = '';
  let isTooLong = false;
  for await (const piece of pieces) {
    // A carriage return at the end of a piece may be the half of a line end.
    const text = rest + piece;
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const texts = whole.includes('\r') ? whole.split(/\r\n|\n|\r/) : whole.split('\n');
    rest = texts.pop() ?? '';
    const lines = texts.map((each) => {
      const read = asLine(line, each, isTooLong);
      line += 1;
      isTooLong = false;
      return read;
    });
    if (lines.length > 0) yield lines;
    if (rest.length > MAX_LINE_LENGTH) {
      isTooLong = true;
      rest = '';
    }
    if (whole !== text) rest += '\r';
  }
  const end = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
  if (end !== '' || isTooLong) yield [asLine(line, end, isTooLong)];
}

function asLine(line: number, text: string, isTooLong: boolean): CsvRecord {
  return isTooLong || text.length > MAX_LINE_LENGTH
    ? { line, text: '', problem: refusalOf('line-long', { most: MAX_LINE_LENGTH }) }
    : { line, text, problem: null };
}
