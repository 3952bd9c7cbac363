import { plainWords, typedWords } from './search-words';

/** What full-text search is asked for, on both engines. */

/** Words that stand beside each other; unless `whole`, the last one may go on. */
export type SearchTerm = { readonly text: string; readonly whole: boolean };

/** Every term of `all` is there, and none of `none`; `all` holds at least one. */
export type SearchText = { readonly all: readonly SearchTerm[]; readonly none: readonly SearchTerm[] };

/** A part of a ticket whose words are told apart from those of its mails. */
export type SearchField = 'from' | 'subject';

/**
 * Begins every word that says in which field another one stands: a letter that nobody types, and that both engines take for one.
 * With it a field needs no index of its own.
 */
const FIELD_SIGN = 'ꙮ';
const FIELD_LETTER: Readonly<Record<SearchField, string>> = { from: 'f', subject: 's' };
const WITH_ATTACHMENT = `${FIELD_SIGN}attachment`;
/** Stands in every ticket: what has to lack a word must be taken from something. */
const EVERY_TICKET = `${FIELD_SIGN}ticket`;
/** Words of one field that are kept: a subject of a thousand words is no subject. */
const MOST_FIELD_WORDS = 200;

/** The terms for words as they are typed; null where no word is left. */
export function termsOfWords(typed: string): readonly SearchTerm[] {
  return typedWords(typed).map((text) => ({ text, whole: false }));
}

/** What was typed, as words alone. Null where none is left. */
export function searchTextOfWords(typed: string): SearchText | null {
  return searchTextOf(termsOfWords(typed), []);
}

/** Puts terms together; null where nothing is asked for. */
export function searchTextOf(all: readonly SearchTerm[], none: readonly SearchTerm[]): SearchText | null {
  if (all.length > 0) return { all, none };
  return none.length === 0 ? null : { all: [{ text: EVERY_TICKET, whole: true }], none };
}

/** Words of a phrase; null where it has neither letter nor digit. */
export function phraseTerm(text: string): SearchTerm | null {
  return /[\p{L}\p{N}]/u.test(text) ? { text: text.replaceAll('\0', ' '), whole: true } : null;
}

/** These words, beside each other, in that field. */
export function fieldTerm(field: SearchField, typed: string): SearchTerm | null {
  const text = fieldWords(field, typed);
  return text === '' ? null : { text, whole: false };
}

/** A ticket of which a message brought a file. */
export const ATTACHMENT_TERM: SearchTerm = { text: WITH_ATTACHMENT, whole: true };

/** What a ticket is found by in its fields: one line that goes before its text. */
export function fieldLine(fields: {
  readonly from: readonly string[];
  readonly subject: readonly string[];
  readonly hasAttachment: boolean;
}): string {
  const from = fieldWords('from', [...new Set(fields.from)].join('\n'));
  const subject = fieldWords('subject', [...new Set(fields.subject)].join('\n'));
  const marks = fields.hasAttachment ? [EVERY_TICKET, WITH_ATTACHMENT] : [EVERY_TICKET];
  return [...marks, from, subject].filter((part) => part !== '').join(' ');
}

function fieldWords(field: SearchField, text: string): string {
  const words = plainWords(text).slice(0, MOST_FIELD_WORDS);
  return words.map((word) => `${FIELD_SIGN}${FIELD_LETTER[field]}${word}`).join(' ');
}
