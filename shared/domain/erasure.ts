import { addressesIn, foldAddress } from './address';
import type { AddressInText } from './address';
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
  return spellingsOf(text, folded).length > 0;
}

/** The text with every spelling of these folded addresses taken out, and nothing of an address that only holds one. */
export function withoutPerson(text: string, folded: ReadonlySet<string>): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of spellingsOf(text, folded)) {
    rest += text.slice(from, start) + ERASED_MARK;
    from = end;
  }
  return rest + text.slice(from);
}

/** Every address that a text names, folded. */
export function addressesNamed(text: string): readonly string[] {
  return addressesIn(unescaped(text).plain).map(({ address }) => foldAddress(address));
}

/** Where one of these folded addresses stands in a text, in order. Linear in the text. */
function spellingsOf(text: string, folded: ReadonlySet<string>): readonly Omit<AddressInText, 'address'>[] {
  const { plain, cuts } = unescaped(text);
  if (!plain.includes('@')) return [];
  let cut = 0;
  const source = (place: number): number => {
    while ((cuts[cut + 1]?.plain ?? Number.POSITIVE_INFINITY) <= place) cut += 1;
    const { plain: before, source: after } = cuts[cut] ?? { plain: 0, source: 0 };
    return after + place - before;
  };
  return addressesIn(plain)
    .filter(({ address }) => folded.has(foldAddress(address)))
    .map(({ start, end }) => ({ start: source(start), end: source(end) }));
}

/** How JSON, links and HTML write one character: texts of the store are of all kinds, and an address stands in each. */
const ESCAPED = /\\(?:u[\da-f]{4}|["\\/bfnrt])|%[\da-f]{2}|&(?:#0*64|#x0*40|commat|#0*43|#x0*2b|plus);/gi;
/** Those that belong to an address; all others end one. */
const AT_SIGN = /^(?:%40|&#0*64;|&#x0*40;|&commat;)$/i;
const PLUS_SIGN = /^(?:%2b|&#0*43;|&#x0*2b;|&plus;)$/i;

/** After an escape: where in the text without escapes, and where in the text as it was. */
type Cut = { readonly plain: number; readonly source: number };

/** A text without escapes, and where it was cut. */
function unescaped(text: string): { readonly plain: string; readonly cuts: readonly Cut[] } {
  let plain = '';
  let from = 0;
  const cuts: Cut[] = [{ plain: 0, source: 0 }];
  for (const { 0: escape, index } of text.matchAll(ESCAPED)) {
    plain += text.slice(from, index) + (AT_SIGN.test(escape) ? '@' : PLUS_SIGN.test(escape) ? '+' : ' ');
    from = index + escape.length;
    cuts.push({ plain: plain.length, source: from });
  }
  return { plain: plain + text.slice(from), cuts };
}

/** What a search in the store begins with: rows that it lets through are looked at with `namesPerson`. */
export type Likeness = {
  /** In the form of SQL's LIKE, for a text in lower case. */
  readonly pattern: string;
  /** Compare with the text without its dots: Gmail ignores those before the `@`. */
  readonly dotless: boolean;
};

/** How every spelling of a folded address looks: between local part and domain stands `@` or an escape of it, and perhaps a `+tag`. */
export function likenessOf(folded: string): Likeness {
  const at = folded.lastIndexOf('@');
  if (at < 1) return { pattern: `%${folded}%`, dotless: false };
  const local = folded.slice(0, at);
  const domain = folded.slice(at + 1);
  // googlemail.com is the same.
  if (domain === 'gmail.com') return { pattern: `%${local}%g%mailcom%`, dotless: true };
  // In a text it may stand in letters that only a host name spells in ASCII.
  if (/(?:^|\.)xn--/.test(domain)) return { pattern: `%${local}%`, dotless: false };
  return { pattern: `%${local}%${domain}%`, dotless: false };
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
