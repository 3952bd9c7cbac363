import { z } from 'zod';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import type { Purchase } from '../../../shared/domain/purchase';
import { foldStatus } from '../../../shared/domain/status';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { refusalOf } from '../../../shared/domain/import-refusals';
import { idText, readItem, softText, softTime } from './read-item';
import type { Read } from './read-item';

/** An item of sales/history (reference/hotmart.md §2); what is optional there is soft here. */
const saleSchema = z.object({
  product: z.object({ id: idText, name: softText }),
  buyer: z.object({ name: softText, email: z.string() }),
  producer: z.object({ name: softText }).catch({ name: '' }),
  purchase: z.object({
    transaction: z.string(),
    status: z.string().min(1).max(100),
    order_date: softTime,
    approved_date: softTime,
    recurrency_number: z.number().int().min(0).nullable().catch(null),
    is_subscription: z.boolean().nullable().catch(null),
    price: z
      .object({ value: z.number().or(z.string()), currency_code: softText })
      .nullable()
      .catch(null),
    payment: z.object({ type: softText }).catch({ type: '' }),
    warranty_expire_date: softTime,
  }),
});

/** One sale of sales/history. */
export function readSale(item: unknown): Read<Purchase> {
  return readItem(saleSchema, item, ({ product, buyer, producer, purchase }) => {
    const transaction = normalizeNumber(purchase.transaction);
    if (transaction === null) return refusalOf('number', { field: 'purchase.transaction' });
    const orderedAt = purchase.order_date ?? purchase.approved_date;
    if (orderedAt === null) return refusalOf('time', { field: 'purchase.order_date' });
    const buyerEmail = buyer.email.trim();
    if (!isAddress(buyerEmail)) return refusalOf('address', { field: 'buyer.email' });
    const { price, recurrency_number: recurrence } = purchase;
    return {
      transaction,
      statusWord: purchase.status.trim(),
      status: foldStatus(purchase.status),
      orderedAt,
      approvedAt: purchase.approved_date,
      productId: product.id,
      productName: product.name,
      producerName: producer.name,
      buyerName: buyer.name,
      buyerEmail,
      buyerFolded: foldAddress(buyerEmail),
      // a one-off sale carries 1 too, and is no renewal of anything
      recurrence: purchase.is_subscription === false || !recurrence ? null : recurrence,
      price: price === null ? '' : priceText(price.value),
      currency: price === null ? '' : price.currency_code,
      guaranteeEndsAt: purchase.warranty_expire_date,
      parentTransaction: null,
      subscriberCode: null,
      paymentWord: purchase.payment.type,
    };
  });
}

/** As in a sales file: two decimals. */
function priceText(value: number | string): string {
  return typeof value === 'number' ? value.toFixed(2) : value.trim().slice(0, 40);
}
