import { isAddress } from '../../../shared/domain/address';
import type { Delivery, Product } from '../../../shared/domain/purchase';
import { readCsvFile } from './csv-file';
import type { RefusedRow } from './read-sales-csv';

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

/** The catalogue of a `products.csv`, row by row. Throws as `readCsvFile` does; a broken row is told, not thrown. */
export async function* readProductsCsv(path: string): AsyncGenerator<ProductsRow> {
  for await (const row of readCsvFile(path, PRODUCTS_COLUMNS)) {
    if (row.kind === 'refused') {
      yield row;
      continue;
    }
    const reason = problemOf(row.cells);
    if (reason === null) yield { kind: 'row', line: row.line, product: productOf(row.cells) };
    else yield { kind: 'refused', line: row.line, reason };
  }
}

function problemOf(cells: ProductsCells): string | null {
  if (cells.product_id === '') return 'product_id is empty';
  if (cells.product_name === '') return 'product_name is empty';
  if (readDelivery(cells.delivery) === null) return 'delivery is not club, producer or unknown';
  if (cells.member_area_url !== '' && !isWebLink(cells.member_area_url)) {
    return 'member_area_url is not an http or https link';
  }
  if (cells.producer_email !== '' && !isAddress(cells.producer_email)) {
    return 'producer_email is not an e-mail address';
  }
  return null;
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

/** The link stands in replies: nothing but the web may be in it. */
function isWebLink(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    // Not a link at all: that is the answer.
    return false;
  }
}
