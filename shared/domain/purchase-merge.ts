import type { Purchase } from './purchase';

/**
 * What is known of a sale after a source spoke of it. No source knows everything: what the newer one leaves open (an
 * empty text, null) stays as the older one said it. Its status, its dates and its buyer are the newer one's.
 *
 * @param older what was known
 * @param newer the same transaction as the newer source has it
 */
export function mergePurchase(older: Purchase, newer: Purchase): Purchase {
  const isPriced = newer.price !== '';
  const isNamed = newer.buyerEmail !== '';
  return {
    transaction: older.transaction,
    statusWord: newer.statusWord || older.statusWord,
    status: newer.statusWord === '' ? older.status : newer.status,
    orderedAt: newer.orderedAt || older.orderedAt,
    approvedAt: newer.approvedAt ?? older.approvedAt,
    // a code made of the name is none (`NAME_ID`)
    productId:
      isCode(newer.productId) || !isCode(older.productId) ? newer.productId || older.productId : older.productId,
    productName: newer.productName || older.productName,
    producerName: newer.producerName || older.producerName,
    buyerName: newer.buyerName || older.buyerName,
    buyerEmail: isNamed ? newer.buyerEmail : older.buyerEmail,
    buyerFolded: isNamed ? newer.buyerFolded : older.buyerFolded,
    recurrence: newer.recurrence ?? older.recurrence,
    // a price without its currency, or with another sale's, would be wrong
    price: isPriced ? newer.price : older.price,
    currency: isPriced ? newer.currency : older.currency,
    guaranteeEndsAt: newer.guaranteeEndsAt ?? older.guaranteeEndsAt,
    parentTransaction: newer.parentTransaction ?? older.parentTransaction,
    subscriberCode: newer.subscriberCode ?? older.subscriberCode,
    paymentWord: newer.paymentWord || older.paymentWord,
  };
}

/** How the id of a product begins whose code no source gave: its name follows. */
export const NAME_ID = 'name:';

function isCode(productId: string): boolean {
  return productId !== '' && !productId.startsWith(NAME_ID);
}

/** Whether two say the same of one sale. */
export function isSamePurchase(one: Purchase, other: Purchase): boolean {
  return (Object.keys(one) as (keyof Purchase)[]).every((key) => one[key] === other[key]);
}
