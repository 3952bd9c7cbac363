import { writeFileSync } from 'node:fs';
import { PRODUCTS_COLUMNS } from '../../electron/engine/purchases/files/read-products';
import { SALES_COLUMNS } from '../../electron/engine/purchases/files/sale-headers';

export type SaleCells = Partial<Record<(typeof SALES_COLUMNS)[number], string>>;
export type ProductCells = Partial<Record<(typeof PRODUCTS_COLUMNS)[number], string>>;

const SALE = {
  transaction: 'HP4410020311',
  status: 'APPROVED',
  order_date: '2026-01-02T14:24:00Z',
  approved_date: '',
  product_id: '41',
  product_name: 'Pasta',
  producer_name: 'Nonna',
  buyer_name: 'Giulia',
  buyer_email: 'giulia@posta.example',
  recurrence: '',
  price: '49.00',
  currency: 'EUR',
};

const PRODUCT = {
  product_id: '41',
  product_name: 'Pasta',
  delivery: 'unknown',
  member_area_url: '',
  producer_name: 'Nonna',
  producer_email: '',
};

/** Writes a `sales.csv` of these rows; cells that a row leaves out are those of an ordinary sale. */
export function writeSales(path: string, rows: readonly SaleCells[]): string {
  const lines = rows.map((row) => SALES_COLUMNS.map((column) => ({ ...SALE, ...row })[column]).join(','));
  writeFileSync(path, `${SALES_COLUMNS.join(',')}\n${lines.join('\n')}\n`);
  return path;
}

/** Writes a `products.csv` of these rows. */
export function writeProducts(path: string, rows: readonly ProductCells[]): string {
  const lines = rows.map((row) => PRODUCTS_COLUMNS.map((column) => ({ ...PRODUCT, ...row })[column]).join(','));
  writeFileSync(path, `${PRODUCTS_COLUMNS.join(',')}\n${lines.join('\n')}\n`);
  return path;
}

/** `count` different sales, numbered from HP1000000001. */
export function manySales(count: number, cells: SaleCells = {}): SaleCells[] {
  return Array.from({ length: count }, (_, index) => ({
    transaction: `HP${1000000001 + index}`,
    buyer_email: `buyer.${index % 40_000}@posta.example`,
    ...cells,
  }));
}
