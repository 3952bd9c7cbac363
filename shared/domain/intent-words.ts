import { once } from '../once';
import { foldDoubled, foldPlain } from './fold-text';
import type { Concept, Lexicon } from './intent-lexicon';
import { ENGLISH } from './intent-lexicon-en';
import { SPANISH } from './intent-lexicon-es';
import { ITALIAN } from './intent-lexicon-it';
import { FRENCH, GERMAN } from './intent-lexicon-others';
import { PORTUGUESE } from './intent-lexicon-pt';

/** One meaning found in a sentence. */
export type Hit = {
  readonly concept: Concept;
  /** Number of its first word in the sentence, and of the word after its last. */
  readonly at: number;
  readonly end: number;
  /** Number of its clause: commas, colons, brackets and dashes part them. */
  readonly clause: number;
  /** A negation stands at most four words before it in the same clause. */
  readonly negated: boolean;
  readonly words: string;
};

/** One sentence with its meanings; `subject` where it is the mail's subject. */
export type Sentence = {
  readonly hits: readonly Hit[];
  /** Its words, folded; `length` of them. */
  readonly words: readonly string[];
  readonly length: number;
  readonly question: boolean;
  readonly subject: boolean;
  readonly text: string;
};

/** Longer mails are read to here: what is wanted is said early. */
const MAX_TEXT = 12_000;
const NEGATION_REACH = 4;
const PHRASE_LENGTH = 6;
/** A line this long was broken by a mail program. */
const WRAPPED = 60;

/** One word of a sentence; `entries` are the phrases of the dictionary that begin with it. */
type Word = {
  readonly folded: string;
  readonly entries: readonly Entry[];
  readonly written: string;
  readonly clause: number;
};
type Entry = { readonly words: readonly string[]; readonly concepts: readonly Concept[] };
type FoldedWord = Pick<Word, 'folded' | 'entries'>;
type Dictionary = {
  readonly exact: ReadonlyMap<string, readonly Entry[]>;
  readonly stems: ReadonlyMap<string, readonly Entry[]>;
  /** Stems that are long enough to be recognised with one slip; most mails are read without them. */
  readonly typos: () => ReadonlyMap<string, readonly Entry[]>;
  /** What was looked up before, as written: mails use the same few thousand words. */
  readonly looked: Map<string, readonly FoldedWord[]>;
};

const LEXICONS: Readonly<Record<string, Lexicon>> = {
  it: ITALIAN,
  pt: PORTUGUESE,
  es: SPANISH,
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
};
const dictionaries = new Map<string, Dictionary>();

/** Words remembered of each dictionary; a map that is full starts anew. */
const MAX_REMEMBERED = 10_000;
/** A longer piece of a text would keep the whole mail in memory with it: JavaScript engines cut such pieces, not copy them. */
const LONGEST_REMEMBERED = 12;
/** No word of a lexicon is longer: what is, was not written by a person and must not cost its length squared. */
const LONGEST_WORD = 40;
/** The texts read last: the intent and what is asked for are read from the same one. */
const readLast = new Map<string, readonly Sentence[]>();
const MAX_READ_LAST = 8;

/** Whether a lexicon for this language (ISO 639-1) exists. */
export function hasLexicon(language: string): boolean {
  return Object.hasOwn(LEXICONS, language);
}

/** How many of these words (folded as `foldPlain` does) the lexicon of each language knows, a word of several shared among them. */
export function scoreLexicons(words: readonly string[]): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const word of words) {
    const folded = foldDoubled(word);
    const knowing = Object.keys(LEXICONS).filter((language) => knows(dictionaryOf(language), folded));
    for (const language of knowing) scores.set(language, (scores.get(language) ?? 0) + 1 / knowing.length ** 2);
  }
  return scores;
}

function knows(dictionary: Dictionary, word: string): boolean {
  if (word.length > LONGEST_WORD) return false;
  if (dictionary.exact.get(word)?.some(({ words }) => words.length === 1) === true) return true;
  for (let length = 4; length <= word.length; length += 1) if (dictionary.stems.has(word.slice(0, length))) return true;
  return false;
}

