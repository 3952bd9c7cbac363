import type { DraftFields } from '../../shared/contract/compose';
import { MAX_COPIES, readRecipients } from '../../shared/domain/recipients';
import type { Sentence } from '../desk/desk-state';

/** Addresses as they go to the engine, or why they cannot. */
export type ReadFields =
  | {
      readonly kind: 'read';
      readonly to: string | null;
      readonly cc: readonly string[];
      readonly bcc: readonly string[];
    }
  | { readonly kind: 'wrong'; readonly sentence: Sentence };

/** What is typed in the fields. Of several in `to` the first is the recipient, the others get copies. */
export function readFields(fields: DraftFields): ReadFields {
  const read = { to: readRecipients(fields.to), cc: readRecipients(fields.cc), bcc: readRecipients(fields.bcc) };
  const [wrong] = [...read.to.wrong, ...read.cc.wrong, ...read.bcc.wrong];
  if (wrong !== undefined) return { kind: 'wrong', sentence: { key: 'letter.wrong', values: { address: wrong } } };
  const [to = null, ...more] = read.to.addresses;
  const cc = [...more, ...read.cc.addresses];
  if (cc.length + read.bcc.addresses.length > MAX_COPIES) {
    return { kind: 'wrong', sentence: { key: 'letter.too-many', values: { most: MAX_COPIES } } };
  }
  return { kind: 'read', to, cc, bcc: read.bcc.addresses };
}
