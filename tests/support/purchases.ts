import { foldAddress } from '../../shared/domain/address';
import type { Product, Purchase } from '../../shared/domain/purchase';
import { foldStatus } from '../../shared/domain/status';

/** An invented sale; what a test does not say is an approved Club purchase of today. */
export function makePurchase(given: {
  readonly transaction: string;
  readonly buyer: string;
  readonly product?: string;
  readonly name?: string;
  readonly status?: string;
  readonly ordered?: string;
  readonly recurrence?: number;
}): Purchase {
  const statusWord = given.status ?? 'APPROVED';
  const orderedAt = Date.parse(given.ordered ?? '2026-10-01T10:00:00Z');
  return {
    transaction: given.transaction,
    statusWord,
    status: foldStatus(statusWord),
    orderedAt,
    approvedAt: null,
    productId: given.product ?? 'orto',
    productName: given.name ?? 'Orto sul Balcone',
    producerName: 'Verde Facile',
    buyerName: 'Anna Prova',
    buyerEmail: given.buyer,
    buyerFolded: foldAddress(given.buyer),
    recurrence: given.recurrence ?? null,
    price: '59.00',
    currency: 'EUR',
    guaranteeEndsAt: null,
    parentTransaction: null,
    subscriberCode: null,
    paymentWord: '',
  };
}

/** An invented catalogue entry. */
export function makeProduct(productId: string, name: string, delivery: Product['delivery']): Product {
  return {
    productId,
    name,
    delivery,
    memberAreaUrl: '',
    producerName: 'Verde Facile',
    producerEmail: 'ciao@verde.example',
  };
}