/** The sentences of a text with the meanings that the lexicon of `language` finds. Linear in the text. */
export function readSentences(text: string, language: string, subject: boolean): readonly Sentence[] {
  const read = text.slice(0, MAX_TEXT);
  const key = `${language} ${subject ? 'subject' : 'text'} ${read}`;
  const known = readLast.get(key);
  if (known !== undefined) return known;
  const sentences = findSentences(read, language, subject);
  if (readLast.size >= MAX_READ_LAST) readLast.clear();
  readLast.set(key, sentences);
  return sentences;
}

function findSentences(text: string, language: string, subject: boolean): readonly Sentence[] {
  const dictionary = dictionaryOf(language);
  return cutSentences(text).flatMap((sentence) => {
    const words = wordsOf(sentence, dictionary);
    if (words.length === 0) return [];
    const question = /[?¿]/.test(sentence);
    const folded = words.map((word) => word.folded);
    return [{ hits: hitsOf(words), words: folded, length: words.length, question, subject, text: sentence }];
  });
}

/** Mail programs wrap lines at 72 or 76: a line break ends a sentence only where the line is short or the next is blank. */
function cutSentences(text: string): readonly string[] {
  return (joinLines(text).match(/[^.!?;\n]+[.!?;\n]*/g) ?? []).filter((sentence) => /\p{L}/u.test(sentence));
}

function joinLines(text: string): string {
  const lines = text.split('\n');
  let joined = '';
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1];
    joined += next === undefined ? line : `${line}${line.length >= WRAPPED && next !== '' ? ' ' : '\n'}`;
  }
  return joined;
}

