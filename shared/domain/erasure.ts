import { findAddresses, foldAddress } from './address';
import type { OutboxState } from './outbox';

/** What erasing a person means, as far as it can be said without a store (GDPR, article 17). */

/** Stands where an address was taken out of what somebody else wrote. */
export const ERASED_MARK = '[erased]';

/**
 * States in which a mail of ours is over, so that its text may go. All others wait, or may have arrived: an erasure stops
 * before them, because a person has to say first what becomes of such a reply.
 */
export const OVER: readonly OutboxState[] = ['accepted', 'filed', 'file_failed', 'refused', 'cancelled'];

/** What an ended mail of ours becomes when its bytes go: nothing of it can be copied to Sent, or be tried again. */
export function stateWithoutBytes(state: OutboxState): OutboxState {
  if (state === 'accepted' || state === 'file_failed') return 'filed';
  return state === 'refused' ? 'cancelled' : state;
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
