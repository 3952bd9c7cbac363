import { SportelloError } from '../../../../shared/contract/errors';
import { entryProblems } from '../../../../shared/domain/product-entry';
import type { EntryProblem } from '../../../../shared/domain/product-entry';
import type { Delivery, Product } from '../../../../shared/domain/purchase';
import { refusalOf } from '../../../../shared/domain/import-refusals';
import { cleanCell, isFormula, MAX_CELL_LENGTH, problemOfShape } from './cells';
import type { RefusedRow } from './read-sales';
import { shownName } from './import-file';
import type { ImportFile } from './import-file';
import { openTable } from './open-table';
import type { TableRow } from './table';

/** Columns of `products.csv` (domain.md, "Files"). */
export const PRODUCTS_COLUMNS = [
  'product_id',
  'product_name',
  'delivery',
  'member_area_url',
  'producer_name',
  'producer_email',
] as const;

export type ProductsRow = { readonly kind: 'row'; readonly line: number; readonly product: Product } | RefusedRow;

type ProductsCells = Readonly<Record<(typeof PRODUCTS_COLUMNS)[number], string>>;

/**
 * The catalogue of a `products.csv`, or of a workbook with the same columns, some thousand rows at a time. A broken row is
 * told, not thrown. Throws `import-columns` naming what is missing or stands twice, and as `openTable` does.
 */
export async function* readProducts(file: ImportFile): AsyncGenerator<readonly ProductsRow[]> {
  const table = await openTable(file, (cells) => placesOf(cells).length);
  const places = placesOf(table.header);
  refuseOtherColumns(file, table.header, places);
  for await (const rows of table.rows()) yield rows.map((row) => readRow(row, table.header.length, places));
}

type Places = readonly (readonly [(typeof PRODUCTS_COLUMNS)[number], number])[];

function placesOf(header: readonly string[]): Places {
  const names = header.map((name) => name.trim().toLowerCase());
  return PRODUCTS_COLUMNS.flatMap((column) => {
    const at = names.indexOf(column);
    return at < 0 ? [] : [[column, at] as const];
  });
}

function refuseOtherColumns(file: ImportFile, header: readonly string[], places: Places): void {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = PRODUCTS_COLUMNS.filter((column) => !places.some(([found]) => found === column));
  const twice = PRODUCTS_COLUMNS.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (missing.length === 0 && twice.length === 0) return;
  const path = shownName(file);
  const columns = (missing.length > 0 ? missing : twice).join(', ');
  throw new SportelloError(
    'import-columns',
    missing.length > 0
      ? `${path} lacks the columns ${columns}.`
      : `${path} names the columns ${columns} more than once.`,
    {
      reason: missing.length > 0 ? 'products' : 'twice',
      action:
        missing.length > 0
          ? `A row must name the columns ${PRODUCTS_COLUMNS.join(', ')}, separated by comma, semicolon or tab.`
          : 'Keep one of them and import the file again.',
      detail: { path, columns },
    },
  );
}

function readRow(row: TableRow, width: number, places: Places): ProductsRow {
  if (row.kind === 'refused') return row;
  const { line } = row;
  const refused = (reason: string): RefusedRow => ({ kind: 'refused', line, reason });
  const misshapen = problemOfShape(row.cells, width);
  if (misshapen !== null) return refused(misshapen);
  const formula = places.find(([, at]) => isFormula(row.cells[at] ?? ''));
  if (formula) return refused(refusalOf('formula', { field: formula[0] }));
  const cells = Object.fromEntries(
    places.map(([column, at]) => [column, cleanCell(row.cells[at] ?? '')]),
  ) as ProductsCells;
  const reason = problemOf(cells);
  return reason === null ? { kind: 'row', line, product: productOf(cells) } : refused(reason);
}

const ENTRY_PROBLEMS: Readonly<Record<EntryProblem, string>> = {
  name: refusalOf('empty', { field: 'product_name' }),
  link: refusalOf('link', { field: 'member_area_url' }),
  address: refusalOf('address', { field: 'producer_email' }),
};

function problemOf(cells: ProductsCells): string | null {
  const tooLong = PRODUCTS_COLUMNS.find((column) => cells[column].length > MAX_CELL_LENGTH);
  if (tooLong) return refusalOf('cell-long', { field: tooLong, most: MAX_CELL_LENGTH });
  if (cells.product_id === '') return refusalOf('empty', { field: 'product_id' });
  if (readDelivery(cells.delivery) === null) return refusalOf('delivery');
  const { product_name: name, member_area_url: memberAreaUrl, producer_email: producerEmail } = cells;
  const [problem] = entryProblems({ name, memberAreaUrl, producerEmail });
  return problem === undefined ? null : ENTRY_PROBLEMS[problem];
}

function productOf(cells: ProductsCells): Product {
  return {
    productId: cells.product_id,
    name: cells.product_name,
    delivery: readDelivery(cells.delivery) ?? 'unknown',
    memberAreaUrl: cells.member_area_url,
    producerName: cells.producer_name,
    producerEmail: cells.producer_email,
  };
}

/** An empty cell says as little as `unknown` does. */
function readDelivery(cell: string): Delivery | null {
  const word = cell.toLowerCase();
  if (word === '') return 'unknown';
  return word === 'club' || word === 'producer' || word === 'unknown' ? word : null;
}
