import type { Kysely, Selectable } from 'kysely';
import { baseNumber } from '../../../shared/domain/transaction-number';
import type { PurchaseTable, StoreTables } from './schema';

/** A sale as it lies in the store, with where and when it was told. */
export type StoredSale = Selectable<PurchaseTable>;
type Db = Kysely<StoreTables>;

/** The sale with exactly this number; null where there is none. */
export async function saleOf(db: Db, transaction: string): Promise<StoredSale | null> {
  const query = db.selectFrom('purchase').selectAll().where('transaction_number', '=', transaction);
  return (await query.executeTakeFirst()) ?? null;
}

/**
 * The other items of a sale's checkout: the same number without `C<n>`, or a main sale and what was sold with it, seen
 * from either side. Newest first.
 */
export async function salesOfCheckout(db: Db, sale: StoredSale, most: number): Promise<readonly StoredSale[]> {
  const main = sale.parent_number ?? sale.transaction_number;
  const found = new Map<string, StoredSale>();
  // One look-up by each index; an OR over the columns would leave the choice to the engine.
  for (const [column, numbers] of [
    ['base_number', [baseNumber(sale.transaction_number), baseNumber(main)]],
    ['parent_number', [main, baseNumber(main)]],
  ] as const) {
    const rows = await db.selectFrom('purchase').selectAll().where(column, 'in', numbers).limit(most).execute();
    for (const row of rows) found.set(row.transaction_number, row);
  }
  found.delete(sale.transaction_number);
  return [...found.values()].sort(newestFirst).slice(0, most);
}

/** The newest sales of a folded buyer address, and how many there are. */
export async function salesOfBuyer(
  db: Db,
  folded: string,
  most: number,
): Promise<{ readonly sales: readonly StoredSale[]; readonly count: number }> {
  if (folded === '') return { sales: [], count: 0 };
  const own = db.selectFrom('purchase').where('buyer_folded', '=', folded);
  const sales = await own.selectAll().orderBy('ordered_at', 'desc').limit(most).execute();
  if (sales.length < most) return { sales: [...sales].sort(newestFirst), count: sales.length };
  const { count } = await own.select((of) => of.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return { sales: [...sales].sort(newestFirst), count: Number(count) };
}

function newestFirst(one: StoredSale, other: StoredSale): number {
  return other.ordered_at - one.ordered_at || (one.transaction_number < other.transaction_number ? -1 : 1);
}
