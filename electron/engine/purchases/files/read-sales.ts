import { SportelloError } from '../../../../shared/contract/errors';
import { foldAddress, isAddress } from '../../../../shared/domain/address';
import { foldPlain } from '../../../../shared/domain/fold-text';
import type { Purchase } from '../../../../shared/domain/purchase';
import { NAME_ID } from '../../../../shared/domain/purchase-merge';
import type { SaleField } from '../../../../shared/domain/sale-fields';
import { foldStatus } from '../../../../shared/domain/status';
import { normalizeNumber } from '../../../../shared/domain/transaction-number';
import { refusalOf } from '../../../../shared/domain/import-refusals';
import { cleanCell, isFormula, MAX_CELL_LENGTH, problemOfShape } from './cells';
import { isFilled, layOut, recogniseSales } from './sale-columns';
import type { ColumnMapping, SaleLayout } from './sale-columns';
import { dateOrder, HOTMART_TIME_ZONE, readPrice, readSaleTime } from './sale-dates';
import type { DateStyle } from './sale-dates';
import { shownName } from './import-file';
import type { ImportFile } from './import-file';
import { openTable } from './open-table';
import type { Table, TableRow } from './table';

export type SalesRow = { readonly kind: 'row'; readonly line: number; readonly purchase: Purchase } | RefusedRow;
/** A row that is not imported, with the reason in words an agent can act on. Holds no customer's data. */
export type RefusedRow = { readonly kind: 'refused'; readonly line: number; readonly reason: string };

export type SalesOptions = {
  /** Zone of the Hotmart account; absent: Hotmart's own. */
  readonly timeZone?: string | undefined;
  /** What a person said of headers that nobody knows. */
  readonly mapping?: ColumnMapping;
  /** The day or the month first, where a person said so; else the dates tell. */
  readonly dateOrder?: DateStyle['order'] | undefined;
};

/** A sales table that was opened: how it is understood, and its first rows. */
export type SalesTable = {
  readonly table: Table;
  readonly layout: SaleLayout;
  readonly dates: DateStyle;
  readonly sample: readonly TableRow[];
};

/** Longest sale, in characters of all its cells: twenty thousand of them are held at once. */
const MAX_SALE_CHARS = 8000;
/** Rows that tell how dates are written and what stands in a column without a known name. */
const SAMPLE = 2000;

/** Opens a sales export. Throws as `openTable` does; a table that lacks columns is answered, `missing` names them. */
export async function openSales(file: ImportFile, options: SalesOptions): Promise<SalesTable> {
  const table = await openTable(file, recogniseSales);
  return understandSales(table, await sampleOf(table), options);
}

/** The first rows of a table. */
export async function sampleOf(table: Table): Promise<readonly TableRow[]> {
  const sample: TableRow[] = [];
  for await (const rows of table.rows()) {
    sample.push(...rows.slice(0, SAMPLE - sample.length));
    if (sample.length >= SAMPLE) break;
  }
  return sample;
}

/** How a table is understood, by its first rows and what a person said of it. */
export function understandSales(table: Table, sample: readonly TableRow[], options: SalesOptions): SalesTable {
  const layout = layOut(table.header, sample, options.mapping ?? {});
  const dates: DateStyle =
    layout.kind === 'canonical'
      ? { order: 'iso-only', timeZone: 'UTC', hasLateEpoch: table.hasLateEpoch }
      : {
          order: options.dateOrder ?? dateOrder(columnOf(sample, layout.columns.order_date?.at)),
          timeZone: options.timeZone ?? HOTMART_TIME_ZONE,
          hasLateEpoch: table.hasLateEpoch,
        };
  return { table, layout, dates, sample };
}

function columnOf(rows: readonly TableRow[], at: number | undefined): readonly string[] {
  if (at === undefined) return [];
  return rows.flatMap((row) => (row.kind === 'row' ? [row.cells[at]?.trim() ?? ''] : []));
}

/**
 * The sales of a file, some thousand rows at a time: the canonical `sales.csv` or an export of Hotmart, CSV or XLSX. A
 * broken row is told, not thrown. Throws `import-columns` naming what is missing, and as `openTable` does.
 */
export async function* readSales(file: ImportFile, options: SalesOptions = {}): AsyncGenerator<readonly SalesRow[]> {
  const opened = await openSales(file, options);
  refuseMissing(file, opened);
  yield* salesOf(opened, NO_PRODUCTS);
}

/** Throws `import-columns` where a needed column was not found. */
export function refuseMissing(file: ImportFile, { table, layout }: SalesTable): void {
  if (layout.missing.length === 0) return;
  const path = shownName(file);
  const names = layout.missing.join(', ');
  // Without names the first row is a sale, not a header.
  const isHeadless = table.header.some((cell) => isAddress(cell.trim()) || normalizeNumber(cell) !== null);
  const says = isHeadless ? `${path} has no header row: its first row is a sale already.` : `${path} lacks ${names}.`;
  throw new SportelloError('import-columns', says, {
    ...(isHeadless ? { reason: 'no-header' } : {}),
    action: isHeadless
      ? 'Export the file again with its header row, or write one above the sales.'
      : 'Say in the desk which columns hold them (Settings, Purchases), or export the sales again with these columns.',
    detail: { path, columns: names },
  });
}

/** The rows of an opened table, as sales; `productIds` by folded name, for exports that give no code. */
export async function* salesOf(
  opened: SalesTable,
  productIds: ReadonlyMap<string, string>,
): AsyncGenerator<readonly SalesRow[]> {
  const read = salesReader(opened, productIds);
  for await (const rows of opened.table.rows()) yield rows.map(read);
}

