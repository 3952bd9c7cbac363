import type { Purchase } from '../../../shared/domain/purchase';
import type { ClubAccess } from '../../../shared/domain/club-access';
import { saveClubAccess } from '../store/club-access-table';
import { fillProducts } from '../store/api-products-table';
import type { ApiProduct } from '../store/api-products-table';
import { savePurchases } from '../store/purchases-table';
import type { WrittenBy } from '../store/purchases-table';
import { readStatusRulings, statusOfWord } from '../store/status-rulings-table';
import { saveSubscriptions } from '../store/subscriptions-table';
import type { Db } from '../store/tickets-table';
import type { ApiQuestion } from './api-client';
import { readClubUser } from './read-club-user';
import type { Read } from './read-item';
import { readProduct } from './read-product';
import { readSale } from './read-sale';
import { readSubscription } from './read-subscription';
import type { ApiSubscription } from './read-subscription';
import type { Pass } from './round-plan';

/** Items of one page. Sizes of 50 and 100 are seen in use, and no larger one is known to work for sales. */
const PAGE_ITEMS = '100';

/** The paths of the API that are read (reference/hotmart.md §2). */
export const SALES_PATH = '/payments/api/v1/sales/history';
export const PARTICIPANTS_PATH = '/payments/api/v1/sales/users';
const SUBSCRIPTIONS_PATH = '/payments/api/v1/subscriptions';
const PRODUCTS_PATH = '/products/api/v1/products';
const CLUB_PATH = '/club/api/v1/users';

/** What saving a page's rows did. */
export type Saved = { readonly added: number; readonly changed: number; readonly unchanged: number };

/** What is asked for a pass, from its first page. */
export function questionOf(pass: Pass): ApiQuestion {
  const max_results = PAGE_ITEMS;
  switch (pass.kind) {
    case 'sales':
      return {
        path: SALES_PATH,
        what: pass.status === null ? 'the sales' : `the sales with status ${pass.status}`,
        params: {
          max_results,
          start_date: String(pass.from),
          end_date: String(pass.to),
          ...(pass.status === null ? {} : { transaction_status: pass.status }),
        },
      };
    case 'subscriptions':
      return {
        path: SUBSCRIPTIONS_PATH,
        what: 'the subscriptions',
        // never its default, which is the last 30 days
        params: { max_results, accession_date: String(pass.from), end_accession_date: String(pass.to) },
      };
    case 'products':
      return { path: PRODUCTS_PATH, what: 'the products', params: { max_results } };
    case 'club':
      return {
        path: CLUB_PATH,
        what: `the members of the Club area ${pass.slug}`,
        params: { max_results, subdomain: pass.slug },
      };
  }
}

/** Reads the items of a page and writes them; `refuse` hears of each that cannot be used, by its place on the page. */
export async function savePage(
  db: Db,
  pass: Pass,
  items: readonly unknown[],
  by: WrittenBy,
  refuse: (place: number, reason: string) => void,
): Promise<Saved> {
  switch (pass.kind) {
    case 'sales':
      return saveSales(db, usable(items, readSale, refuse), by);
    case 'subscriptions':
      return saveApiSubscriptions(db, usable(items, readSubscription, refuse), by);
    case 'products': {
      const products = usable(items, readProduct, refuse);
      const kept = products.filter((product): product is ApiProduct => product !== null);
      const saved = await fillProducts(db, kept, by.at);
      return { ...saved, unchanged: saved.unchanged + products.length - kept.length };
    }
    case 'club':
      return saveMembers(db, usable(items, readClubUser(pass.slug), refuse), by);
  }
}

function usable<Row>(
  items: readonly unknown[],
  read: (item: unknown) => Read<Row>,
  refuse: (place: number, reason: string) => void,
): readonly Row[] {
  return items.flatMap((item, place) => {
    const one = read(item);
    if (one.kind === 'row') return [one.row];
    refuse(place, one.reason);
    return [];
  });
}

/** Writes sales with what a person ruled of their status words. */
export async function saveSales(db: Db, sales: readonly Purchase[], by: WrittenBy): Promise<Saved> {
  const rulings = await readStatusRulings(db);
  // one page may name a number twice; the later item is the server's last word
  const each = new Map(sales.map((sale) => [sale.transaction, sale]));
  const ruled = [...each.values()].map((sale) => ({ ...sale, status: statusOfWord(sale.statusWord, rulings) }));
  const saved = await savePurchases(db, ruled, by);
  const changed = saved.touched.length - saved.added;
  return { added: saved.added, changed, unchanged: sales.length - saved.added - changed };
}

async function saveApiSubscriptions(db: Db, given: readonly ApiSubscription[], by: WrittenBy): Promise<Saved> {
  const changed = await saveSubscriptions(
    db,
    given.map(({ subscription }) => subscription),
    by,
  );
  // sales/history does not say which subscription a sale pays for
  for (const { subscription, transaction } of given) {
    if (transaction === null) continue;
    await db
      .updateTable('purchase')
      .set({ subscriber_code: subscription.subscriberCode })
      .where('transaction_number', '=', transaction)
      .where('subscriber_code', 'is', null)
      .execute();
  }
  return { added: 0, changed, unchanged: given.length - changed };
}

async function saveMembers(db: Db, members: readonly ClubAccess[], by: WrittenBy): Promise<Saved> {
  const changed = await saveClubAccess(db, members, by);
  return { added: 0, changed, unchanged: members.length - changed };
}
