import { z } from 'zod';
import { isAddress } from '../../../shared/domain/address';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import { refusalOf } from '../../../shared/domain/import-refusals';
import { idText, readItem, softText } from './read-item';
import type { Read } from './read-item';

/** Who stands behind one sale. '' where the API does not say. */
export type Participants = {
  readonly transaction: string;
  readonly productId: string;
  readonly productName: string;
  readonly producerName: string;
  readonly producerEmail: string;
};

const participantsSchema = z.object({
  transaction: z.string(),
  product: z.object({ id: idText, name: softText }),
  users: z
    .array(
      z.object({
        role: softText,
        user: z.object({ name: softText, trade_name: softText, email: softText }),
      }),
    )
    .max(100),
});

/** One item of sales/users. A buyer's phone, papers and street, which stand there too, are not read. */
export function readParticipants(item: unknown): Read<Participants> {
  return readItem(participantsSchema, item, (given) => {
    const transaction = normalizeNumber(given.transaction);
    if (transaction === null) return refusalOf('number', { field: 'transaction' });
    const producer = given.users.find(({ role }) => role.toUpperCase() === 'PRODUCER')?.user;
    const email = producer?.email ?? '';
    return {
      transaction,
      productId: given.product.id,
      productName: given.product.name,
      producerName: producer?.trade_name || producer?.name || '',
      producerEmail: isAddress(email) ? email : '',
    };
  });
}
