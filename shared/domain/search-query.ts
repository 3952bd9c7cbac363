import { DECISIONS } from './decision';
import type { DecisionId } from './decision';
import { foldPlain } from './fold-text';
import { INTENTS } from './intent';
import type { Intent } from './intent';
import { periodNamed } from './search-dates';
import type { Calendar, Period } from './search-dates';
import { assigneeNamed, filterNamed, hasNamed, isNamed, languageNamed } from './search-names';
import type { AssigneeWord, HasValue, IsValue, SearchFilterName } from './search-names';
import { QUEUES } from './ticket';
import type { Queue } from './ticket';
import { normalizeNumber } from './transaction-number';

/**
 * What is typed into the search box: words and "phrases", filters (`from:giulia`, `is:unread`), and `-` before what must not be.
 * Nothing that is typed is an error: what cannot be understood is searched as text, and a {@link SearchNote} says so.
 */
export type SearchQuery = {
  /** Words that must be there, as typed and in their order: a transaction number may be written in several. */
  readonly words: string;
  readonly phrases: readonly string[];
  /** Words and phrases that must not be there. */
  readonly without: readonly string[];
  readonly filters: readonly SearchFilter[];
  /** When a message of the ticket came or went: what all `before:`, `after:` and `on:` leave; null where none was given. */
  readonly when: { readonly from: number | null; readonly until: number | null } | null;
  readonly notes: readonly SearchNote[];
};

/** One condition. `not`: the tickets of which it does not hold. */
export type SearchFilter = { readonly not: boolean } & (
  | { readonly by: 'from'; readonly text: string }
  | { readonly by: 'subject'; readonly text: string }
  /** Address of one of the desk's mailboxes, or how it begins. */
  | { readonly by: 'to'; readonly text: string }
  | { readonly by: 'label'; readonly text: string }
  | { readonly by: 'product'; readonly text: string }
  | { readonly by: 'transaction'; readonly number: string }
  | { readonly by: 'decision'; readonly among: readonly DecisionId[] }
  | { readonly by: 'intent'; readonly among: readonly Intent[] }
  | { readonly by: 'language'; readonly code: string }
  | { readonly by: 'queue'; readonly among: readonly Queue[] }
  | { readonly by: 'assignee'; readonly who: AssigneeWord | { readonly name: string } }
  | { readonly by: 'is'; readonly value: IsValue }
  | { readonly by: 'has'; readonly value: HasValue }
  | { readonly by: 'period'; readonly from: number | null; readonly until: number | null }
);

/** What of the query was not understood as a filter, as it was typed. */
export type SearchNote =
  /** `colour:red`: there is no such filter. */
  | { readonly kind: 'no-filter'; readonly typed: string; readonly name: string }
  /** `decision:maybe`: the filter has no such value. */
  | { readonly kind: 'no-value'; readonly typed: string; readonly filter: SearchFilterName }
  /** `from:` and nothing behind it: left out. */
  | { readonly kind: 'unfinished'; readonly typed: string; readonly filter: SearchFilterName };

