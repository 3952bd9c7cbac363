import { foldPlain } from './fold-text';
import { scoreLexicons } from './intent-words';

/** What an n-gram detector said: ISO 639-1, '' where it cannot tell, and its scores. */
export type NgramGuess = { readonly language: string; readonly scores: Readonly<Record<string, number>> };

/**
 * Small words of the languages that customers write, without accents. A word that several languages share counts less.
 * They decide short mails better than n-grams do, and cost nothing.
 */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  it: `il lo che non di per una sono della del dei delle mi ho ha con gli nel nella alla al anche come posso grazie buongiorno
    buonasera salve vorrei dove quando perche questo questa ancora ma piu mia mio miei abbiamo hanno stato essere fare riesco
    ricevuto acquistato comprato pagato accedere accesso molto ieri oggi se si ci vi io voi lei cosa quale dal dalla sul poi qui
    gia sempre niente nulla password dimenticato corso mail prego saluti cordiali gentile potete scrivo entrare arrivata arrivato
    e da le la un in mandatemi dati ciao buondi aiuto fattura rimborso indirizzo sito numero scusate`,
  pt: `nao que uma um os do da no na dos das meu minha voces obrigado obrigada ola oi bom boa dia tarde noite consigo estou ainda
    mas com para pra foi tem tenho fiz comprei paguei recebi acesso senha quero preciso ja ate agora mais onde esta isso voce por
    favor eu ele ela em ao pelo pela muito quando como depois sou esqueci entrar acessar email curso aula e o a as de se gostaria
    reembolso cancelar boleto nota ajuda nenhum nem sem atenciosamente cade qual duas vezes fui`,
  es: `el los las y una un con pero no me mi he ha puedo hola gracias buenos buenas dias tardes compre pague correo contrasena
    acceso quiero todavia donde como ustedes esta muy porque ayer llega llego cuando hasta del al clave estoy tengo su sus se lo
    la les por favor para que en yo ya aun usted hice soy entrar ingresar nada desde curso de a e si o saludos cordial un
    dos veces necesito ayuda enlace hoy tampoco ni sin mis pagina reembolso factura cancelar puede pueden vuestra vuestro`,
  en: `the and to i my is have not you can for it of in on me was this that please thanks thank hi hello dear how do get but with
    cannot are am be been at from your would could just still did does don what where when which log access password course
    email received bought paid refund invoice need help regards kind best any if or so an a no yes there has had will`,
  de: `der die das und ich nicht ist zu den mit fur habe haben sie ein eine einen auf von guten tag hallo bitte kein keine keinen
    mein meine meinen noch kann wie wir es im am bei aber dem des wurde bisher leider danke vielen freundlichen grusen gruse
    zugang passwort kurs mail wo was`,
  fr: `le la les et je pas ne est vous des une un pour mon ma mes bonjour merci mais acces toujours recu achete comment suis avec
    dans ce cette mot passe cours j n ai du au aux sur que qui nous votre vos il elle plus depuis semaine derniere d l y en
    cordialement s impossible ou identifiants`,
};

const WEIGHTS: ReadonlyMap<string, readonly (readonly [string, number])[]> = buildWeights();

function buildWeights(): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const languages = new Map<string, Set<string>>();
  for (const [language, list] of Object.entries(SMALL_WORDS)) {
    for (const word of list.trim().split(/\s+/)) {
      const set = languages.get(word);
      if (set === undefined) languages.set(word, new Set([language]));
      else set.add(language);
    }
  }
  return new Map(
    [...languages].map(([word, set]) => [word, [...set].map((language) => [language, 1 / set.size ** 2] as const)]),
  );
}

/** Letters that only some of these languages write. */
const LETTERS: readonly (readonly [RegExp, string, number])[] = [
  [/[ãõ]/giu, 'pt', 1.5],
  [/[çÇ]/gu, 'pt', 0.6],
  [/[çœêèîï]/giu, 'fr', 0.3],
  [/[ñ¿¡]/giu, 'es', 1.5],
  [/[ìòù]|[aeiou]['’](?=[\s.,]|$)/giu, 'it', 0.5],
  [/\p{L}è|è/giu, 'it', 0.3],
  [/[äöüß]/giu, 'de', 0.8],
  [/[êâô]/giu, 'pt', 0.4],
];
const MAX_TEXT = 4000;
const MAX_LETTERS = 10;
const MAX_LEXICON_WORDS = 100;
const MIN_FOREIGN_WORDS = 4;

/** The words that tell a language: no addresses, links, numbers. '' for a text without words. */
export function languageText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/[^\s@]{0,64}@\S{1,100}|https?:\S+|\bHP[\d\s.-]{8,}/giu, ' ')
    .replace(/[\d_<>|*=#]+/g, ' ')
    .trim();
}

/** How strongly the small words and letters of a text speak for each language. */
export function scoreLanguages(text: string): Map<string, number> {
  const scores = new Map<string, number>();
  const add = (language: string, weight: number): void => {
    scores.set(language, (scores.get(language) ?? 0) + weight);
  };
  for (const word of foldPlain(text).match(/[a-z]+/g) ?? []) {
    for (const [language, weight] of WEIGHTS.get(word) ?? []) add(language, weight);
  }
  for (const [letters, language, weight] of LETTERS) {
    const count = Math.min(text.match(letters)?.length ?? 0, MAX_LETTERS);
    if (count > 0) add(language, count * weight);
  }
  return scores;
}

/**
 * The language of a text (ISO 639-1); null where it has no words. The small words decide where they are clear; else the n-gram
 * detector is asked, which is loaded for that only, and both are weighed over the languages that customers write.
 */
export async function detectLanguage(
  text: string,
  ngrams: (text: string) => Promise<NgramGuess>,
): Promise<string | null> {
  const words = languageText(text);
  if (!/\p{L}{2}/u.test(words)) return null;
  const scores = scoreLanguages(words);
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1]);
  if (first !== undefined && first[1] >= 2 && first[1] >= 1.6 * (second?.[1] ?? 0)) return first[0];
  // Few or mixed small words: the words of access tickets tell, too.
  const letters = foldPlain(words).match(/[a-z]+/g) ?? [];
  for (const [language, score] of scoreLexicons(letters.slice(0, MAX_LEXICON_WORDS))) {
    scores.set(language, (scores.get(language) ?? 0) + score);
  }
  const [best, next] = [...scores].sort((a, b) => b[1] - a[1]);
  if (best !== undefined && best[1] >= 2 && best[1] >= 1.6 * (next?.[1] ?? 0)) return best[0];
  const guess = await ngrams(words);
  const known = guess.language !== '' && Object.hasOwn(SMALL_WORDS, guess.language);
  // N-grams of three words say little: another language than these six needs more to go by.
  if (guess.language !== '' && !known && letters.length >= MIN_FOREIGN_WORDS && (best?.[1] ?? 0) < 1.5)
    return guess.language;
  if (best === undefined) return known || letters.length >= MIN_FOREIGN_WORDS ? guess.language || null : null;
  let chosen = best[0];
  let top = 0;
  for (const [language, score] of scores) {
    const sum = score + 3 * (guess.scores[language] ?? 0);
    if (sum > top) [chosen, top] = [language, sum];
  }
  return chosen;
}
