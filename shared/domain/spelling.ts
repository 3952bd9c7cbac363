/** Languages whose dictionaries the app brings; nothing is ever fetched. */
export const SPELLED_LANGUAGES = ['it', 'pt', 'es', 'en'] as const;
export type SpelledLanguage = (typeof SPELLED_LANGUAGES)[number];

/** What the words of a field are checked by. */
export type SpellingChoice = {
  readonly language: SpelledLanguage;
  /** Right in this field alone, in whatever case: names of the ticket's people and products. */
  readonly known: readonly string[];
};

/** A person's own choice, kept on the machine. */
export type SpellingSettings = {
  readonly on: boolean;
  /** Words that are right in every language. */
  readonly words: readonly string[];
};

/** Most words that a person may add, and the longest one: far above any, and the settings stay a small file. */
export const MOST_OWN_WORDS = 2_000;
export const LONGEST_WORD = 60;
/** Of a name that is right in a field; what is longer is cut. */
export const LONGEST_NAME = 500;

/** Fewer tell nothing of their language. */
const TELLING_WORDS = 6;

/** Words of this trade that every desk writes, in no dictionary or not in each. */
const HOUSE_WORDS = [
  'hotmart',
  'club',
  'sportello',
  'e-mail',
  'email',
  'login',
  'password',
  'link',
  'spam',
  'screenshot',
  'whatsapp',
  'boleto',
  'pix',
  'pre-order',
  'preordine',
  'preventa',
];

/** The words that a dictionary does not have, and the language that the text turned out to be in. */
export type SpellingResult = { readonly language: SpelledLanguage; readonly wrong: readonly string[] };

/**
 * Which of a text's words are misspelt. A text of which most is wrong in the field's language and little in another one is written in
 * that other: the agent answers in the customer's language, whatever the ticket's was taken for. Never wrong: what holds a
 * digit (numbers of purchases, codes), a single letter, abbreviations in capitals, and known words.
 * `wrongIn` answers which of these words a language does not have.
 */
export async function checkSpelling(
  words: readonly string[],
  { language, known }: SpellingChoice,
  wrongIn: (language: SpelledLanguage, words: readonly string[]) => Promise<readonly string[]>,
): Promise<SpellingResult> {
  const fine = new Set([...HOUSE_WORDS, ...known.flatMap((name) => name.toLowerCase().split(BETWEEN_WORDS))]);
  const spelt = words.filter((word) => isSpelt(word) && !fine.has(word.toLowerCase().replace(ELIDED, '')));
  const usual = { language, wrong: await wrongIn(language, spelt) };
  if (spelt.length < TELLING_WORDS || usual.wrong.length * 2 <= spelt.length) return usual;
  let best: SpellingResult = usual;
  for (const other of SPELLED_LANGUAGES.filter((one) => one !== language)) {
    const wrong = await wrongIn(other, spelt);
    if (wrong.length < best.wrong.length) best = { language: other, wrong };
  }
  return best.wrong.length * 2 < usual.wrong.length ? best : usual;
}

/** What a name is joined to: `l’e-mail`, `dell'Accademia`, `Hotmart's`. */
const ELIDED = /^\p{L}+['’](?!s$)(?=\p{L})|['’]s$/gu;
const BETWEEN_WORDS = /[^\p{L}\p{M}'’-]+/u;

function isSpelt(word: string): boolean {
  return word.length > 1 && word.length <= LONGEST_WORD && !/\d/.test(word) && !/^\p{Lu}{2,6}$/u.test(word);
}

/** Whether the app has a dictionary for it. */
export function isSpelledLanguage(language: string): language is SpelledLanguage {
  return SPELLED_LANGUAGES.some((one) => one === language);
}
