import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A cell as a spreadsheet program writes it: text (shared), number, or a formula with its last value. */
export type CellValue = string | number | { readonly formula: string };

/** A workbook with one sheet of these rows, shared texts as Excel has them. `parts` adds or replaces files of the archive. */
export function workbook(
  rows: readonly (readonly CellValue[])[],
  parts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const texts: string[] = [];
  const cellOf = (value: CellValue, reference: string): string => {
    if (typeof value === 'number') return `<c r="${reference}"><v>${String(value)}</v></c>`;
    if (typeof value === 'object') return `<c r="${reference}"><f>${value.formula}</f><v>1</v></c>`;
    if (value === '') return '';
    texts.push(value);
    return `<c r="${reference}" t="s"><v>${String(texts.length - 1)}</v></c>`;
  };
  const lines = rows.map((cells, row) => {
    const written = cells.map((value, column) => cellOf(value, `${letters(column)}${String(row + 1)}`));
    return `<row r="${String(row + 1)}">${written.join('')}</row>`;
  });
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets><sheet name="Vendas" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="${LINKS}/worksheet" Target="worksheets/vendas.xml"/></Relationships>`,
    'xl/worksheets/vendas.xml': `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

function letters(column: number): string {
  const rest = column >= 26 ? letters(Math.floor(column / 26) - 1) : '';
  return `${rest}${String.fromCharCode(65 + (column % 26))}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
