import type { Kysely, Selectable } from 'kysely';
import type { Delivery, Product } from '../../../shared/domain/purchase';
import type { ProductTable, StoreTables } from './schema';
import { readSetting, writeSetting } from './settings-table';

/** What saving the catalogue did. `touched`: ids whose entry is new or not what it was. */
export type SavedProducts = { readonly added: number; readonly unchanged: number; readonly touched: readonly string[] };

const REVISION = 'catalogue.revision';

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

/** Changes with every change of the catalogue; 0 before the first. Cheap: one row. */
export async function catalogueRevision(db: Kysely<StoreTables>): Promise<number> {
  return Number((await readSetting(db, REVISION)) ?? 0);
}

/**
 * Adds and changes catalogue entries. A delivery that a person has ruled stays where the import says `unknown`; one
 * that says `club` or `producer` wins over the ruling.
 */
export async function saveProducts(
  db: Kysely<StoreTables>,
  products: readonly Product[],
  at: number,
): Promise<SavedProducts> {
  let added = 0;
  const touched: string[] = [];
  for (const product of products) {
    const row = await db
      .selectFrom('product')
      .selectAll()
      .where('product_id', '=', product.productId)
      .executeTakeFirst();
    const isRuled = row?.delivery_source === 'ruling' && product.delivery === 'unknown';
    const next = {
      name: product.name,
      delivery: isRuled ? row.delivery : product.delivery,
      member_area_url: product.memberAreaUrl,
      producer_name: product.producerName,
      producer_email: product.producerEmail,
      delivery_source: isRuled ? 'ruling' : 'catalogue',
    };
    if (row && Object.entries(next).every(([name, value]) => row[name as keyof typeof next] === value)) continue;
    touched.push(product.productId);
    if (!row) added += 1;
    await db
      .insertInto('product')
      .values({ product_id: product.productId, ...next, updated_at: at })
      .onConflict((conflict) => conflict.column('product_id').doUpdateSet({ ...next, updated_at: at }))
      .execute();
  }
  if (touched.length > 0) await bumpRevision(db);
  return { added, unchanged: products.length - touched.length, touched };
}

/**
 * A person's ruling where a product's content lives. A sold product that the catalogue lacks gets an entry from its
 * newest sale. Answers whether anything changed; false also for a product that was neither listed nor sold.
 */
export async function ruleDelivery(
  db: Kysely<StoreTables>,
  productId: string,
  delivery: Delivery,
  at: number,
): Promise<boolean> {
  const known = await db
    .selectFrom('product')
    .select(['delivery', 'delivery_source'])
    .where('product_id', '=', productId)
    .executeTakeFirst();
  if (known?.delivery === delivery && known.delivery_source === 'ruling') return false;
  if (known) {
    await db
      .updateTable('product')
      .set({ delivery, delivery_source: 'ruling', updated_at: at })
      .where('product_id', '=', productId)
      .execute();
  } else {
    const sale = await db
      .selectFrom('purchase')
      .select(['product_name', 'producer_name'])
      .where('product_id', '=', productId)
      .orderBy('ordered_at', 'desc')
      .executeTakeFirst();
    if (!sale) return false;
    await db
      .insertInto('product')
      .values({
        product_id: productId,
        name: sale.product_name,
        delivery,
        member_area_url: '',
        producer_name: sale.producer_name,
        producer_email: '',
        delivery_source: 'ruling',
        updated_at: at,
      })
      .execute();
  }
  await bumpRevision(db);
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

/** Says that the catalogue is not what it was. */
export async function bumpRevision(db: Kysely<StoreTables>): Promise<void> {
  await writeSetting(db, REVISION, String((await catalogueRevision(db)) + 1));
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
