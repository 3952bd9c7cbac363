import type { ColumnView, ImportPreview, PreviewRow } from '../../../../shared/contract/imports';
import { SALE_FIELDS } from '../../../../shared/domain/sale-fields';
import { fileNameOf } from './import-file';
import type { ImportFile } from './import-file';
import { openTable } from './open-table';
import { PRODUCTS_COLUMNS } from './read-products';
import { sampleOf, salesReader, understandSales } from './read-sales';
import type { SalesOptions, SalesTable } from './read-sales';
import { isFilled, recogniseSales } from './sale-columns';
import { surveyFile } from './survey-file';

/** Rows that a preview shows. */
const ROWS = 8;
const SAMPLES = 3;
/** Longest cell that a preview shows, in characters. */
const MAX_SHOWN = 120;

/**
 * What a file would bring, without writing anything. Throws as the readers do, but for columns that are missing.
 *
 * @param options what was said of a table with these headers
 */
export async function previewFile(
  file: ImportFile,
  options: (header: readonly string[]) => Promise<SalesOptions>,
): Promise<ImportPreview> {
  const survey = await surveyFile(file);
  const empty = { fileName: fileNameOf(file), columns: [], missing: [], rows: [], timeZone: 'UTC' };
  if (survey.format === 'json') return { ...empty, kind: 'events', format: 'json', dateOrder: 'iso-only' };
  const table = await openTable(file, recogniseSales, survey);
  if (isCatalogue(table.header)) {
    return { ...empty, kind: 'products', format: table.format, dateOrder: 'iso-only' };
  }
  const opened = understandSales(table, await sampleOf(table), await options(table.header));
  return {
    ...empty,
    kind: 'sales',
    format: opened.table.format,
    columns: columnsOf(opened),
    missing: opened.layout.missing,
    dateOrder: opened.dates.order,
    timeZone: opened.dates.timeZone,
    rows: opened.layout.missing.length > 0 ? [] : previewRows(opened),
  };
}

/** Only a catalogue says where a product's content lives. */
export function isCatalogue(header: readonly string[]): boolean {
  const names = header.map((name) => name.trim().toLowerCase());
  return PRODUCTS_COLUMNS.every((column) => names.includes(column));
}

function columnsOf({ table, layout, sample }: SalesTable): readonly ColumnView[] {
  return table.header.map((header, at) => {
    const field = SALE_FIELDS.find((one) => layout.columns[one]?.at === at) ?? null;
    const cells = sample.flatMap((row) => (row.kind === 'row' ? [row.cells[at]?.trim() ?? ''] : []));
    return {
      header: header.trim(),
      field,
      by: field === null ? null : (layout.columns[field]?.by ?? null),
      samples: [...new Set(cells.filter(isFilled))].slice(0, SAMPLES).map((cell) => cell.slice(0, MAX_SHOWN)),
    };
  });
}

function previewRows(opened: SalesTable): readonly PreviewRow[] {
  return opened.sample
    .slice(0, ROWS)
    .map(salesReader(opened))
    .map((row) => {
      if (row.kind === 'refused') return row;
      const { transaction, statusWord, status, orderedAt, productName, buyerEmail } = row.purchase;
      return { kind: 'sale', line: row.line, transaction, statusWord, status, orderedAt, productName, buyerEmail };
    });
}
