import { MOST_SALES } from '../../../shared/contract/purchase-about';
import type {
  ClubMemberView,
  PurchaseAbout,
  SaleView,
  SubscriptionView,
} from '../../../shared/contract/purchase-about';
import { isAreaOf } from '../../../shared/domain/club-access';
import type { Provenance } from '../../../shared/domain/purchase';
import { foldSubscription } from '../../../shared/domain/subscription';
import type { EngineContext } from '../context';
import { clubAccessOf } from '../store/club-access-table';
import type { KnownClubAccess } from '../store/club-access-table';
import { importOrigins } from '../store/imports-table';
import { findProducts } from '../store/products-table';
import { saleOf, salesOfBuyer, salesOfCheckout } from '../store/sales-of';
import type { StoredSale } from '../store/sales-of';
import { subscriptionsOfBuyers } from '../store/subscriptions-table';
import type { KnownSubscription } from '../store/subscriptions-table';
import { readTicket } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';

type Origins = Awaited<ReturnType<typeof importOrigins>>;
/** Whatever a source told, with its own time. */
type Told = { readonly importId: string | null; readonly asOf: number };

/**
 * What is known around the purchase that a ticket is matched to. A buyer's other sales are answered only where the
 * requester is that buyer; to anybody else's ticket belong the other items of the purchase's own checkout and no more.
 */
export async function purchaseAbout(context: EngineContext, ticketId: string): Promise<PurchaseAbout> {
  const { db } = context.store;
  const ticket = await readTicket(db, ticketId);
  const sale = ticket.transaction_number === null ? null : await saleOf(db, ticket.transaction_number);
  const checkout = sale === null ? [] : await salesOfCheckout(db, sale, MOST_SALES);
  const isOwn = sale === null || ticket.identity === 'buyer';
  const buyer = isOwn ? (sale?.buyer_folded ?? ticket.requester_folded) : '';
  const bought = await salesOfBuyer(db, buyer, MOST_SALES + checkout.length + 1);
  const shown = new Set([sale, ...checkout].map((one) => one?.transaction_number));
  const history = bought.sales.filter((one) => !shown.has(one.transaction_number));
  const shownOfBuyer = [sale, ...checkout].filter((one) => one?.buyer_folded === buyer);
  const club = sale && (await clubMemberOf(db, sale));
  const subscription = sale && (await subscriptionOf(db, sale));
  const told = [sale, ...checkout, ...history].flatMap((one) => one?.import_id ?? []);
  const origins = await importOrigins(db, [...told, ...[club, subscription].flatMap((one) => one?.importId ?? [])]);
  const view = (one: StoredSale): SaleView => saleView(one, origins);
  return {
    sale: sale && view(sale),
    guaranteeEndsAt: sale?.guarantee_ends_at ?? null,
    club: club && clubView(club, origins),
    subscription: subscription && subscriptionView(subscription, origins),
    checkout: checkout.map(view),
    history: history.slice(0, MOST_SALES).map(view),
    sales: bought.count - shownOfBuyer.length,
  };
}

/** Of several rows of one members area (an event names the product, the API the club) the one that knows most. */
async function clubMemberOf(db: Db, sale: StoredSale): Promise<KnownClubAccess | null> {
  const [product] = await findProducts(db, [sale.product_id]);
  const place = { productId: sale.product_id, memberAreaUrl: product?.memberAreaUrl ?? '' };
  const known = (await clubAccessOf(db, [sale.buyer_folded])).filter(({ area }) => isAreaOf(area, place));
  const byAccess = (one: KnownClubAccess): number => one.lastAccessAt ?? one.firstAccessAt ?? 0;
  return [...known].sort((one, other) => byAccess(other) - byAccess(one) || other.asOf - one.asOf)[0] ?? null;
}

/** By the sale's code; where no source told that, the buyer's newest one of the same product. */
async function subscriptionOf(db: Db, sale: StoredSale): Promise<KnownSubscription | null> {
  const known = await subscriptionsOfBuyers(db, [sale.buyer_folded]);
  const { subscriber_code: code, product_id: product } = sale;
  const found = known.find((one) => (code === null ? one.productId === product : one.subscriberCode === code));
  return found ?? null;
}

function saleView(sale: StoredSale, origins: Origins): SaleView {
  return {
    transaction: sale.transaction_number,
    productName: sale.product_name,
    statusWord: sale.status_word,
    status: sale.status as SaleView['status'],
    orderedAt: sale.ordered_at,
    recurrence: sale.recurrence,
    from: provenance({ importId: sale.import_id, asOf: sale.as_of }, origins, sale.imported_at),
  };
}

function clubView(club: KnownClubAccess, origins: Origins): ClubMemberView {
  const { firstAccessAt, lastAccessAt, statusWord } = club;
  return { firstAccessAt, lastAccessAt, statusWord, from: provenance(club, origins, club.asOf) };
}

function subscriptionView(one: KnownSubscription, origins: Origins): SubscriptionView {
  const { statusWord, planName, startedAt, endedAt, nextChargeAt } = one;
  const status = foldSubscription(statusWord);
  return { statusWord, status, planName, startedAt, endedAt, nextChargeAt, from: provenance(one, origins, one.asOf) };
}

/** What was written before imports were kept came from a file, and its age is that of the import. */
function provenance(told: Told, origins: Origins, writtenAt: number): Provenance {
  const origin = told.importId === null ? undefined : origins.get(told.importId);
  const importedAt = origin?.at ?? writtenAt;
  return {
    source: origin?.source ?? 'file',
    name: origin?.name ?? '',
    asOf: told.asOf > 0 ? told.asOf : importedAt,
    importedAt,
  };
}
