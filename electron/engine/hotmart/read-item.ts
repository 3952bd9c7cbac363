import { refusalOf } from '../../../shared/domain/import-refusals';
import { z } from 'zod';
import { apiTime } from '../purchases/api-time';

/** One item of an answer: usable, or refused with a reason that holds no customer's data. */
export type Read<Row> =
  { readonly kind: 'row'; readonly row: Row } | { readonly kind: 'refused'; readonly reason: string };

/** Longest text of one field that is kept, in characters. */
const MAX_TEXT = 1000;

/** A text that may be missing or something else: what a decision does not rest on must not cost the item. */
export const softText = z
  .string()
  .catch('')
  .transform((text) => text.trim().slice(0, MAX_TEXT));
/** An id, number or text. */
export const idText = z
  .string()
  .min(1)
  .max(100)
  .or(z.number().int().min(0))
  .transform((id) => String(id).trim());
/** A time in seconds or ms; null for none. */
export const softTime = z.unknown().optional().transform(apiTime);

/** Reads one item by its schema, then by what the schema cannot say. */
export function readItem<Shape, Row>(
  schema: z.ZodType<Shape>,
  item: unknown,
  make: (shape: Shape) => Row | string,
): Read<Row> {
  const parsed = schema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.map(String).join('.') ?? '';
    return { kind: 'refused', reason: field === '' ? refusalOf('no-object') : refusalOf('missing', { field }) };
  }
  const made = make(parsed.data);
  return typeof made === 'string' ? { kind: 'refused', reason: made } : { kind: 'row', row: made };
}
