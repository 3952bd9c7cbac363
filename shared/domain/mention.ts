import { foldPlain } from './fold-text';

/**
 * Names in an internal note: `@Bruno` is typed, `@{bruno}` is kept, with the member's id, so that it means the same person under
 * whatever name he works later.
 */

/** Somebody who can be mentioned. `id`: the member's login; on a store without members the name. */
export type Mentionable = { readonly id: string; readonly name: string; readonly email: string };

/** A piece of a note as it is shown. */
export type NotePart = { readonly text: string } | { readonly id: string; readonly name: string };

const KEPT = /@\{([^{}\n]{1,200})\}/g;
const WORD_SIGN = /[\p{L}\p{N}\p{M}_]/u;
/** Folding may make a name shorter or longer ("ß" is "ss"), never by more signs than this. */
const FOLDED_BY = 6;
/** Most of a name that is typed before it is found. */
const MOST_TYPED = 40;

/** What is written behind the `@` for somebody: the name, or the address where another one is called the same. */
export function mentionWord(person: Mentionable, people: readonly Mentionable[]): string {
  const isAlone = people.every((one) => one.id === person.id || foldPlain(one.name) !== foldPlain(person.name));
  return person.name !== '' && isAlone ? person.name : person.email || person.id;
}

/** Every spelling that means exactly one of them: name, address, and a first name that nobody else has. The longest first. */
function spellings(people: readonly Mentionable[]): readonly { readonly word: string; readonly id: string }[] {
  const meant = new Map<string, Set<string>>();
  const mean = (word: string, id: string): void => {
    const folded = foldPlain(word.trim());
    if (folded !== '') meant.set(folded, (meant.get(folded) ?? new Set()).add(id));
  };
  for (const { id, name, email } of people) {
    for (const word of [name, name.split(/\s+/)[0] ?? '', email]) mean(word, id);
  }
  return [...meant]
    .flatMap(([word, ids]) => (ids.size === 1 ? [...ids].map((id) => ({ word, id })) : []))
    .sort((one, other) => other.word.length - one.word.length);
}

/** A note as it is kept: each `@` with a name behind it, in whatever case and accents, becomes the person's id. */
export function withMentions(
  typed: string,
  people: readonly Mentionable[],
): { readonly text: string; readonly ids: readonly string[] } {
  const words = spellings(people);
  const ids = new Set<string>();
  let text = '';
  for (let at = 0; at < typed.length;) {
    const found = isBegin(typed, at) ? spelledAt(typed, at + 1, words) : null;
    if (found === null) {
      text += typed[at] ?? '';
      at += 1;
      continue;
    }
    ids.add(found.id);
    text += `@{${found.id}}`;
    at = found.end;
  }
  return { text, ids: [...ids] };
}

/** An `@` that begins a word: not the one of an address. */
function isBegin(text: string, at: number): boolean {
  return text[at] === '@' && !WORD_SIGN.test(text[at - 1] ?? '');
}

function spelledAt(
  text: string,
  from: number,
  words: readonly { readonly word: string; readonly id: string }[],
): { readonly id: string; readonly end: number } | null {
  for (const { word, id } of words) {
    const longest = Math.min(text.length, from + word.length + FOLDED_BY);
    for (let end = longest; end >= from + Math.max(1, word.length - FOLDED_BY); end -= 1) {
      if (WORD_SIGN.test(text[end] ?? '') || /\s/.test(text[end - 1] ?? '')) continue;
      if (foldPlain(text.slice(from, end)) === word) return { id, end };
    }
  }
  return null;
}

/** Ids that a kept note names, each once. */
export function mentionedIds(kept: string): readonly string[] {
  return [...new Set([...kept.matchAll(KEPT)].map((found) => found[1] ?? ''))];
}

/** A kept note in the pieces that are shown. What names nobody of `people` stays as it is written. */
export function noteParts(
  kept: string,
  people: readonly { readonly id: string; readonly name: string }[],
): readonly NotePart[] {
  const parts: NotePart[] = [];
  let from = 0;
  for (const found of kept.matchAll(KEPT)) {
    const person = people.find(({ id }) => id === found[1]);
    if (person === undefined) continue;
    if (found.index > from) parts.push({ text: kept.slice(from, found.index) });
    parts.push({ id: person.id, name: person.name });
    from = found.index + found[0].length;
  }
  if (from < kept.length) parts.push({ text: kept.slice(from) });
  return parts;
}

/** What is being typed behind an `@` before the caret, and where that `@` is; null where no name is being typed. */
export function mentionAt(text: string, caret: number): { readonly from: number; readonly typed: string } | null {
  const before = text.slice(Math.max(0, caret - MOST_TYPED - 1), caret);
  const at = before.lastIndexOf('@');
  if (at < 0) return null;
  const from = caret - before.length + at;
  const typed = text.slice(from + 1, caret);
  return isBegin(text, from) && !/[\n@{}]|\s\s/.test(typed) ? { from, typed } : null;
}

/** People of whom a word of the name, or the address, begins as typed; who is called exactly so first, then by the beginning of the name. */
export function fittingPeople(typed: string, people: readonly Mentionable[]): readonly Mentionable[] {
  const sought = foldPlain(typed.trim());
  const begins = (person: Mentionable): boolean => foldPlain(person.name).startsWith(sought);
  const fits = (person: Mentionable): boolean =>
    begins(person) ||
    foldPlain(person.email).startsWith(sought) ||
    foldPlain(person.name)
      .split(/\s+/)
      .some((word) => word.startsWith(sought));
  const found = people.filter(fits);
  const rank = (person: Mentionable): number => (foldPlain(person.name) === sought ? 0 : begins(person) ? 1 : 2);
  return [0, 1, 2].flatMap((place) => found.filter((person) => rank(person) === place));
}