/** Longest text that is read, characters: what is longer was pasted by mistake. */
const LONGEST_QUERY = 500;
/** More conditions than this nobody means; each costs the store. */
const MOST_FILTERS = 20;
/** Sign before what must not be; a pasted dash may be a typographic one. */
const NOT = /^[-−–](?=[\p{L}\p{N}"“”])/u;
/** A word, or a filter and its value; in quotes either may hold blanks. An open quote reaches to the end. */
const PIECE = /[-−–]?(?:[\p{L}]+:)?["“”][^"“”]*["“”]?|\S+/gu;
const FILTER = /^(\p{L}+):(.*)$/su;

/** Reads what was typed; `calendar` says which day it is there. Never throws. */
export function parseSearch(typed: string, calendar: Calendar): SearchQuery {
  const words: string[] = [];
  const phrases: string[] = [];
  const without: string[] = [];
  const filters: SearchFilter[] = [];
  const notes: SearchNote[] = [];
  const asText = (text: string, not: boolean, quoted: boolean): void => {
    if (not) without.push(text);
    else if (quoted) phrases.push(text);
    else words.push(text);
  };
  for (const [piece] of typed.slice(0, LONGEST_QUERY).matchAll(PIECE)) {
    const not = NOT.test(piece);
    const body = not ? piece.slice(1) : piece;
    const [, name, given] = FILTER.exec(body) ?? [];
    if (name === undefined || given === undefined) {
      asText(unquoted(body), not, isQuoted(body));
      continue;
    }
    const filter = filterNamed(name);
    const value = unquoted(given).trim();
    if (filter === null) {
      if (isLikeFilter(name, value)) notes.push({ kind: 'no-filter', typed: piece, name });
      asText(isQuoted(given) ? `${name} ${value}` : body, not, false);
    } else if (value === '') {
      notes.push({ kind: 'unfinished', typed: piece, filter });
    } else {
      const read = filters.length < MOST_FILTERS ? readFilter(filter, value, calendar) : null;
      if (read !== null) filters.push({ ...read, not });
      else {
        notes.push({ kind: 'no-value', typed: piece, filter });
        asText(`${name} ${value}`, not, false);
      }
    }
  }
  const periods = filters.flatMap((filter) => (filter.by === 'period' && !filter.not ? [filter] : []));
  return {
    words: words.join(' '),
    phrases: phrases.filter((phrase) => phrase.trim() !== ''),
    without: without.filter((text) => text.trim() !== ''),
    filters: filters.filter((filter) => filter.by !== 'period' || filter.not),
    when: intersection(periods),
    notes,
  };
}

/** Whether nothing but words was asked for: such tickets come best first, others newest first. */
export function isWordsOnly({ phrases, without, filters, when }: SearchQuery): boolean {
  return phrases.length === 0 && without.length === 0 && filters.length === 0 && when === null;
}

type Unsigned<T> = T extends unknown ? Omit<T, 'not'> : never;

function readFilter(filter: SearchFilterName, value: string, calendar: Calendar): Unsigned<SearchFilter> | null {
  switch (filter) {
    case 'from':
      return /[\p{L}\p{N}]/u.test(value) ? { by: filter, text: value } : null;
    case 'to':
      return { by: filter, text: value };
    case 'subject':
      return /[\p{L}\p{N}]/u.test(value) ? { by: filter, text: value } : null;
    case 'product':
      return { by: filter, text: value };
    case 'label':
      return { by: filter, text: value };
    case 'transaction': {
      const number = normalizeNumber(/^\d/.test(value) ? `HP${value}` : value);
      return number === null ? null : { by: filter, number };
    }
    case 'decision':
      return amongst(filter, DECISIONS, value);
    case 'intent':
      return amongst(filter, INTENTS, value);
    case 'queue':
      return amongst(filter, QUEUES, value);
    case 'language': {
      const code = languageNamed(value);
      return code === null ? null : { by: filter, code };
    }
    case 'assignee':
      return { by: filter, who: assigneeNamed(value) ?? { name: value } };
    case 'is': {
      const state = isNamed(value);
      return state === null ? null : { by: filter, value: state };
    }
    case 'has': {
      const what = hasNamed(value);
      return what === null ? null : { by: filter, value: what };
    }
    case 'before':
    case 'after':
    case 'on': {
      const period = periodNamed(value, calendar);
      return period === null ? null : { by: 'period', ...bounds(filter, period) };
    }
  }
}

/** `club` stands for all decisions of Club, `waiting` for all queues that wait: the beginning is enough. */
function amongst<F, T extends string>(
  by: F,
  values: readonly T[],
  typed: string,
): { readonly by: F; readonly among: readonly T[] } | null {
  const begin = foldPlain(typed);
  const exact = values.filter((value) => value === begin);
  const among = exact.length > 0 ? exact : values.filter((value) => value.startsWith(begin));
  return among.length === 0 ? null : { by, among };
}

/** `after:` counts its day in, as "since" does; `before:` does not. */
function bounds(filter: 'before' | 'after' | 'on', { from, until }: Period) {
  if (filter === 'before') return { from: null, until: from };
  return { from, until: filter === 'on' ? until : null };
}

function intersection(
  periods: readonly { readonly from: number | null; readonly until: number | null }[],
): SearchQuery['when'] {
  if (periods.length === 0) return null;
  const froms = periods.flatMap(({ from }) => (from === null ? [] : [from]));
  const untils = periods.flatMap(({ until }) => (until === null ? [] : [until]));
  return {
    from: froms.length === 0 ? null : Math.max(...froms),
    until: untils.length === 0 ? null : Math.min(...untils),
  };
}

/** A colon stands in much that is no filter: `Re:`, `http://…`, `HP: 1771…`. */
function isLikeFilter(name: string, value: string): boolean {
  return value !== '' && name.length > 2 && !value.startsWith('//') && name.toLowerCase() !== 'mailto';
}

function isQuoted(text: string): boolean {
  return /^["“”]/.test(text);
}

function unquoted(text: string): string {
  return isQuoted(text) ? text.slice(1).replace(/["“”]$/, '') : text;
}
