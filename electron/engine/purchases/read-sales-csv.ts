import { foldAddress, isAddress } from '../../../shared/domain/address';
import type { Purchase } from '../../../shared/domain/purchase';
import { foldStatus } from '../../../shared/domain/status';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { readCsvFile } from './csv-file';
import { parseIsoTime } from './iso-time';

/** Columns of `sales.csv` (domain.md, "Files"). */
export const SALES_COLUMNS = [
  'transaction',
  'status',
  'order_date',
  'approved_date',
  'product_id',
  'product_name',
  'producer_name',
  'buyer_name',
  'buyer_email',
  'recurrence',
  'price',
  'currency',
] as const;

export type SalesRow = { readonly kind: 'row'; readonly line: number; readonly purchase: Purchase } | RefusedRow;
/** A row that is not imported, with the reason in words an agent can act on. Holds no customer's data. */
export type RefusedRow = { readonly kind: 'refused'; readonly line: number; readonly reason: string };

type SalesCells = Readonly<Record<(typeof SALES_COLUMNS)[number], string>>;

/** The sales of a canonical `sales.csv`, row by row. Throws as `readCsvFile` does; a broken row is told, not thrown. */
export async function* readSalesCsv(path: string): AsyncGenerator<SalesRow> {
  for await (const row of readCsvFile(path, SALES_COLUMNS)) {
    if (row.kind === 'refused') {
      yield row;
      continue;
    }
    const reason = problemOf(row.cells);
    if (reason === null) yield { kind: 'row', line: row.line, purchase: purchaseOf(row.cells) };
    else yield { kind: 'refused', line: row.line, reason };
  }
}

function problemOf(cells: SalesCells): string | null {
  if (cells.transaction === '') return 'transaction is empty';
  if (normalizeNumber(cells.transaction) === null) return 'transaction is not HP and 9 to 16 digits';
  if (cells.order_date === '') return 'order_date is empty';
  if (parseIsoTime(cells.order_date) === null) return 'order_date is not an ISO 8601 date';
  if (cells.approved_date !== '' && parseIsoTime(cells.approved_date) === null) {
    return 'approved_date is not an ISO 8601 date';
  }
  if (cells.product_id === '') return 'product_id is empty';
  if (cells.buyer_email === '') return 'buyer_email is empty';
  if (!isAddress(cells.buyer_email)) return 'buyer_email is not an e-mail address';
  if (!/^\d{0,6}$/.test(cells.recurrence)) return 'recurrence is not a number';
  return null;
}

function purchaseOf(cells: SalesCells): Purchase {
  return {
    transaction: normalizeNumber(cells.transaction) ?? cells.transaction,
    statusWord: cells.status,
    status: foldStatus(cells.status),
    orderedAt: parseIsoTime(cells.order_date) ?? 0,
    approvedAt: parseIsoTime(cells.approved_date),
    productId: cells.product_id,
    productName: cells.product_name,
    producerName: cells.producer_name,
    buyerName: cells.buyer_name,
    buyerEmail: cells.buyer_email,
    buyerFolded: foldAddress(cells.buyer_email),
    recurrence: cells.recurrence === '' ? null : Number(cells.recurrence),
    price: cells.price,
    currency: cells.currency,
    guaranteeEndsAt: null,
    parentTransaction: null,
    subscriberCode: null,
    paymentWord: '',
  };
}
