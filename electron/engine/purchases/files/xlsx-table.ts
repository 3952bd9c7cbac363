import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import type { Recognise, Table, TableRow } from './table';
import { headerAmong, HEADER_WITHIN, MAX_COLUMNS } from './table';
import type { ImportFile } from './import-file';
import { refuseFile } from './refuse-file';
import type { TextList } from './text-list';
import { localName, MAX_CELL_CHARS, openWorkbook } from './workbook';
import type { Workbook } from './workbook';

/** Characters of rows handed on together: a hostile row may be a thousand times as long as a sale. */
const BATCH_CHARS = 1_000_000;
/** Rows handed on together. */
const BATCH = 1000;

/**
 * The first sheet of an XLSX workbook as a table, read as a stream: memory holds the shared texts and one batch of rows.
 * A date is a number here; whoever knows the column reads it as one (`readSaleTime`). Throws `import-unreadable` for what
 * is no workbook, unpacks to too much, or holds formulas.
 */
export async function openXlsx(file: ImportFile, recognise: Recognise): Promise<Table | null> {
  const workbook = await openWorkbook(file);
  const first: { line: number; cells: readonly string[] }[] = [];
  // Read to its end once: a formula, or a bomb, in the last row is found before anything is written.
  for await (const rows of sheetRows(workbook, file)) {
    for (const row of rows) if (first.length < HEADER_WITHIN) first.push(row);
  }
  const { header, line } = headerAmong(first, recognise);
  if (header.length === 0) return null;
  return {
    format: 'xlsx',
    hasLateEpoch: workbook.hasLateEpoch,
    header,
    headerLine: line,
    async *rows() {
      for await (const rows of sheetRows(workbook, file)) {
        const below = rows
          .filter((row) => row.line > line)
          .map((row): TableRow => ({ kind: 'row', ...padded(row, header.length) }));
        if (below.length > 0) yield below;
      }
    },
  };
}

type SheetRow = { readonly line: number; readonly cells: readonly string[] };

/** A workbook leaves out the empty cells at the end of a row. */
function padded(row: SheetRow, width: number): SheetRow {
  if (row.cells.length >= width) return row;
  return { line: row.line, cells: [...row.cells, ...Array.from({ length: width - row.cells.length }, () => '')] };
}

async function* sheetRows(workbook: Workbook, file: ImportFile): AsyncGenerator<readonly SheetRow[]> {
  const reader = createSheetReader(workbook.sharedTexts, file);
  for await (const piece of workbook.sheet()) {
    reader.write(piece);
    if (reader.rows.length >= BATCH || reader.chars() >= BATCH_CHARS) yield reader.take();
  }
  reader.end();
  if (reader.rows.length > 0) yield reader.take();
}

type SheetReader = {
  readonly rows: readonly SheetRow[];
  chars(): number;
  take(): readonly SheetRow[];
  write(text: string): void;
  end(): void;
};

/** Cells of `<row>`/`<c>` (ECMA-376 §18.3.1.4, §18.3.1.73). */
function createSheetReader(sharedTexts: TextList, file: ImportFile): SheetReader {
  const rows: SheetRow[] = [];
  let chars = 0;
  const parser = new SaxesParser({ xmlns: false });
  let line = 0;
  let cells: string[] = [];
  let column = 0;
  let type = '';
  let text = '';
  let isValue = false;
  parser.on('error', () => {
    throw refuseFile(file, 'no-workbook');
  });
  // Entities of one's own are how a small XML becomes a large one.
  parser.on('doctype', () => {
    throw refuseFile(file, 'too-much-inside');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    switch (localName(tag.name)) {
      case 'row':
        line = nextLine(line, tag.attributes['r']);
        cells = [];
        column = -1;
        break;
      case 'c':
        column = columnOf(tag.attributes['r'] ?? '') ?? column + 1;
        type = tag.attributes['t'] ?? 'n';
        text = '';
        break;
      case 'f':
        throw refuseFile(file, 'formulas');
      case 'v':
      case 't':
        isValue = true;
        break;
      default:
    }
  });
  parser.on('text', (piece) => {
    if (isValue && text.length < MAX_CELL_CHARS) text += piece.slice(0, MAX_CELL_CHARS);
  });
  parser.on('closetag', (tag) => {
    switch (localName(tag.name)) {
      case 'v':
      case 't':
        isValue = false;
        break;
      case 'c':
        if (column >= MAX_COLUMNS) break;
        while (cells.length < column) cells.push('');
        cells[column] = valueOf(type, text.slice(0, MAX_CELL_CHARS), sharedTexts);
        break;
      case 'row':
        chars += cells.reduce((sum, cell) => sum + cell.length, 0);
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
        break;
      default:
    }
  });
  return {
    rows,
    chars: () => chars,
    take: () => {
      chars = 0;
      return rows.splice(0);
    },
    write: (piece) => void parser.write(piece),
    end: () => void parser.close(),
  };
}

function valueOf(type: string, text: string, sharedTexts: TextList): string {
  if (type === 's') return sharedTexts.at(Number(text));
  // An error is no value: `#N/A` in an address would be one.
  return type === 'e' ? '' : text;
}

/** Rows are numbered as they come where a program numbers them wrongly: a row must never hide another. */
function nextLine(before: number, written: string | undefined): number {
  const line = Number(written);
  return Number.isSafeInteger(line) && line > before ? line : before + 1;
}

/** Position of a cell reference's column, from 0: `C7` is 2; null where there is none. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
