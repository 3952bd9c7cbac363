import { z } from 'zod';
import type { ApiProduct } from '../store/api-products-table';
import { idText, readItem, softText } from './read-item';
import type { Read } from './read-item';

const productSchema = z.object({ id: idText, name: z.string().min(1), status: softText });

/** One product of the account; a draft was never sold and is no entry of a catalogue (null). */
export function readProduct(item: unknown): Read<ApiProduct | null> {
  return readItem(productSchema, item, ({ id, name, status }) =>
    status.toUpperCase() === 'DRAFT'
      ? null
      : { productId: id, name: name.trim().slice(0, 1000), producerName: '', producerEmail: '' },
  );
}
