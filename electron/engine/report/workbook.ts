import { strToU8, zipSync } from 'fflate';
import { plainText } from '../../../shared/domain/report-table';
import type { Cell, ReportTable } from '../../../shared/domain/report-table';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Excel refuses longer names of sheets. */
const MOST_SHEET_NAME = 31;

/**
 * The tables as an XLSX, one sheet each: numbers as numbers, all else as text in its cell, nothing as a formula. The few parts
 * that every spreadsheet program needs (ECMA-376, part 1), without styles.
 */
export function workbookOf(tables: readonly ReportTable[]): Uint8Array {
  const sheets = tables.map((table, index) => ({
    table,
    id: index + 1,
    path: `worksheets/sheet${String(index + 1)}.xml`,
  }));
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.sheet.main+xml"/>${sheets.map(({ path }) => `<Override PartName="/xl/${path}" ContentType="${OFFICE}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets>${sheets.map(({ table, id }) => `<sheet name="${escaped(table.name.slice(0, MOST_SHEET_NAME))}" sheetId="${String(id)}" r:id="rId${String(id)}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${sheets.map(({ id, path }) => `<Relationship Id="rId${String(id)}" Type="${LINKS}/worksheet" Target="${path}"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map(({ table, path }) => [`xl/${path}`, sheetOf(table)])),
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`)]),
    ),
  );
}

function sheetOf({ columns, rows }: ReportTable): string {
  const lines = [columns, ...rows].map((cells, row) => {
    const number = String(row + 1);
    return `<row r="${number}">${cells.map((cell, column) => cellOf(cell, `${letters(column)}${number}`)).join('')}</row>`;
  });
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellOf(cell: Cell, reference: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${String(cell)}</v></c>`;
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(plainText(cell))}</t></is></c>`;
}

/** A, B, … of a column from 0. */
function letters(column: number): string {
  const rest = column >= 26 ? letters(Math.floor(column / 26) - 1) : '';
  return `${rest}${String.fromCharCode(65 + (column % 26))}`;
}

/** Without what XML 1.0 cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
