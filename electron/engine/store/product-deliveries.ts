import type { Kysely } from 'kysely';
import { standingDelivery } from '../../../shared/domain/delivery-evidence';
import { bumpCatalogue } from './catalogue-revision';
import { evidenceOf, productsWithAccess } from './delivery-evidence-table';
import type { StoreTables } from './schema';

/**
 * Gives each of these products the delivery that its evidence says (`standingDelivery`); null: all that are listed or
 * that Club data name. Whoever brought evidence in calls it inside a transaction: an import of Club data, of the
 * catalogue, of sales (a product may be sold after Club told of it). A sold product that the catalogue lacks gets an
 * entry from its newest sale once something is known.
 *
 * @returns ids of the products whose delivery is another one now: where there are any, the open tickets are to be
 * decided again (`pipeline.decideAgain(null)`, because an earlier Club purchase counts for other products too)
 */
export async function settleProductDeliveries(
  db: Kysely<StoreTables>,
  productIds: readonly string[] | null,
  at: number,
): Promise<readonly string[]> {
  const rows = await db.selectFrom('product').select(['product_id', 'delivery', 'delivery_source']).execute();
  const listed = new Map(rows.map((row) => [row.product_id, row]));
  const ids = [...new Set(productIds ?? [...listed.keys(), ...(await productsWithAccess(db))])];
  const ledger = await evidenceOf(db, ids);
  const changed: string[] = [];
  for (const id of ids) {
    const { delivery, restsOn } = standingDelivery(ledger.get(id) ?? []);
    const row = listed.get(id);
    const source = restsOn ?? 'catalogue';
    if (row && row.delivery === delivery && row.delivery_source === source) continue;
    const change = { delivery, delivery_source: source, updated_at: at };
    if (row) await db.updateTable('product').set(change).where('product_id', '=', id).execute();
    else if (delivery === 'unknown' || !(await listFromSale(db, id, change))) continue;
    if (row?.delivery !== delivery) changed.push(id);
  }
  if (changed.length > 0) await bumpCatalogue(db);
  return changed;
}

/** Whether there was a sale to take the entry from. */
async function listFromSale(
  db: Kysely<StoreTables>,
  productId: string,
  standing: { readonly delivery: string; readonly delivery_source: string; readonly updated_at: number },
): Promise<boolean> {
  const sale = await newestSale(db, productId);
  if (!sale) return false;
  const { product_name: name, producer_name } = sale;
  const entry = { product_id: productId, name, member_area_url: '', producer_name, producer_email: '', ...standing };
  await db.insertInto('product').values(entry).execute();
  return true;
}

/** What the newest sale of a product calls it; undefined where none was sold. */
export async function newestSale(
  db: Kysely<StoreTables>,
  productId: string,
): Promise<{ readonly product_name: string; readonly producer_name: string } | undefined> {
  return db
    .selectFrom('purchase')
    .select(['product_name', 'producer_name'])
    .where('product_id', '=', productId)
    .orderBy('ordered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
