import { isAddress } from '../../../../shared/domain/address';
import { NEEDED_FIELDS } from '../../../../shared/domain/sale-fields';
import type { SaleField } from '../../../../shared/domain/sale-fields';
import { foldStatus } from '../../../../shared/domain/status';
import { normalizeNumber } from '../../../../shared/domain/transaction-number';
import { fieldOfHeader, foldHeader, SALES_COLUMNS } from './sale-headers';
import { readDateParts } from './sale-dates';
import type { TableRow } from './table';

/** Which column holds a field, by its position from 0, and how that is known. */
export type ColumnPlace = { readonly at: number; readonly by: 'name' | 'content' | 'person' };
export type SaleColumns = Partial<Readonly<Record<SaleField, ColumnPlace>>>;

/** What a person said of headers that nobody knows, by the header's key (`foldHeader`); null: none of ours. */
export type ColumnMapping = Readonly<Record<string, SaleField | null>>;

/** How the columns of a table are understood. */
export type SaleLayout = {
  readonly columns: SaleColumns;
  /** Needed fields that no column holds. */
  readonly missing: readonly SaleField[];
  /** `canonical`: the twelve columns of `sales.csv`, dates in ISO 8601; else an export of Hotmart in whatever language. */
  readonly kind: 'canonical' | 'export';
};

/** How many of these cells are names of sale columns. */
export function recogniseSales(cells: readonly string[]): number {
  return new Set(cells.flatMap((cell) => fieldOfHeader(cell)?.field ?? [])).size;
}

/**
 * Finds the columns of a sales table: what a person said of these headers first, then by name, then needed ones that are
 * still missing by what stands in them.
 *
 * @param header as written
 * @param sample some rows below it
 */
export function layOut(header: readonly string[], sample: readonly TableRow[], mapping: ColumnMapping): SaleLayout {
  const columns: Partial<Record<SaleField, ColumnPlace>> = {};
  const keys = header.map(foldHeader);
  for (const [at, key] of keys.entries()) {
    const field = mapping[key];
    if (field !== undefined && field !== null) columns[field] ??= { at, by: 'person' };
  }
  nameColumns(header, keys, columns, mapping);
  findByContent(header, sample, columns);
  const missing = NEEDED_FIELDS.filter((field) => columns[field] === undefined).filter(
    // a sale that names its product by its code only is as good
    (field) => field !== 'product_name' || columns.product_id === undefined,
  );
  const isCanonical = SALES_COLUMNS.every((field) => keys.includes(field.replaceAll('_', ' ')));
  return { columns, missing, kind: isCanonical ? 'canonical' : 'export' };
}

/** The surest name wins a field; of two equal ones the first, as in the old model with its four columns "Moeda". */
function nameColumns(
  header: readonly string[],
  keys: readonly string[],
  columns: Partial<Record<SaleField, ColumnPlace>>,
  mapping: ColumnMapping,
): void {
  const ranks = new Map<SaleField, number>();
  for (const [at, name] of header.entries()) {
    if (mapping[keys[at] ?? ''] !== undefined) continue;
    const known = fieldOfHeader(name);
    if (!known || columns[known.field]?.by === 'person') continue;
    if (known.rank >= (ranks.get(known.field) ?? Number.POSITIVE_INFINITY)) continue;
    ranks.set(known.field, known.rank);
    columns[known.field] = { at, by: 'name' };
  }
}

/** Nine of ten filled cells must be of the kind: exports have their slips too. */
const SHARE = 0.9;
/** Headers of addresses, states and dates that are not the buyer's or the sale's. */
const SOMEBODY_ELSES =
  /\b(?:afiliad|affiliat|co ?produ|produ[ct]|produttor|suporte|support|supporto|soporte|vendedor|seller|venditor|vencimento|vencimiento|scadenza|due|expir)/;

function findByContent(
  header: readonly string[],
  sample: readonly TableRow[],
  columns: Partial<Record<SaleField, ColumnPlace>>,
): void {
  const taken = (): ReadonlySet<number> => new Set(Object.values(columns).map((place) => place.at));
  const find = (field: SaleField, isOne: (cell: string) => boolean): void => {
    if (columns[field] !== undefined) return;
    const used = taken();
    const fitting: number[] = [];
    for (let at = 0; at < header.length; at += 1) {
      if (used.has(at) || SOMEBODY_ELSES.test(foldHeader(header[at] ?? ''))) continue;
      const cells = sample.flatMap((row) => (row.kind === 'row' ? [row.cells[at]?.trim() ?? ''] : [])).filter(isFilled);
      if (cells.length > 0 && cells.filter(isOne).length >= cells.length * SHARE) fitting.push(at);
    }
    // Of two that fit a person says which: a wrong address would make a stranger the buyer.
    const [only, another] = fitting;
    if (only !== undefined && another === undefined) columns[field] = { at: only, by: 'content' };
  };
  find('transaction', (cell) => /^\s*hp/i.test(cell) && normalizeNumber(cell) !== null);
  find('buyer_email', isAddress);
  find('status', (cell) => foldStatus(cell) !== 'unknown');
  find('order_date', (cell) => readDateParts(cell) !== null);
}

/** Hotmart writes `(none)` where it has nothing. */
export function isFilled(cell: string): boolean {
  return cell !== '' && cell.toLowerCase() !== '(none)';
}