const WORD_OR_BREAK = /[\p{L}\p{N}@]+(?:['’`´][\p{L}\p{N}]+)*|[,:()–—]+|\s-+\s/gu;

function wordsOf(sentence: string, dictionary: Dictionary): readonly Word[] {
  const words: Word[] = [];
  let clause = 0;
  for (const written of sentence.match(WORD_OR_BREAK) ?? []) {
    if (!/[\p{L}\p{N}]/u.test(written)) {
      clause += 1;
      continue;
    }
    for (const { folded, entries } of lookUp(written, dictionary)) words.push({ folded, entries, written, clause });
  }
  return words;
}

function lookUp(written: string, dictionary: Dictionary): readonly FoldedWord[] {
  const { looked } = dictionary;
  const known = looked.get(written);
  if (known !== undefined) return known;
  const found = foldWritten(written).map((folded) => ({ folded, entries: entriesOf(folded, dictionary) }));
  if (written.length > LONGEST_REMEMBERED) return found;
  if (looked.size >= MAX_REMEMBERED) looked.clear();
  looked.set(written, found);
  return found;
}

function foldWritten(written: string): readonly string[] {
  // Most words are plain letters: no need to decompose them.
  if (/^[a-z0-9]+$/i.test(written)) return [foldDoubled(written.toLowerCase())];
  const plain = foldPlain(written);
  if (!plain.includes("'")) return [foldDoubled(plain)];
  if (plain === "can't") return ['canot'];
  if (plain.endsWith("n't")) return [foldDoubled(plain.slice(0, -3)), 'not'];
  return plain.split("'").map(foldDoubled);
}

function hitsOf(words: readonly Word[]): readonly Hit[] {
  const raw: { concept: Concept; at: number; end: number; clause: number; words: string }[] = [];
  let at = 0;
  while (at < words.length) {
    const found = entryAt(words, at);
    const word = words[at];
    if (found === null || word === undefined) {
      at += 1;
      continue;
    }
    const end = at + found.length;
    const written = [...new Set(words.slice(at, end).map((each) => each.written))].join(' ');
    for (const concept of found.concepts) raw.push({ concept, at, end, clause: word.clause, words: written });
    at = end;
  }
  const negations = raw.filter((hit) => hit.concept === 'neg' || hit.concept === 'cannot');
  return raw.map((hit) => ({
    ...hit,
    negated: negations.some(
      (neg) =>
        neg.clause === hit.clause &&
        neg.end <= hit.at &&
        hit.at - neg.end < NEGATION_REACH &&
        neg.concept !== hit.concept,
    ),
  }));
}

/** The longest phrase that starts here, with every meaning it has. */
function entryAt(
  words: readonly Word[],
  at: number,
): { readonly length: number; readonly concepts: readonly Concept[] } | null {
  let length = 0;
  let concepts: Concept[] = [];
  for (const entry of words[at]?.entries ?? []) {
    if (entry.words.length < length || !fits(entry.words, words, at)) continue;
    if (entry.words.length > length) concepts = [];
    length = entry.words.length;
    concepts.push(...entry.concepts.filter((concept) => !concepts.includes(concept)));
  }
  return length === 0 ? null : { length, concepts };
}

function fits(phrase: readonly string[], words: readonly Word[], at: number): boolean {
  for (let index = 1; index < phrase.length; index += 1) {
    const word = words[at + index]?.folded;
    const wanted = phrase[index] ?? '';
    if (word === undefined) return false;
    if (wanted.endsWith('*') ? !word.startsWith(wanted.slice(0, -1)) : word !== wanted) return false;
  }
  return true;
}

function entriesOf(word: string, dictionary: Dictionary): readonly Entry[] {
  if (word.length > LONGEST_WORD) return [];
  const found: Entry[] = [...(dictionary.exact.get(word) ?? [])];
  for (let length = 3; length <= word.length; length += 1) {
    const entries = dictionary.stems.get(word.slice(0, length));
    if (entries !== undefined) found.push(...entries);
  }
  if (found.length > 0 || word.length < 6) return found;
  for (const slip of slipsOf(word)) {
    const entries = dictionary.typos().get(slip);
    if (entries !== undefined) return entries;
  }
  return [];
}

/** The word with one letter left out, and with two neighbours swapped: meets a lexicon word written with one slip. */
function slipsOf(word: string): readonly string[] {
  const slips: string[] = [];
  for (let at = 1; at < word.length; at += 1) {
    slips.push(word.slice(0, at) + word.slice(at + 1));
    if (at + 1 < word.length)
      slips.push(word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2));
  }
  return slips;
}

function dictionaryOf(language: string): Dictionary {
  const known = dictionaries.get(language);
  if (known !== undefined) return known;
  const built = buildDictionary(LEXICONS[language] ?? ENGLISH);
  dictionaries.set(language, built);
  return built;
}

function buildDictionary(lexicon: Lexicon): Dictionary {
  const phrases = new Map<string, Concept[]>();
  for (const [concept, list] of Object.entries(lexicon) as [Concept, string][]) {
    for (const phrase of list.split(',')) {
      const key = phrase.trim().split(/\s+/).map(foldPattern).slice(0, PHRASE_LENGTH).join(' ');
      if (key !== '') phrases.set(key, [...new Set([...(phrases.get(key) ?? []), concept])]);
    }
  }
  const exact = new Map<string, Entry[]>();
  const stems = new Map<string, Entry[]>();
  const single: (readonly [string, Entry])[] = [];
  for (const [key, concepts] of phrases) {
    const words = key.split(' ');
    const first = words[0] ?? '';
    const entry = { words, concepts };
    const stem = first.replace(/\*.*$/, '');
    const map = first.endsWith('*') ? stems : exact;
    map.set(stem, [...(map.get(stem) ?? []), entry]);
    if (words.length === 1 && stem.length >= 7 && !first.endsWith('*')) single.push([stem, entry]);
  }
  return { exact, stems, typos: once(() => typosOf(single)), looked: new Map() };
}

function typosOf(single: readonly (readonly [string, Entry])[]): ReadonlyMap<string, readonly Entry[]> {
  const typos = new Map<string, readonly Entry[]>();
  for (const [word, entry] of single) {
    for (const slip of [word, ...slipsOf(word)]) if (!typos.has(slip)) typos.set(slip, [entry]);
  }
  return typos;
}

function foldPattern(word: string): string {
  const stem = word.endsWith('*');
  const folded = foldDoubled(foldPlain(word.replace(/\*/g, '')).replace(/[^a-z0-9]/g, ''));
  return stem ? `${folded}*` : folded;
}
