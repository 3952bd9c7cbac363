import { DECISIONS } from '../../shared/domain/decision';
import { INTENTS, REPLY_LANGUAGES } from '../../shared/domain/intent';
import type { ReplyLanguage } from '../../shared/domain/intent';
import {
  filterNamed,
  filtersBegun,
  fitsTyped,
  hasBegun,
  isBegun,
  languagesBegun,
  whoBegun,
} from '../../shared/domain/search-names';
import type { SearchFilterName } from '../../shared/domain/search-names';
import { QUEUES } from '../../shared/domain/ticket';
import type { Words } from '../i18n/use-words';

/** One thing that can be put in the place of the word before the caret. */
export type SearchProposal = {
  /** What takes the place: `is:`, or `"Corso di pasta" `. */
  readonly text: string;
  /** What it stands for, where the text does not say it; '' where it does. */
  readonly about: string;
};

/** The word before the caret. `filter`: whose value it is; null where it may begin a filter's name. */
export type SearchWord = {
  readonly filter: SearchFilterName | null;
  readonly typed: string;
  /** Where it begins in the query. */
  readonly from: number;
};

/** Names that only the engine knows. */
export type KnownNames = {
  /** Addresses of the desk's mailboxes: with one alone nobody asks which. */
  readonly mailboxes: readonly string[];
  readonly labels: readonly string[];
  readonly products: readonly string[];
  readonly colleagues: readonly string[];
};

/** Longest list that is read at a glance. */
export const MOST_PROPOSALS = 8;
/** One letter begins every other word: nobody means a filter by it. */
const FEWEST_LETTERS = 2;
/** The last piece before the caret: a sign, a filter's name, and what is in quotes or stands bare. */
const LAST_WORD = /(?:^|\s)[-−–]?(?:(\p{L}+):)?(?:["“”]([^"“”]*)|([^\s"“”:]*))$/u;

/** What is being typed; null where nothing can be proposed: in a phrase, inside a word, behind a filter that is none. */
export function wordAt(query: string, caret: number): SearchWord | null {
  const before = query.slice(0, caret);
  if (/^\S/.test(query.slice(caret))) return null;
  const [, name, quoted, bare] = LAST_WORD.exec(before) ?? [];
  const typed = quoted ?? bare;
  if (typed === undefined) return null;
  if (name === undefined) {
    if (quoted !== undefined || typed.length < FEWEST_LETTERS) return null;
    return { filter: null, typed, from: caret - typed.length };
  }
  const filter = filterNamed(name);
  const from = caret - typed.length - (quoted === undefined ? 0 : 1);
  return filter === null ? null : { filter, typed, from };
}

/** What fits the word, at most {@link MOST_PROPOSALS}; none where it stands there in full. */
export function proposalsFor(word: SearchWord, names: KnownNames, words: Words): readonly SearchProposal[] {
  const fitting =
    word.filter === null ? filterNames(word.typed, names, words) : values(word.filter, word.typed, names, words);
  const full = fitting.length === 1 && fitting[0]?.text.trim() === word.typed;
  return full ? [] : fitting.slice(0, MOST_PROPOSALS);
}

/** The query with the proposal in the place of the word, and where the caret is then. */
export function withProposal(
  query: string,
  caret: number,
  word: SearchWord,
  proposal: SearchProposal,
): { readonly query: string; readonly caret: number } {
  const before = query.slice(0, word.from) + proposal.text;
  const rest = query.slice(caret);
  return { query: before + (proposal.text.endsWith(' ') ? rest.trimStart() : rest), caret: before.length };
}

/** The interface's language as the search names it. */
function spokenIn({ language }: Words): ReplyLanguage {
  return REPLY_LANGUAGES.find((one) => one === language) ?? 'en';
}

function filterNames(typed: string, { mailboxes }: KnownNames, words: Words): readonly SearchProposal[] {
  const begun = filtersBegun(typed, spokenIn(words)).filter(({ name }) => name !== 'to' || mailboxes.length > 1);
  return begun.map(({ name, word }) => ({
    text: `${word}:`,
    about: words.t(`search.filter.${name}`),
  }));
}

function values(filter: SearchFilterName, typed: string, names: KnownNames, words: Words): readonly SearchProposal[] {
  const language = spokenIn(words);
  switch (filter) {
    case 'is':
      return isBegun(typed, language).map(({ word }) => value(word));
    case 'has':
      return hasBegun(typed, language).map(({ word }) => value(word));
    case 'decision':
      return coded(DECISIONS, 'decision', typed, words);
    case 'intent':
      return coded(INTENTS, 'intent', typed, words);
    case 'queue':
      return coded(QUEUES, 'queue', typed, words);
    case 'language': {
      const named = new Intl.DisplayNames(words.language, { type: 'language' });
      return languagesBegun(typed).map((code) => value(code, named.of(code)));
    }
    case 'label':
      return called(names.labels, typed);
    case 'product':
      return called(names.products, typed);
    case 'assignee':
      return [...whoBegun(typed, language).map(({ word }) => value(word)), ...called(names.colleagues, typed)];
    case 'to':
      return names.mailboxes.length > 1 ? called(names.mailboxes, typed) : [];
    case 'from':
    case 'subject':
    case 'transaction':
    case 'after':
    case 'before':
    case 'on':
      return [];
  }
}

/** Ids with a name in the interface's language: either may be what one begins to type. */
function coded(ids: readonly string[], kind: string, typed: string, words: Words): readonly SearchProposal[] {
  const named = ids.map((id) => ({ id, name: words.t(`${kind}.${id}`) }));
  const fitting = typed === '' ? named : named.filter(({ id, name }) => fitsTyped(`${id} ${name}`, typed));
  return fitting.map(({ id, name }) => value(id, name));
}

function called(names: readonly string[], typed: string): readonly SearchProposal[] {
  const fitting = names.filter((name) => (typed.trim() === '' || fitsTyped(name, typed)) && !/["“”]/.test(name));
  return [...new Set(fitting)].slice(0, MOST_PROPOSALS).map((name) => value(name));
}

/** A blank goes behind a value, so that the next word can be typed; a name with blanks needs quotes. */
function value(text: string, about = ''): SearchProposal {
  return { text: /\s/.test(text) ? `"${text}" ` : `${text} `, about };
}
