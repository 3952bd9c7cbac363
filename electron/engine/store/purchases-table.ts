import type { Kysely, Selectable } from 'kysely';
import type { Purchase, PurchaseStatus } from '../../../shared/domain/purchase';
import { isSamePurchase, mergePurchase } from '../../../shared/domain/purchase-merge';
import { baseNumber } from '../../../shared/domain/transaction-number';
import { readErased } from './erased-people-table';
import type { ErasedPeople } from './erased-people-table';
import { insertRows } from './insert-rows';
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
    const rows = await Promise.all(
      (['transaction_number', 'base_number'] as const).map((column) =>
        db.selectFrom('purchase').selectAll().where(column, 'in', some).execute(),
      ),
    );
    for (const row of rows.flat()) found.set(row.transaction_number, purchaseOf(row));
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
  // One character around the middle stands in neither half: two neighbours swapped there leave both as they are.
  const end = local.length - half - 1;
  const [found, mirroredFound] = await Promise.all([
    buyersBeside(db, 'buyer_folded', folded, half, [`${local}@%`, domain]),
    buyersBeside(db, 'buyer_mirrored', mirrored(folded), end, [domain]),
  ]);
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

/** A newer source that says the same makes what is known newer; within this time that is not worth writing a row. */
export const WORTH_RENEWING_MS = 3_600_000;

/** What wrote a purchase: `asOf` is when it was so by that source's word, `at` the time of the import; epoch ms. */
export type WrittenBy = { readonly importId: string | null; readonly asOf: number; readonly at: number };

/**
 * Adds and changes purchases by their number; rows that are the same stay untouched. A source that is older than what
 * is known only fills what that left open. A buyer who was erased stays out. Give it a few hundred at once, each number once.
 */
export async function savePurchases(
  db: Kysely<StoreTables>,
  given: readonly Purchase[],
  by: WrittenBy,
): Promise<SavedPurchases> {
  if (given.length === 0) return { added: 0, unchanged: 0, touched: [] };
  const purchases = withoutErased(given, await readErased(db));
  const known = await knownRows(
    db,
    purchases.map((purchase) => purchase.transaction),
  );
  let added = 0;
  const touched: Purchase[] = [];
  const renewed: string[] = [];
  const rows: PurchaseRow[] = [];
  for (const purchase of purchases) {
    const row = known.get(purchase.transaction);
    if (!row) {
      added += 1;
      touched.push(purchase);
      rows.push(rowOf(purchase, by));
      continue;
    }
    const before = purchaseOf(row);
    const isOlder = by.asOf < row.as_of;
    const after = isOlder ? mergePurchase(purchase, before) : mergePurchase(before, purchase);
    if (isSamePurchase(before, after)) {
      if (by.asOf - row.as_of >= WORTH_RENEWING_MS) renewed.push(row.transaction_number);
      continue;
    }
    touched.push(after);
    rows.push(isOlder ? rowOf(after, { ...by, asOf: row.as_of }) : rowOf(after, by));
  }
  await insertRows(db, 'purchase', rows, REWRITTEN, 'transaction_number');
  for (const some of lists(renewed)) {
    const known = { as_of: by.asOf, import_id: by.importId };
    await db.updateTable('purchase').set(known).where('transaction_number', 'in', some).execute();
  }
  return { added, unchanged: purchases.length - touched.length, touched };
}

/** Of who was erased the sale stays, the buyer does not; who buys later is a customer again. */
function withoutErased(purchases: readonly Purchase[], erased: ErasedPeople | null): readonly Purchase[] {
  if (erased === null) return purchases;
  return purchases.map((purchase) =>
    purchase.orderedAt <= (erased.upTo(purchase.buyerFolded) ?? -1)
      ? { ...purchase, buyerName: '', buyerEmail: '', buyerFolded: '' }
      : purchase,
  );
}

/** Every column but the key. */
const REWRITTEN = [
  'base_number',
  'status_word',
  'status',
  'ordered_at',
  'approved_at',
  'product_id',
  'product_name',
  'producer_name',
  'buyer_name',
  'buyer_email',
  'buyer_folded',
  'buyer_mirrored',
  'recurrence',
  'price',
  'currency',
  'guarantee_ends_at',
  'parent_number',
  'subscriber_code',
  'payment_word',
  'as_of',
  'import_id',
  'imported_at',
] as const satisfies readonly (keyof PurchaseRow)[];

type PurchaseRow = Selectable<PurchaseTable>;

async function knownRows(
  db: Kysely<StoreTables>,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, PurchaseRow>> {
  const known = new Map<string, PurchaseRow>();
  for (const some of lists(numbers)) {
    const rows = await db.selectFrom('purchase').selectAll().where('transaction_number', 'in', some).execute();
    for (const row of rows) known.set(row.transaction_number, row);
  }
  return known;
}

/** The products that were sold, each id with the name of its newest sale. */
export async function soldProducts(
  db: Kysely<StoreTables>,
): Promise<readonly { readonly productId: string; readonly name: string }[]> {
  const rows = await db
    .selectFrom('purchase')
    .select(({ fn }) => ['product_id', 'product_name', fn.max('ordered_at').as('newest')])
    .groupBy(['product_id', 'product_name'])
    .orderBy('newest')
    .execute();
  const names = new Map(rows.map((row) => [row.product_id, row.product_name]));
  return [...names].map(([productId, name]) => ({ productId, name }));
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
export function purchaseOf(row: Omit<PurchaseRow, 'buyer_mirrored'>): Purchase {
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
    guaranteeEndsAt: row.guarantee_ends_at,
    parentTransaction: row.parent_number,
    subscriberCode: row.subscriber_code,
    paymentWord: row.payment_word,
  };
}

function rowOf(purchase: Purchase, by: WrittenBy): PurchaseRow {
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
    guarantee_ends_at: purchase.guaranteeEndsAt,
    parent_number: purchase.parentTransaction,
    subscriber_code: purchase.subscriberCode,
    payment_word: purchase.paymentWord,
    as_of: by.asOf,
    import_id: by.importId,
    imported_at: by.at,
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

/** When the guarantees of these purchases end, epoch ms, by transaction number; those of which no source says it are absent. */
export async function guaranteeEnds(
  db: Kysely<StoreTables>,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('purchase')
    .select(['transaction_number', 'guarantee_ends_at'])
    .where('transaction_number', 'in', [...new Set(numbers)])
    .where('guarantee_ends_at', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.transaction_number, Number(row.guarantee_ends_at)]));
}
