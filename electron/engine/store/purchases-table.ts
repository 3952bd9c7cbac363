import type { Kysely, Selectable } from 'kysely';
import type { Purchase, PurchaseStatus } from '../../../shared/domain/purchase';
import { baseNumber } from '../../../shared/domain/transaction-number';
import type { PurchaseTable, StoreTables } from './schema';

/** What saving purchases did, and which of them are not what they were. */
export type SavedPurchases = {
  readonly added: number;
  readonly unchanged: number;
  readonly touched: readonly Purchase[];
};

/** Values of one `in (…)`: far below SQLite's 32,766 parameters. */
const LIST_LENGTH = 500;
/** A typo is looked for among this many sales on each side of an address, nearest first; a hint must never cost a scan. */
const MOST_NEIGHBOURS = 250;

/** Purchases whose number, or whose number without `C<n>`, is one of these; newest order first. */
export async function findPurchasesByNumbers(
  db: Kysely<StoreTables>,
  numbers: readonly string[],
): Promise<readonly Purchase[]> {
  const found = new Map<string, Purchase>();
  for (const some of lists(numbers)) {
    // Two look-ups by their index; an OR over both columns would leave the choice to the engine.
    for (const column of ['transaction_number', 'base_number'] as const) {
      const rows = await db.selectFrom('purchase').selectAll().where(column, 'in', some).execute();
      for (const row of rows) found.set(row.transaction_number, purchaseOf(row));
    }
  }
  return newestFirst([...found.values()]);
}

/** All purchases of these folded buyer addresses, newest order first. */
export async function findPurchasesByBuyers(
  db: Kysely<StoreTables>,
  folded: readonly string[],
): Promise<readonly Purchase[]> {
  const found: Purchase[] = [];
  for (const some of lists(folded)) {
    const rows = await db.selectFrom('purchase').selectAll().where('buyer_folded', 'in', some).execute();
    for (const row of rows) found.push(purchaseOf(row));
  }
  return newestFirst(found);
}

/**
 * Buyer addresses that could be one slip away from this one. A slip leaves the local part whole, or its first or its
 * second half; each is one range of an index, searched outwards from the address. Local parts under four characters are compared by their domain only.
 * The caller compares exactly.
 */
export async function findNeighbouringBuyers(db: Kysely<StoreTables>, folded: string): Promise<readonly string[]> {
  const at = folded.lastIndexOf('@');
  if (at < 1) return [];
  const local = folded.slice(0, at);
  const half = Math.floor(local.length / 2);
  // With a slip in the local part the domain is whole, but for a first letter swapped with the @.
  const domain = `%${folded.slice(at + 2)}`;
  if (local.length < 4) return buyersBeside(db, 'buyer_folded', folded, at + 1, ['%']);
  const found = await buyersBeside(db, 'buyer_folded', folded, half, [`${local}@%`, domain]);
  // One character around the middle stands in neither half: two neighbours swapped there leave both as they are.
  const end = local.length - half - 1;
  const mirroredFound = await buyersBeside(db, 'buyer_mirrored', mirrored(folded), end, [domain]);
  return [...new Set([...found, ...mirroredFound])];
}

/**
 * The addresses before and after this one in the index that begin with `same` of its characters and are like one of
 * these patterns; `_` and `%` in an address only let through more.
 */
async function buyersBeside(
  db: Kysely<StoreTables>,
  column: 'buyer_folded' | 'buyer_mirrored',
  address: string,
  same: number,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const prefix = address.slice(0, same);
  const query = db.selectFrom('purchase').select('buyer_folded').limit(MOST_NEIGHBOURS);
  const before = query.where(column, '>=', prefix).where(column, '<', address).orderBy(column, 'desc');
  const after = query.where(column, '>', address).where(column, '<', `${prefix}\u{10FFFF}`).orderBy(column);
  const alike = (side: typeof before) =>
    db
      .selectFrom(side.as('near'))
      .select('near.buyer_folded')
      .where((row) =>
        row.between(row.fn<number>('length', ['near.buyer_folded']), address.length - 1, address.length + 1),
      )
      .where((row) => row.or(patterns.map((pattern) => row('near.buyer_folded', 'like', pattern))));
  const rows = await alike(before).unionAll(alike(after)).execute();
  return [...new Set(rows.map((row) => row.buyer_folded))];
}

