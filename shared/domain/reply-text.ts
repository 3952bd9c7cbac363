import type { ReplyLanguage } from './intent';
import { SUBJECT_PREFIX } from './reply-subject';

/** Longest subject line we write, in characters: far under the 998 octets of RFC 5322 §2.1.1 once encoded. */
const MAX_SUBJECT = 180;

/** C0 and C1 controls, bidi marks, zero-width characters, and the two marks that `fill` uses for holes. */
const UNSAFE = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000\ue001]/gu;

/** One line without controls, for header fields and names. */
export function oneLine(text: string): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(UNSAFE, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Text of several lines without controls: `\n` line ends, tabs kept. */
export function manyLines(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(UNSAFE, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
    .trim();
}

/** The requester's subject without any reply or forward prefix, so that exactly one `Re:` can be put before it. */
export function bareSubject(subject: string): string {
  // Never half a surrogate pair.
  return oneLine(subject)
    .replace(SUBJECT_PREFIX, '')
    .slice(0, MAX_SUBJECT)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}

const ORGANISATION =
  /\b(?:s\.?r\.?l|s\.?p\.?a|s\.?n\.?c|s\.?a\.?s|ltda|gmbh|inc|llc|ltd|team|info|support|staff|noreply)\b/i;
const TITLE = /^(?:dott|dr|dra|drª|ing|avv|arch|geom|rag|prof|sig|sr|sra|mr|mrs|ms|don|doña)[a-zª]*\.?$/i;
const NAME_WORD = /^\p{L}[\p{L}'’.-]*$/u;

/**
 * How to greet the requester by the display name, '' where that name is no person's: Italian keeps the whole name (a
 * display name may start with the surname), the other languages use the first name.
 */
export function greetingName(displayName: string, language: ReplyLanguage): string {
  const line = oneLine(displayName).replace(/^["'“]+|["'”]+$/g, '');
  const [surname, given] = line.split(',').map((part) => part.trim());
  const ordered = given === undefined || given === '' ? line : `${given} ${surname}`;
  const words = ordered.split(' ').filter((word) => word !== '');
  if (words.length === 0 || words.length > 5 || ordered.length > 60) return '';
  if (ORGANISATION.test(ordered) || !words.every((word) => NAME_WORD.test(word))) return '';
  const cased = words.map((word) => asName(word));
  const first = cased[0] ?? '';
  if (language === 'it' || TITLE.test(first)) return cased.join(' ');
  return first.length < 2 ? '' : first;
}

/** `GIULIA` and `giulia` become `Giulia`; `McCoy` and `de` inside a name stay as written. */
function asName(word: string): string {
  const letters = word.replace(/[^\p{L}]/gu, '');
  const shouted = letters.length > 2 && letters === letters.toUpperCase();
  const small = letters === letters.toLowerCase() && letters.length > 3;
  if (!shouted && !small) return word;
  return word
    .toLowerCase()
    .replace(/(^|['’-])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase());
}

const LOCALES: Readonly<Record<ReplyLanguage, string>> = { it: 'it-IT', pt: 'pt-BR', es: 'es-419', en: 'en-GB' };

/** `12 novembre 2026`, `12 de novembro de 2026`, … in UTC: exports carry no zone. */
export function dateInWords(at: number, language: ReplyLanguage): string {
  const words = dateFormat(language).format(at);
  // Brazilian Portuguese writes the first of a month as an ordinal.
  return language === 'pt' ? words.replace(/^1 de /, '1º de ') : words;
}

/** A format takes milliseconds to build and is the same for every reply. */
function dateFormat(language: ReplyLanguage): Intl.DateTimeFormat {
  const known = dateFormats.get(language);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  dateFormats.set(language, format);
  return format;
}

const dateFormats = new Map<ReplyLanguage, Intl.DateTimeFormat>();
