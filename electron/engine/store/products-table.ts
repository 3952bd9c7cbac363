import type { Kysely, Selectable } from 'kysely';
import type { Delivery, Product } from '../../../shared/domain/purchase';
import { bumpCatalogue } from './catalogue-revision';
import { addEvidence } from './delivery-evidence-table';
import { newestSale, settleProductDeliveries } from './product-deliveries';
import type { ProductTable, StoreTables } from './schema';

export { catalogueRevision } from './catalogue-revision';

/** What saving the catalogue did. `touched`: ids whose entry is new or not what it was. */
export type SavedProducts = { readonly added: number; readonly unchanged: number; readonly touched: readonly string[] };

/** Catalogue entries of these ids; ids that the catalogue lacks are absent. */
export async function findProducts(db: Kysely<StoreTables>, ids: readonly string[]): Promise<readonly Product[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('product')
    .selectAll()
    .where('product_id', 'in', [...ids])
    .execute();
  return rows.map(productOf);
}

/** The whole catalogue, by name. */
export async function readCatalogue(db: Kysely<StoreTables>): Promise<readonly Product[]> {
  const rows = await db.selectFrom('product').selectAll().orderBy('name').orderBy('product_id').execute();
  return rows.map(productOf);
}

/**
 * Adds and changes catalogue entries and puts down what they say of the delivery; which one stands follows from all
 * evidence (`standingDelivery`). An empty cell and `unknown` say nothing: what was known stays.
 *
 * @param by the file or source that says it
 */
export async function saveProducts(
  db: Kysely<StoreTables>,
  products: readonly Product[],
  at: number,
  by = '',
): Promise<SavedProducts> {
  const ids = products.map(({ productId }) => productId);
  const before = new Map((await findProducts(db, ids)).map((product) => [product.productId, product]));
  const said = products.filter(({ delivery }) => delivery !== 'unknown');
  await addEvidence(
    db,
    said.map(({ productId, delivery }) => ({ productId, kind: 'catalogue' as const, delivery, by, at })),
  );
  const touched = new Set<string>();
  let added = 0;
  for (const product of products) {
    const known = before.get(product.productId);
    const next = {
      name: product.name,
      member_area_url: product.memberAreaUrl || (known?.memberAreaUrl ?? ''),
      producer_name: product.producerName || (known?.producerName ?? ''),
      producer_email: product.producerEmail || (known?.producerEmail ?? ''),
    };
    if (known && isSameEntry(known, next)) continue;
    touched.add(product.productId);
    if (!known) added += 1;
    await writeEntry(db, product.productId, next, at);
  }
  for (const id of await settleProductDeliveries(db, ids, at)) touched.add(id);
  if (touched.size > 0) await bumpCatalogue(db);
  return { added, unchanged: products.length - touched.size, touched: [...touched] };
}

/**
 * A person's ruling where a product's content lives; `unknown` takes the ruling back. A sold product that the catalogue
 * lacks gets an entry from its newest sale. Answers whether anything changed; false also for a product that was neither
 * listed nor sold.
 *
 * @param by the person
 */
export async function ruleDelivery(
  db: Kysely<StoreTables>,
  productId: string,
  delivery: Delivery,
  at: number,
  by = '',
): Promise<boolean> {
  const columns = ['delivery', 'delivery_source'] as const;
  const query = db.selectFrom('product').select(columns).where('product_id', '=', productId);
  const known = await query.executeTakeFirst();
  if (!known && (await newestSale(db, productId)) === undefined) return false;
  if (known?.delivery === delivery && known.delivery_source === 'ruling') return false;
  await addEvidence(db, [{ productId, kind: 'ruling', delivery, by, at }]);
  await settleProductDeliveries(db, [productId], at);
  const now = await query.executeTakeFirst();
  return now?.delivery !== known?.delivery || now?.delivery_source !== known?.delivery_source;
}

/** What a person may set of an entry, beside its delivery. */
export type ProductEntry = Omit<Product, 'productId' | 'delivery'>;

/** Writes an entry as a person gave it, empty values too. Answers whether it is another one than before. */
export async function saveEntry(
  db: Kysely<StoreTables>,
  productId: string,
  entry: ProductEntry,
  at: number,
): Promise<boolean> {
  const [known] = await findProducts(db, [productId]);
  const next = {
    name: entry.name,
    member_area_url: entry.memberAreaUrl,
    producer_name: entry.producerName,
    producer_email: entry.producerEmail,
  };
  if (known && isSameEntry(known, next)) return false;
  await writeEntry(db, productId, next, at);
  // Another link may be that of a club whose members are known.
  await settleProductDeliveries(db, [productId], at);
  await bumpCatalogue(db);
  return true;
}

/** How many products the catalogue holds. */
export async function countProducts(db: Kysely<StoreTables>): Promise<number> {
  const { count } = await db
    .selectFrom('product')
    .select((column) => column.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

type EntryColumns = Pick<ProductTable, 'name' | 'member_area_url' | 'producer_name' | 'producer_email'>;

function isSameEntry(known: Product, next: EntryColumns): boolean {
  return (
    known.name === next.name &&
    known.memberAreaUrl === next.member_area_url &&
    known.producerName === next.producer_name &&
    known.producerEmail === next.producer_email
  );
}

/** Leaves the delivery of a known entry as it is; a new one has none yet. */
async function writeEntry(db: Kysely<StoreTables>, productId: string, next: EntryColumns, at: number): Promise<void> {
  const change = { ...next, updated_at: at };
  await db
    .insertInto('product')
    .values({ product_id: productId, delivery: 'unknown', delivery_source: 'catalogue', ...change })
    .onConflict((conflict) => conflict.column('product_id').doUpdateSet(change))
    .execute();
}

function productOf(row: Selectable<ProductTable>): Product {
  return {
    productId: row.product_id,
    name: row.name,
    delivery: row.delivery as Delivery,
    memberAreaUrl: row.member_area_url,
    producerName: row.producer_name,
    producerEmail: row.producer_email,
  };
}