/** What reads one row of an opened table. */
export function salesReader(
  opened: SalesTable,
  productIds: ReadonlyMap<string, string> = NO_PRODUCTS,
): (row: TableRow) => SalesRow {
  const { table, layout, dates } = opened;
  const width = table.header.length;
  const places = Object.entries(layout.columns).map(([field, place]) => [field as SaleField, place.at] as const);
  const isCanonical = layout.kind === 'canonical';
  return (row) => {
    if (row.kind === 'refused') return row;
    const { line } = row;
    const refused = (reason: string): RefusedRow => ({ kind: 'refused', line, reason });
    const misshapen = problemOfShape(row.cells, width);
    if (misshapen !== null) return refused(misshapen);
    const cells = { ...NOTHING };
    let chars = 0;
    for (const [field, at] of places) {
      const cell = row.cells[at] ?? '';
      if (isFormula(cell)) return refused(refusalOf('formula', { field }));
      if (cell.length > MAX_CELL_LENGTH) return refused(refusalOf('cell-long', { field, most: MAX_CELL_LENGTH }));
      chars += cell.length;
      if (chars > MAX_SALE_CHARS) return refused(refusalOf('row-long', { most: MAX_SALE_CHARS }));
      const clean = cleanCell(cell);
      cells[field] = isFilled(clean) ? clean : '';
    }
    return saleOf(cells, line, { dates, isCanonical, productIds });
  };
}

const NO_PRODUCTS: ReadonlyMap<string, string> = new Map();

type SaleCells = Record<SaleField, string>;

const NOTHING: Readonly<SaleCells> = {
  transaction: '',
  status: '',
  order_date: '',
  approved_date: '',
  product_id: '',
  product_name: '',
  producer_name: '',
  buyer_name: '',
  buyer_email: '',
  recurrence: '',
  price: '',
  currency: '',
  guarantee_end: '',
  parent_transaction: '',
  subscriber_code: '',
  payment: '',
};

type SaleStyle = {
  readonly dates: DateStyle;
  readonly isCanonical: boolean;
  readonly productIds: ReadonlyMap<string, string>;
};

function saleOf(cells: Readonly<SaleCells>, line: number, style: SaleStyle): SalesRow {
  const refused = (reason: string): RefusedRow => ({ kind: 'refused', line, reason });
  const { dates, isCanonical } = style;
  const date = isCanonical ? 'iso-date' : 'date';
  if (cells.transaction === '') return refused(refusalOf('empty', { field: 'transaction' }));
  const transaction = normalizeNumber(cells.transaction);
  if (transaction === null) return refused(refusalOf('number', { field: 'transaction' }));
  if (cells.order_date === '') return refused(refusalOf('empty', { field: 'order_date' }));
  const orderedAt = readSaleTime(cells.order_date, dates);
  if (orderedAt === null)
    return refused(refusalOf(otherOrder(cells.order_date, dates) ?? date, { field: 'order_date' }));
  const approvedAt = cells.approved_date === '' ? null : readSaleTime(cells.approved_date, dates);
  if (approvedAt === null && cells.approved_date !== '') return refused(refusalOf(date, { field: 'approved_date' }));
  if (cells.product_id === '' && (isCanonical || cells.product_name === ''))
    return refused(refusalOf('empty', { field: 'product_id' }));
  if (cells.buyer_email === '') return refused(refusalOf('empty', { field: 'buyer_email' }));
  if (!isAddress(cells.buyer_email)) return refused(refusalOf('address', { field: 'buyer_email' }));
  const isNumber = /^\d{0,6}$/.test(cells.recurrence);
  // Other models write how often it recurs in words.
  if (isCanonical && !isNumber) return refused(refusalOf('no-number', { field: 'recurrence' }));
  return {
    kind: 'row',
    line,
    purchase: {
      transaction,
      statusWord: cells.status,
      status: foldStatus(cells.status),
      orderedAt,
      approvedAt,
      productId: cells.product_id || productIdOf(cells.product_name, style.productIds),
      productName: cells.product_name,
      producerName: cells.producer_name,
      buyerName: cells.buyer_name,
      buyerEmail: cells.buyer_email,
      buyerFolded: foldAddress(cells.buyer_email),
      recurrence: cells.recurrence === '' || !isNumber ? null : Number(cells.recurrence),
      price: isCanonical ? cells.price : readPrice(cells.price),
      currency: cells.currency,
      guaranteeEndsAt: readSaleTime(cells.guarantee_end, dates),
      parentTransaction: normalizeNumber(cells.parent_transaction),
      subscriberCode: cells.subscriber_code || null,
      paymentWord: cells.payment,
    },
  };
}

/** A date that fits only when read the other way round says that the file is: the first rows did not tell. */
function otherOrder(cell: string, { order, ...rest }: DateStyle): 'day-first' | 'month-first' | null {
  if (order === 'iso-only') return null;
  const other = order === 'day-first' ? 'month-first' : 'day-first';
  return readSaleTime(cell, { ...rest, order: other }) === null ? null : other;
}

/** An export without product codes: the code that is known of that name, else one made of it. */
function productIdOf(name: string, known: ReadonlyMap<string, string>): string {
  const key = productNameKey(name);
  return known.get(key) ?? `${NAME_ID}${key}`;
}

/** A product's name as a key: two exports write it with other capitals and blanks. */
export function productNameKey(name: string): string {
  return foldPlain(name).replace(/\s+/g, ' ').trim();
}
