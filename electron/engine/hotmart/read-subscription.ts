import { z } from 'zod';
import { foldAddress, isAddress } from '../../../shared/domain/address';
import type { Subscription } from '../../../shared/domain/subscription';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { refusalOf } from '../../../shared/domain/import-refusals';
import { idText, readItem, softText, softTime } from './read-item';
import type { Read } from './read-item';

/** A subscription, and the payment that the API names with it. */
export type ApiSubscription = { readonly subscription: Subscription; readonly transaction: string | null };

const subscriptionSchema = z.object({
  subscriber_code: z.string().min(1).max(100),
  status: z.string().min(1).max(100),
  accession_date: softTime,
  end_accession_date: softTime,
  date_next_charge: softTime,
  transaction: softText,
  plan: z.object({ name: softText }).catch({ name: '' }),
  product: z.object({ id: idText, name: softText }),
  subscriber: z.object({ email: z.string() }),
});

/** One subscription of the list of subscriptions; its times are seconds in the documentation, ms in real answers. */
export function readSubscription(item: unknown): Read<ApiSubscription> {
  return readItem(subscriptionSchema, item, (given) => {
    const email = given.subscriber.email.trim();
    if (!isAddress(email)) return refusalOf('address', { field: 'subscriber.email' });
    return {
      subscription: {
        subscriberCode: given.subscriber_code.trim(),
        productId: given.product.id,
        productName: given.product.name,
        buyerFolded: foldAddress(email),
        statusWord: given.status.trim(),
        planName: given.plan.name,
        startedAt: given.accession_date,
        endedAt: given.end_accession_date,
        nextChargeAt: given.date_next_charge,
      },
      transaction: normalizeNumber(given.transaction),
    };
  });
}
