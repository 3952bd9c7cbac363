import { spreadOf } from '../outside';
import type { Outside } from '../outside';
import type { RawAnswer } from './api-request';

/** Who waits for a request: a round has time, a person at a ticket has not, and may use what a round leaves. */
export type Manner = 'round' | 'person';

/** Calls of the current window that a round leaves to look-ups and to the account's other programs (of 500 a minute). */
const ROUND_LEAVES = 25;
/** Where the server says "none left" and not until when: its window is one minute (reference/hotmart.md §2). */
const UNSAID_RESET_MS = 60_000;
/** Longest wait that a server's word is followed for: a header of a week must not silence the desk. */
const MAX_RESET_MS = 5 * 60_000;
/** First wait after trouble of the server; doubled each time, up to the ceiling. */
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 60_000;

/** Requests of one question before it is given up. A round comes again by itself. */
export const ATTEMPTS: Readonly<Record<Manner, number>> = { round: 6, person: 2 };
/** Longest that a person waits for the server's permission to ask. */
export const PERSON_WAITS_MS = 10_000;

/** When the next request may go, by the server's own words. */
export type Pace = {
  /** ms to wait before a request; 0: it may go. */
  waitFor(manner: Manner): number;
  heard(answer: Pick<RawAnswer, 'headers' | 'status'>): void;
  /** ms to wait after trouble, before attempt `attempt` (2, 3, …). */
  backOff(attempt: number): number;
};

/** Clock and chance are the host's; see `Pace`. */
export function createPace(outside: Pick<Outside, 'clock' | 'ids'>): Pace {
  const { clock, ids } = outside;
  let left = Number.POSITIVE_INFINITY;
  let resetAt = 0;
  // several desks of one account, all told the same second, must not come back in the same moment
  const jitter = (): number => Math.round(1_000 * spreadOf(ids.secret()));
  return {
    waitFor(manner) {
      const now = clock.now();
      if (now >= resetAt) left = Number.POSITIVE_INFINITY;
      const needed = manner === 'round' ? ROUND_LEAVES : 0;
      if (left > needed) {
        left -= 1;
        return 0;
      }
      return resetAt - now;
    },
    heard({ headers, status }) {
      const remaining = numberOf(headers, 'ratelimit-remaining') ?? numberOf(headers, 'x-ratelimit-remaining-minute');
      const seconds =
        numberOf(headers, 'ratelimit-reset') ?? (status === 429 ? numberOf(headers, 'retry-after') : null);
      if (status !== 429 && remaining === null) return;
      const untilReset = seconds === null ? UNSAID_RESET_MS : Math.min(MAX_RESET_MS, seconds * 1000);
      left = status === 429 ? Number.NEGATIVE_INFINITY : (remaining ?? 0);
      resetAt = clock.now() + untilReset + (left > ROUND_LEAVES ? 0 : jitter());
    },
    backOff(attempt) {
      const ceiling = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 2));
      return Math.round(ceiling * (0.5 + spreadOf(ids.secret()) / 2));
    },
  };
}

/** A header that is a number of 0 or more; null for anything else. */
function numberOf(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : null;
}
