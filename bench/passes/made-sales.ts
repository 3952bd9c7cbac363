import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { SALES_COLUMNS } from '../../electron/engine/purchases/files/sale-headers';

/** Rows that are made, and written, together. */
const PIECE = 1000;

/** One invented sale; numbers lie all over the range, as Hotmart's do. */
function saleOf(index: number): readonly string[] {
  const number = String((index * 2_654_435_761) % 10_000_000_000).padStart(10, '0');
  const day = `2026-0${String(1 + (index % 9))}-1${String(index % 10)}`;
  return [
    `HP${number}`,
    index % 7 === 0 ? 'COMPLETE' : 'APPROVED',
    `${day}T10:00:00Z`,
    `${day}T10:05:00Z`,
    String(4_000_000 + (index % 500)),
    `Corso, numero ${String(index % 500)}`,
    `Produttore ${String(index % 90)}`,
    `Cliente di Prova ${String(index)}`,
    `cliente.${String(index)}@posta-${String(index % 50)}.example`,
    '',
    `${String(20 + (index % 80))}.90`,
    'EUR',
  ];
}

/** Writes a canonical `sales.csv` of that many sales, a field with a comma quoted in each row. */
export async function writeSalesCsv(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${SALES_COLUMNS.join(',')}\n`);
  for (let at = 0; at < rows; at += PIECE) {
    let text = '';
    for (let index = at; index < Math.min(at + PIECE, rows); index += 1) {
      text += `${saleOf(index)
        .map((cell) => (cell.includes(',') ? `"${cell}"` : cell))
        .join(',')}\n`;
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENTS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Writes the same sales as a workbook with shared texts, as Excel and POI do: every other text is one of its own. */
export async function writeSalesXlsx(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  const zip = new Zip((error, bytes, isLast) => {
    if (error) throw error;
    out.write(bytes);
    if (isLast) out.end();
  });
  const part = (name: string, text: string): void => {
    const file = new ZipDeflate(name, { level: 3 });
    zip.add(file);
    file.push(strToU8(text), true);
  };
  part(
    'xl/workbook.xml',
    `<workbook xmlns="${NAMESPACE}" xmlns:r="${DOCUMENTS}"><sheets><sheet name="Vendas" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  );
  part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${DOCUMENTS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  );
  const texts = new Map<string, number>();
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 3 });
  zip.add(sheet);
  sheet.push(strToU8(`<worksheet xmlns="${NAMESPACE}"><sheetData>`));
  for (let row = 0; row <= rows; row += 1) {
    const cells = row === 0 ? SALES_COLUMNS : saleOf(row - 1);
    const xml = cells.map((cell, column) => {
      const at = texts.get(cell) ?? texts.size;
      texts.set(cell, at);
      return `<c r="${String.fromCharCode(65 + column)}${String(row + 1)}" t="s"><v>${String(at)}</v></c>`;
    });
    sheet.push(strToU8(`<row r="${String(row + 1)}">${xml.join('')}</row>`));
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  const shared = [...texts.keys()].map((text) => `<si><t>${text}</t></si>`).join('');
  part('xl/sharedStrings.xml', `<sst xmlns="${NAMESPACE}">${shared}</sst>`);
  zip.end();
  await once(out, 'finish');
}
