import type { ProductView } from '../../../shared/contract/catalogue';
import { speakingEvidence, standingDelivery } from '../../../shared/domain/delivery-evidence';
import type { Product } from '../../../shared/domain/purchase';
import { evidenceOf } from '../store/delivery-evidence-table';
import { newestSale } from '../store/product-deliveries';
import { waitingByProduct } from '../store/product-tickets';
import { readCatalogue } from '../store/products-table';
import type { Db } from '../store/tickets-table';

/** Every product that is listed or was sold: those that tickets wait for first, then by name. */
export async function productViews(db: Db): Promise<readonly ProductView[]> {
  const listed = new Map((await readCatalogue(db)).map((product) => [product.productId, product]));
  const sales = await salesByProduct(db);
  const sold: Product[] = [];
  for (const productId of sales.keys()) if (!listed.has(productId)) sold.push(await soldProduct(db, productId));
  const products = [...listed.values(), ...sold];
  const ledger = await evidenceOf(
    db,
    products.map(({ productId }) => productId),
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
  return views.sort((one, other) => other.waiting - one.waiting || one.name.localeCompare(other.name));
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

async function salesByProduct(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('purchase')
    .select((of) => ['product_id', of.fn.countAll<number>().as('sales')])
    // an export without a column for it
    .where('product_id', '!=', '')
    .groupBy('product_id')
    .execute();
  return new Map(rows.map((row) => [row.product_id, Number(row.sales)]));
}
