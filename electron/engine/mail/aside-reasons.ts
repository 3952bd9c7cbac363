import type { AsideReason } from '../../../shared/contract/views';

/** Reason of a quarantine row whose message the server cannot hand over; tried again when somebody asks for it. */
export const SERVER_FAILS = 'The server fails when it is asked for it';
/** Reason of a quarantine row whose message the server listed but did not hand over; tried again at every full pass. */
export const NOT_DELIVERED = 'The server lists it but does not deliver it';
const STORE_REFUSED = 'The store refused it: ';

/** Reason of a quarantine row that could not be stored, with the store's own words. */
export function refusedByStore(error: unknown): string {
  return `${STORE_REFUSED}${String(error)}`;
}

/** A row's reason as a window says it in its own language, with the store's words to quote; '' for none. */
export function asideReason(reason: string): { readonly why: AsideReason; readonly quoted: string } {
  if (reason === SERVER_FAILS) return { why: 'server-fails', quoted: '' };
  if (reason === NOT_DELIVERED) return { why: 'not-delivered', quoted: '' };
  return { why: 'not-stored', quoted: reason.startsWith(STORE_REFUSED) ? reason.slice(STORE_REFUSED.length) : reason };
}
