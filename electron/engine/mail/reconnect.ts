import type { ErrorCode } from '../../../shared/contract/errors';

/** First wait after a lost connection. */
const FIRST_WAIT_MS = 1000;
/** Longest wait: an outage over night costs 12 attempts an hour at most. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** A server that answers wrongly will not mend within seconds. */
const FIRST_WAIT_OF_MISCONFIGURED_MS = 30_000;

/**
 * How long to wait before the next attempt: doubling from one second to five minutes, less up to a third so that many
 * desks do not come back in the same second.
 *
 * @param failures attempts that failed in a row, from 1
 * @param spread a number of 0..1 drawn by the caller
 * @returns milliseconds
 */
export function reconnectDelay(failures: number, code: ErrorCode, spread: number): number {
  const first = code === 'imap-connect' || code === 'oauth-connect' ? FIRST_WAIT_MS : FIRST_WAIT_OF_MISCONFIGURED_MS;
  // the exponent is capped before the power: 2^failures would be Infinity after a long outage
  const wait = Math.min(first * 2 ** Math.min(failures - 1, 16), LONGEST_WAIT_MS);
  return Math.round(wait - (wait / 3) * spread);
}
