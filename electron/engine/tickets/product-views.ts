import type { ProductView } from '../../../shared/contract/catalogue';
import { speakingEvidence, standingDelivery } from '../../../shared/domain/delivery-evidence';
import type { Product } from '../../../shared/domain/purchase';
import { evidenceOf } from '../store/delivery-evidence-table';
import { newestSale } from '../store/product-deliveries';
import { waitingByProduct } from '../store/product-tickets';
import { findProducts, readCatalogue } from '../store/products-table';
import type { Db } from '../store/tickets-table';

/** Products that are listed or were sold, all or this one: those that tickets wait for first, then those that evidence contradicts, then by name. */
export async function productViews(db: Db, productId: string | null = null): Promise<readonly ProductView[]> {
  const entries = productId === null ? await readCatalogue(db) : await findProducts(db, [productId]);
  const listed = new Set(entries.map((product) => product.productId));
  const sales = await salesByProduct(db, productId);
  const products = [...entries];
  for (const id of sales.keys()) if (!listed.has(id)) products.push(await soldProduct(db, id));
  const ledger = await evidenceOf(
    db,
    products.map((product) => product.productId),
  );
  const waiting = await waitingByProduct(db);
  const views = products.map((product): ProductView => {
    const evidence = ledger.get(product.productId) ?? [];
    const { restsOn, conflicts } = standingDelivery(evidence);
    return {
      ...product,
      listed: listed.has(product.productId),
      restsOn,
      evidence: speakingEvidence(evidence),
      conflicts,
      sales: sales.get(product.productId) ?? 0,
      waiting: waiting.get(product.productId) ?? 0,
    };
  });
  const contradicted = (view: ProductView): number => (view.conflicts.length > 0 ? 1 : 0);
  return views.sort(
    (one, other) =>
      other.waiting - one.waiting || contradicted(other) - contradicted(one) || one.name.localeCompare(other.name),
  );
}

async function soldProduct(db: Db, productId: string): Promise<Product> {
  const sale = await newestSale(db, productId);
  return {
    productId,
    name: sale?.product_name ?? '',
    delivery: 'unknown',
    memberAreaUrl: '',
    producerName: sale?.producer_name ?? '',
    producerEmail: '',
  };
}

async function salesByProduct(db: Db, productId: string | null): Promise<ReadonlyMap<string, number>> {
  const counted = db
    .selectFrom('purchase')
    .select((of) => ['product_id', of.fn.countAll<number>().as('sales')])
    .groupBy('product_id');
  // '' where an export had no column for it
  const query =
    productId === null ? counted.where('product_id', '!=', '') : counted.where('product_id', '=', productId);
  const rows = await query.execute();
  return new Map(rows.map((row) => [row.product_id, Number(row.sales)]));
}
