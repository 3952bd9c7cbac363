import type { Doing } from './presence';

/** Who works on a ticket. A claim is an assignee with an end; an assignment has none. */

/**
 * How long a claim holds after the claimer's last act on the ticket, ms. Long enough for a difficult mail and a telephone
 * call, short enough that what somebody left open goes back to the others before the customer has waited an hour.
 */
export const CLAIM_MS = 30 * 60_000;

/**
 * A claim is not renewed more often than this, ms: a draft is saved with every pause in typing, and each renewal is a row
 * that all desks of a team hear of.
 */
export const RENEW_AFTER_MS = 60_000;

/** The columns that say who holds a ticket. */
export type Holding = { readonly assignee: string | null; readonly claim_until: number | null };

/** Nobody. */
export const UNHELD: Holding = { assignee: null, claim_until: null };

/** Who holds a ticket at this time, epoch ms: a claim that is over holds nothing, whether it was cleared yet or not. */
export function holderOf({ assignee, claim_until }: Holding, now: number): string | null {
  return claim_until !== null && claim_until <= now ? null : assignee;
}

/** Whether the holder is none of these words for one person, and there is one. */
export function isHeldByOther(holding: Holding, names: readonly string[], now: number): boolean {
  const holder = holderOf(holding, now);
  return holder !== null && !names.includes(holder);
}

/** What an act of one of these names changes on a ticket: its claim holds on. Nothing where it has none, or one just renewed. */
export function renewed(holding: Holding, names: readonly string[], now: number): { readonly claim_until?: number } {
  const { assignee, claim_until } = holding;
  if (assignee === null || claim_until === null || claim_until <= now || !names.includes(assignee)) return {};
  return claim_until > now + CLAIM_MS - RENEW_AFTER_MS ? {} : { claim_until: now + CLAIM_MS };
}

/**
 * The colleague who works on a ticket right now, by name: whoever claimed it, has a reply of it under way, or writes on it. Somebody
 * to whom it was given without an end need not be at it. null where nobody else is.
 */
export function whoIsAtWork(
  ticket: {
    readonly holding: Holding;
    /** Who accepted a mail that has not gone yet; null where none waits. */
    readonly replyBy: string | null;
    readonly present: readonly { readonly name: string; readonly doing: Doing }[];
  },
  names: readonly string[],
  now: number,
): string | null {
  const { holding, replyBy, present } = ticket;
  if (holding.claim_until !== null && isHeldByOther(holding, names, now)) return holding.assignee;
  if (replyBy !== null && !names.includes(replyBy)) return replyBy;
  return present.find(({ doing, name }) => doing === 'writing' && !names.includes(name))?.name ?? null;
}
