import { clubAccountOf } from '../../../shared/domain/club-access';
import type { ClubAccess } from '../../../shared/domain/club-access';
import type { PurchaseFacts } from '../../../shared/domain/case-facts';
import type { Delivery, Product, Purchase } from '../../../shared/domain/purchase';
import type { PurchaseSource } from '../purchases/purchase-source';

/** A purchase with what rows 8 to 13 and the texts ask of it. `delivery` set by an agent beats the catalogue. */
export async function gatherPurchase(
  purchase: Purchase,
  source: PurchaseSource,
  delivery: Delivery | null,
): Promise<PurchaseFacts> {
  const [bought, club] = await Promise.all([
    source.byBuyers([purchase.buyerFolded]),
    source.clubAccess([purchase.buyerFolded]),
  ]);
  const ids = [...new Set([purchase, ...bought].map((each) => each.productId))];
  const catalogue = new Map((await source.products(ids)).map((product) => [product.productId, product]));
  return purchaseFacts(purchase, bought, catalogue, club, delivery);
}

function purchaseFacts(
  purchase: Purchase,
  bought: readonly Purchase[],
  catalogue: ReadonlyMap<string, Product>,
  club: readonly ClubAccess[],
  ruled: Delivery | null,
): PurchaseFacts {
  const product = catalogue.get(purchase.productId) ?? null;
  const delivery = ruled ?? product?.delivery ?? 'unknown';
  const isRenewal = purchase.recurrence !== null && purchase.recurrence > 1;
  const earlier = bought.some(
    (other) =>
      other.transaction !== purchase.transaction &&
      other.status === 'active' &&
      other.orderedAt < purchase.orderedAt &&
      catalogue.get(other.productId)?.delivery === 'club',
  );
  return {
    purchase,
    product,
    delivery,
    // Renewals make the buyer an existing one even where the export starts after his first payment.
    hasEarlierClub: earlier || (isRenewal && delivery === 'club'),
    clubAccess: clubAccountOf(club, { productId: purchase.productId, memberAreaUrl: product?.memberAreaUrl ?? '' }),
    isRenewal,
    standing: standingOf(purchase, bought),
  };
}

/** Another payment of the newest cycle with another status (casework.md, "Standing"). */
function standingOf(purchase: Purchase, bought: readonly Purchase[]): Purchase | null {
  const payments = bought.filter(
    (other) =>
      other.productId === purchase.productId &&
      other.transaction !== purchase.transaction &&
      other.status !== purchase.status &&
      (other.recurrence === purchase.recurrence || other.orderedAt > purchase.orderedAt),
  );
  return [...payments].sort((a, b) => b.orderedAt - a.orderedAt)[0] ?? null;
}
