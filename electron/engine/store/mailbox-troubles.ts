import { z } from 'zod';
import { ERROR_CODES } from '../../../shared/contract/errors';
import type { PackedError } from '../../../shared/contract/errors';

/** A mailbox that a desk cannot read, or not send from, and why. */
export type MailboxTrouble = { readonly mailbox: string; readonly error: PackedError };

const schema = z.array(
  z.object({
    mailbox: z.string(),
    error: z.object({
      code: z.enum(ERROR_CODES),
      reason: z.string().optional(),
      message: z.string(),
      action: z.string(),
      retryable: z.boolean(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  }),
);

/** As a lease holds them; null: none. */
export function writeTroubles(troubles: readonly MailboxTrouble[]): string | null {
  return troubles.length === 0 ? null : JSON.stringify(troubles);
}

/** What another desk wrote; of a program that writes them otherwise it is unknown, which is none. */
export function readTroubles(text: string | null): readonly MailboxTrouble[] {
  return readWritten(schema, text) ?? [];
}

/** JSON in a row that another desk wrote; null where nothing stands there, or what this program does not know. */
export function readWritten<Value>(shape: z.ZodType<Value>, text: string | null): Value | null {
  if (text === null) return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
