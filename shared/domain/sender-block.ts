import { foldAddress } from './address';

/** Which senders' mail the desk may file unread. */

/** Mailboxes that a web form writes from: behind one address stand all who fill it in. */
const FORM_LOCAL =
  /^(?:forms?|contact-?form|web-?form|modulo|formulario|wordpress|www-data|apache|webmaster|website|sito)(?:[+._-].*)?$/;

/** Why nobody may block a sender: nobody wrote, the team itself, a form that writes for many, or a producer whom we ask. */
export type Unblockable = 'none' | 'own' | 'form' | 'producer';

/** Addresses that are never blocked, as written in settings and catalogue. */
export type Unblocked = {
  readonly own: readonly string[];
  readonly forms: readonly string[];
  readonly producers: readonly string[];
};

/** Why this folded address cannot be blocked; null where it can. */
export function unblockable(folded: string, { own, forms, producers }: Unblocked): Unblockable | null {
  const at = folded.lastIndexOf('@');
  if (at < 1) return 'none';
  const isAmong = (addresses: readonly string[]): boolean => addresses.some((one) => foldAddress(one) === folded);
  if (isAmong(own)) return 'own';
  if (isAmong(forms) || FORM_LOCAL.test(folded.slice(0, at))) return 'form';
  return isAmong(producers) ? 'producer' : null;
}
