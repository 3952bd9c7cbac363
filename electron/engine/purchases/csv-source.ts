import { groupBy } from '../../../shared/group-by';
import { isOneEdit } from '../../../shared/domain/one-edit';
import type { Product, Purchase } from '../../../shared/domain/purchase';
import { baseNumber } from '../../../shared/domain/transaction-number';
import type { PurchaseSource } from './purchase-source';
import { onDisk } from './files/import-file';
import { readProducts } from './files/read-products';
import { readSales } from './files/read-sales';

const MAX_SIMILAR = 3;

/** Rows of a file that could not be read, with the reason. */
export type CsvProblem = { readonly file: string; readonly line: number; readonly reason: string };

/** The two files of a dry run as a source of purchases, in memory. Throws `import-*` and `file-*` as the readers do. */
export async function csvSource(
  salesFile: string,
  productsFile: string,
  onProblem: (problem: CsvProblem) => void,
): Promise<PurchaseSource> {
  const purchases = new Map<string, Purchase>();
  for await (const rows of readSales(onDisk(salesFile))) {
    for (const row of rows) {
      if (row.kind === 'row') purchases.set(row.purchase.transaction, row.purchase);
      else onProblem({ file: salesFile, line: row.line, reason: row.reason });
    }
  }
  const products = new Map<string, Product>();
  for await (const rows of readProducts(onDisk(productsFile))) {
    for (const row of rows) {
      if (row.kind === 'row') products.set(row.product.productId, row.product);
      else onProblem({ file: productsFile, line: row.line, reason: row.reason });
    }
  }
  return memorySource([...purchases.values()], [...products.values()]);
}

/** A source over lists, for a dry run and for tests. */
export function memorySource(purchases: readonly Purchase[], products: readonly Product[]): PurchaseSource {
  const byBase = groupBy(purchases, (purchase) => baseNumber(purchase.transaction));
  const byBuyer = groupBy(purchases, (purchase) => purchase.buyerFolded);
  const byId = new Map(products.map((product) => [product.productId, product]));
  let near: ((folded: string) => readonly string[]) | null = null;
  return {
    byNumbers: (numbers) =>
      Promise.resolve([...new Set(numbers.map(baseNumber))].flatMap((base) => byBase.get(base) ?? [])),
    byBuyers: (folded) => Promise.resolve([...new Set(folded)].flatMap((address) => byBuyer.get(address) ?? [])),
    products: (ids) => Promise.resolve(ids.flatMap((id) => byId.get(id) ?? [])),
    clubAccess: () => Promise.resolve([]),
    catalogue: () => Promise.resolve(products),
    similarBuyers: (folded) => {
      near ??= nearBuyers([...byBuyer.keys()]);
      return Promise.resolve(near(folded));
    },
    importedAt: () => Promise.resolve(null),
  };
}

/** One slip leaves the domain whole, and the local part about as long, or the local part whole: few can be meant. */
function nearBuyers(buyers: readonly string[]): (folded: string) => readonly string[] {
  const byLocal = groupBy(buyers, (buyer) => buyer.slice(0, buyer.lastIndexOf('@')));
  const byDomain = groupBy(buyers, (buyer) => `${buyer.slice(buyer.lastIndexOf('@'))} ${buyer.length}`);
  return (folded) => {
    const at = folded.lastIndexOf('@');
    const lengths = [folded.length - 1, folded.length, folded.length + 1];
    const candidates = [
      ...(byLocal.get(folded.slice(0, at)) ?? []),
      ...lengths.flatMap((length) => byDomain.get(`${folded.slice(at)} ${length}`) ?? []),
    ];
    return [...new Set(candidates)]
      .filter((buyer) => isOneEdit(buyer, folded))
      .sort()
      .slice(0, MAX_SIMILAR);
  };
}
