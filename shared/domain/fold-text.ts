/**
 * Words as the rules compare them: lower case, no accents, no doubled letters ("accesso", "acesso" and "acceso" are one
 * spelling), apostrophes cut. Customers type without accents and with one consonant too many or too few.
 */
export function foldWords(text: string): readonly string[] {
  return (expandContractions(foldPlain(text)).match(/[a-z0-9@]+/g) ?? []).map(foldDoubled);
}

/** Lower case without accents, compatibility forms folded; positions are not kept. */
export function foldPlain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/ß/g, 'ss')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae');
}

/** One letter for a doubled letter; digits stay. */
export function foldDoubled(word: string): string {
  return word.replace(/([a-z])\1+/g, '$1');
}

function expandContractions(plain: string): string {
  return plain.includes("'t")
    ? plain
        .replace(/\bcan't\b/g, 'cannot')
        .replace(/\bwon't\b/g, 'will not')
        .replace(/n't\b/g, ' not')
    : plain;
}
