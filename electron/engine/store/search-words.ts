/** What full-text search takes for a word, on both engines. */

/** A transaction number as people write it: ten or more digits, perhaps in groups. */
const WRITTEN_NUMBER = /\d(?:[\s.\-/]{0,2}\d){9,19}/g;
const LONGEST_QUERY = 500;
const MOST_WORDS = 20;

/** The text with the digits of every long number once more in one piece, however it was written. */
export function indexedText(text: string): string {
  const numbers = new Set<string>();
  for (const [written] of text.matchAll(WRITTEN_NUMBER)) numbers.add(written.replace(/\D/g, ''));
  return numbers.size === 0 ? text : `${text}\n${[...numbers].join(' ')}`;
}

/**
 * What was typed, word by word as blanks part it; each has a letter or a digit. A transaction number counts as its digits, with or
 * without HP, blanks and `C<n>`.
 */
export function typedWords(query: string): readonly string[] {
  const typed = query
    .slice(0, LONGEST_QUERY)
    .replaceAll('\0', ' ')
    .replace(/\b(?:HP\s*)?(\d(?:[\s.\-/]{0,2}\d){9,19})(?:\s*C\d{1,3})?\b/gi, (_, digits: string) =>
      digits.replace(/\D/g, ''),
    )
    .replace(/\bHP\s*(\d+)/gi, '$1');
  return typed
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS);
}

/** The words of a text in order: runs of letters and digits, lower case, without accents. */
export function plainWords(text: string): readonly string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