/** The address with its local part read backwards: `anna@corsi.example` → `anna` backwards, then the domain. */
export function mirrored(folded: string): string {
  const at = folded.lastIndexOf('@');
  const local = at < 1 ? folded : folded.slice(0, at);
  let backwards = '';
  for (const character of local) backwards = character + backwards;
  return backwards + folded.slice(local.length);
}

/** Adds and changes purchases by their number; rows that are the same stay untouched. Give it a few hundred at once. */
export async function savePurchases(
  db: Kysely<StoreTables>,
  purchases: readonly Purchase[],
  importedAt: number,
): Promise<SavedPurchases> {
  if (purchases.length === 0) return { added: 0, unchanged: 0, touched: [] };
  const numbers = purchases.map((purchase) => purchase.transaction);
  const rows = await db.selectFrom('purchase').selectAll().where('transaction_number', 'in', numbers).execute();
  const known = new Map(rows.map((row) => [row.transaction_number, row]));
  const touched = purchases.filter((purchase) => {
    const row = known.get(purchase.transaction);
    return !row || JSON.stringify(purchaseOf(row)) !== JSON.stringify(purchaseOf(rowOf(purchase, 0)));
  });
  if (touched.length > 0) {
    await db
      .insertInto('purchase')
      .values(touched.map((purchase) => rowOf(purchase, importedAt)))
      .onConflict((conflict) =>
        conflict.column('transaction_number').doUpdateSet((row) => ({
          status_word: row.ref('excluded.status_word'),
          status: row.ref('excluded.status'),
          ordered_at: row.ref('excluded.ordered_at'),
          approved_at: row.ref('excluded.approved_at'),
          product_id: row.ref('excluded.product_id'),
          product_name: row.ref('excluded.product_name'),
          producer_name: row.ref('excluded.producer_name'),
          buyer_name: row.ref('excluded.buyer_name'),
          buyer_email: row.ref('excluded.buyer_email'),
          buyer_folded: row.ref('excluded.buyer_folded'),
          buyer_mirrored: row.ref('excluded.buyer_mirrored'),
          recurrence: row.ref('excluded.recurrence'),
          price: row.ref('excluded.price'),
          currency: row.ref('excluded.currency'),
          imported_at: row.ref('excluded.imported_at'),
        })),
      )
      .execute();
  }
  return {
    added: touched.filter((purchase) => !known.has(purchase.transaction)).length,
    unchanged: purchases.length - touched.length,
    touched,
  };
}

/** How many purchases the store holds. */
export async function countPurchases(db: Kysely<StoreTables>): Promise<number> {
  const { count } = await db
    .selectFrom('purchase')
    .select((column) => column.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A row as the domain's Purchase. */
export function purchaseOf(row: Omit<Selectable<PurchaseTable>, 'buyer_mirrored'>): Purchase {
  return {
    transaction: row.transaction_number,
    statusWord: row.status_word,
    status: row.status as PurchaseStatus,
    orderedAt: row.ordered_at,
    approvedAt: row.approved_at,
    productId: row.product_id,
    productName: row.product_name,
    producerName: row.producer_name,
    buyerName: row.buyer_name,
    buyerEmail: row.buyer_email,
    buyerFolded: row.buyer_folded,
    recurrence: row.recurrence,
    price: row.price,
    currency: row.currency,
  };
}

function rowOf(purchase: Purchase, importedAt: number): Selectable<PurchaseTable> {
  return {
    transaction_number: purchase.transaction,
    base_number: baseNumber(purchase.transaction),
    status_word: purchase.statusWord,
    status: purchase.status,
    ordered_at: purchase.orderedAt,
    approved_at: purchase.approvedAt,
    product_id: purchase.productId,
    product_name: purchase.productName,
    producer_name: purchase.producerName,
    buyer_name: purchase.buyerName,
    buyer_email: purchase.buyerEmail,
    buyer_folded: purchase.buyerFolded,
    buyer_mirrored: mirrored(purchase.buyerFolded),
    recurrence: purchase.recurrence,
    price: purchase.price,
    currency: purchase.currency,
    imported_at: importedAt,
  };
}

/** The order of every answer here: newest order first, then by number. */
export function newestFirst(purchases: readonly Purchase[]): readonly Purchase[] {
  return [...purchases].sort(
    (one, other) => other.orderedAt - one.orderedAt || (one.transaction < other.transaction ? -1 : 1),
  );
}

function* lists(values: readonly string[]): Generator<string[]> {
  const distinct = [...new Set(values)];
  for (let at = 0; at < distinct.length; at += LIST_LENGTH) yield distinct.slice(at, at + LIST_LENGTH);
}
