/**
 * Words as the rules compare them: lower case, no accents, no doubled letters ("accesso", "acesso" and "acceso" are one
 * spelling), apostrophes cut. Customers type without accents and with one consonant too many or too few.
 */
export function foldWords(text: string): readonly string[] {
  return (expandContractions(foldPlain(text)).match(/[a-z0-9@]+/g) ?? []).map(foldDoubled);
}

/** Lower case without accents, compatibility forms folded; positions are not kept. */
export function foldPlain(text: string): string {
  // Plain ASCII, as much of a mail is, has nothing to decompose.
  if (ASCII.test(text)) return text.toLowerCase().replaceAll('`', "'");
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(FOLDED, (found) => WRITTEN_PLAIN.get(found) ?? '');
}

// eslint-disable-next-line no-control-regex -- all of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;
/** Marks, which fall away, and what is written in another way. */
const FOLDED = /[\p{M}’‘`´ßœæ]/gu;
const WRITTEN_PLAIN: ReadonlyMap<string, string> = new Map([
  ['’', "'"],
  ['‘', "'"],
  ['`', "'"],
  ['´', "'"],
  ['ß', 'ss'],
  ['œ', 'oe'],
  ['æ', 'ae'],
]);

/** One letter for a doubled letter; digits stay. */
export function foldDoubled(word: string): string {
  return hasDoubled(word) ? word.replace(/([a-z])\1+/g, '$1') : word;
}

function hasDoubled(word: string): boolean {
  for (let at = 1; at < word.length; at += 1) if (word.charCodeAt(at) === word.charCodeAt(at - 1)) return true;
  return false;
}

function expandContractions(plain: string): string {
  return plain.includes("'t")
    ? plain
        .replace(/\bcan't\b/g, 'cannot')
        .replace(/\bwon't\b/g, 'will not')
        .replace(/n't\b/g, ' not')
    : plain;
}
