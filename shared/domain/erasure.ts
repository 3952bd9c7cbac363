import { findAddresses, foldAddress } from './address';
import type { OutboxState } from './outbox';
import type { TicketState } from './ticket';

/** What erasing a person means, as far as it can be said without a store (GDPR, article 17). */

/** Stands where an address was taken out of what somebody else wrote. */
export const ERASED_MARK = '[erased]';

/**
 * States in which a mail of ours is over, so that its text may go. All others wait, or may have arrived, or are for a person to
 * settle: an erasure stops before them. The state itself stays: it is a figure.
 */
export const OVER: readonly OutboxState[] = ['accepted', 'filed', 'file_failed', 'cancelled'];

/** States of a ticket that is closed: an erasure leaves them, and retention takes no others. */
export const CLOSED: readonly TicketState[] = ['done', 'ignored'];

/** Fewest and most months that closed tickets may be kept before retention erases them. */
export const RETENTION_MONTHS = { least: 1, most: 240 } as const;

/** Tickets that were closed before this moment, epoch ms, are older than so many months; days beyond a month's end count as its last. */
export function retentionLimit(now: number, months: number): number {
  const limit = new Date(now);
  const day = limit.getUTCDate();
  limit.setUTCDate(1);
  limit.setUTCMonth(limit.getUTCMonth() - months);
  const last = new Date(Date.UTC(limit.getUTCFullYear(), limit.getUTCMonth() + 1, 0)).getUTCDate();
  limit.setUTCDate(Math.min(day, last));
  return limit.getTime();
}

/** Whether one of these folded addresses stands in the text, in whatever spelling. */
export function namesPerson(text: string, folded: ReadonlySet<string>): boolean {
  return text.includes('@') && findAddresses(text).some((address) => folded.has(foldAddress(address)));
}

/** The text with every spelling of these folded addresses taken out. */
export function withoutPerson(text: string, folded: ReadonlySet<string>): string {
  if (!text.includes('@')) return text;
  const spelled = findAddresses(text).filter((address) => folded.has(foldAddress(address)));
  // The longest first: one spelling may end another one.
  return spelled
    .sort((one, other) => other.length - one.length)
    .reduce((rest, address) => rest.replaceAll(address, ERASED_MARK), text);
}

/**
 * What a search in the store begins with, in the form of SQL's LIKE, in lower case: rows that these let through are looked at
 * with `namesPerson`. Between local part and domain a `+tag` may stand.
 */
export function patternsOf(folded: readonly string[], spelled: readonly string[]): readonly string[] {
  const patterns = folded.map((address) => {
    const at = address.lastIndexOf('@');
    return at < 1 ? `%${address}%` : `%${address.slice(0, at)}%@${address.slice(at + 1)}%`;
  });
  return [...new Set([...patterns, ...spelled.map((address) => `%${address.toLowerCase()}%`)])];
}

/** Values of a history entry that are ids, times and figures: what it says beside them may be of the person. */
const KEPT_DETAILS = new Set([
  'act',
  'after',
  'again',
  'before',
  'block',
  'decision',
  'direction',
  'evidence',
  'field',
  'from',
  'kind',
  'mails',
  'outcome',
  'reason',
  'relatedTo',
  'revision',
  'rule',
  'state',
  'ticket',
  'to',
  'transaction',
  'until',
  'was',
  'why',
]);
/** A word of ours (`waiting.customer`, `club.first-access`), a ticket, a transaction number, an id of a row. */
const OUR_WORD = /^(?:[a-z]+(?:[.-][a-z]+)*|T-\d{1,12}|HP\d{9,16}(?:C\d{1,3})?)$/;

/** What stays of the detail of a history entry when its ticket is erased. */
export function keptDetail(
  detail: Readonly<Record<string, string | number | null>>,
): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(detail).filter(
      ([name, value]) => KEPT_DETAILS.has(name) && (typeof value !== 'string' || OUR_WORD.test(value)),
    ),
  );
}
