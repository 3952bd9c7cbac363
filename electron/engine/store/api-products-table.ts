import type { Kysely } from 'kysely';
import { bumpCatalogue } from './catalogue-revision';
import type { StoreTables } from './schema';

/** What Hotmart's API says of a product: neither where its content lives nor its link. '' where it says nothing. */
export type ApiProduct = {
  readonly productId: string;
  readonly name: string;
  readonly producerName: string;
  readonly producerEmail: string;
};

/**
 * Brings what an API knows into the catalogue: missing entries (delivery unknown), and what existing ones leave empty. What a
 * person or a catalogue said stays, whatever the API says.
 */
export async function fillProducts(
  db: Kysely<StoreTables>,
  products: readonly ApiProduct[],
  at: number,
): Promise<{ readonly added: number; readonly changed: number; readonly unchanged: number }> {
  let added = 0;
  let changed = 0;
  for (const product of products) {
    const row = await db
      .selectFrom('product')
      .select(['name', 'producer_name', 'producer_email'])
      .where('product_id', '=', product.productId)
      .executeTakeFirst();
    const next = {
      name: row?.name || product.name,
      producer_name: row?.producer_name || product.producerName,
      producer_email: row?.producer_email || product.producerEmail,
    };
    if (!row) {
      added += 1;
      const rest = { delivery: 'unknown', member_area_url: '', delivery_source: 'catalogue', updated_at: at };
      await db
        .insertInto('product')
        .values({ product_id: product.productId, ...next, ...rest })
        .execute();
    } else if ((Object.keys(next) as (keyof typeof next)[]).some((column) => row[column] !== next[column])) {
      changed += 1;
      await db
        .updateTable('product')
        .set({ ...next, updated_at: at })
        .where('product_id', '=', product.productId)
        .execute();
    }
  }
  if (added + changed > 0) await bumpCatalogue(db);
  return { added, changed, unchanged: products.length - added - changed };
}

/** A sold product whose producer has no address yet, with its newest sale. */
export type MissingContact = {
  readonly productId: string;
  readonly productName: string;
  readonly transaction: string;
};

/** Sold products without a producer's address, most recently sold first. */
export async function productsWithoutContact(
  db: Kysely<StoreTables>,
  most: number,
): Promise<readonly MissingContact[]> {
  // SQLite gives the bare columns of the row that holds max(); PostgreSQL would not, so the newest is picked here.
  const rows = await db
    .selectFrom('purchase')
    .leftJoin('product', 'product.product_id', 'purchase.product_id')
    .select(['purchase.product_id as productId'])
    .select((of) => of.fn.max<number>('purchase.ordered_at').as('newest'))
    .where((of) => of.or([of('product.producer_email', 'is', null), of('product.producer_email', '=', '')]))
    .where('purchase.product_id', '!=', '')
    .groupBy('purchase.product_id')
    .orderBy('newest', 'desc')
    .limit(most)
    .execute();
  const found: MissingContact[] = [];
  for (const { productId } of rows) {
    const sale = await db
      .selectFrom('purchase')
      .select(['product_name', 'transaction_number'])
      .where('product_id', '=', productId)
      .orderBy('ordered_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (sale) found.push({ productId, productName: sale.product_name, transaction: sale.transaction_number });
  }
  return found;
}
