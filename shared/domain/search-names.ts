import { foldPlain } from './fold-text';
import type { ReplyLanguage } from './intent';

/** What a search can ask for besides words, in the order in which they are offered. */
export const SEARCH_FILTERS = [
  'from',
  'to',
  'subject',
  'product',
  'transaction',
  'decision',
  'intent',
  'language',
  'queue',
  'label',
  'assignee',
  'is',
  'has',
  'after',
  'before',
  'on',
] as const;
export type SearchFilterName = (typeof SEARCH_FILTERS)[number];

/** Values of `is:`. */
export const IS_VALUES = [
  'open',
  'done',
  'snoozed',
  'waiting',
  'unread',
  'mine',
  'unclaimed',
  'failed',
  'spam',
  'reviewed',
] as const;
export type IsValue = (typeof IS_VALUES)[number];

/** Values of `has:`. */
export const HAS_VALUES = ['attachment', 'draft', 'note'] as const;
export type HasValue = (typeof HAS_VALUES)[number];

/** Who besides a person a ticket can be assigned to. */
export const ASSIGNEE_WORDS = ['me', 'nobody'] as const;
export type AssigneeWord = (typeof ASSIGNEE_WORDS)[number];

/** Words for one thing: the first of each language is the one that is offered, all are understood in every interface. */
type Spoken = Readonly<Record<ReplyLanguage, readonly [string, ...string[]]>>;

const FILTER_WORDS: Readonly<Record<SearchFilterName, Spoken>> = {
  from: { en: ['from'], it: ['da'], pt: ['de'], es: ['de'] },
  to: { en: ['to', 'mailbox'], it: ['casella'], pt: ['caixa', 'para'], es: ['buzón', 'para'] },
  subject: { en: ['subject'], it: ['oggetto'], pt: ['assunto'], es: ['asunto'] },
  product: { en: ['product'], it: ['prodotto'], pt: ['produto'], es: ['producto'] },
  transaction: { en: ['transaction'], it: ['transazione'], pt: ['transação'], es: ['transacción'] },
  decision: { en: ['decision'], it: ['decisione'], pt: ['decisão'], es: ['decisión'] },
  intent: { en: ['intent'], it: ['richiesta', 'intento'], pt: ['pedido', 'intenção'], es: ['petición', 'intención'] },
  language: { en: ['language', 'lang'], it: ['lingua'], pt: ['idioma', 'língua'], es: ['idioma', 'lengua'] },
  queue: { en: ['queue'], it: ['coda'], pt: ['fila'], es: ['cola'] },
  label: { en: ['label'], it: ['etichetta'], pt: ['etiqueta', 'marcador'], es: ['etiqueta'] },
  assignee: { en: ['assignee'], it: ['assegnato'], pt: ['responsável', 'atribuído'], es: ['asignado'] },
  is: { en: ['is'], it: ['è', 'stato'], pt: ['está', 'é'], es: ['está', 'es'] },
  has: { en: ['has'], it: ['ha', 'con'], pt: ['tem', 'com'], es: ['tiene', 'con'] },
  after: { en: ['after', 'since'], it: ['dopo', 'dal'], pt: ['depois', 'desde'], es: ['después', 'desde'] },
  before: { en: ['before'], it: ['prima'], pt: ['antes'], es: ['antes'] },
  on: { en: ['on'], it: ['il', 'giorno'], pt: ['em', 'dia'], es: ['el', 'día'] },
};

const IS_WORDS: Readonly<Record<IsValue, Spoken>> = {
  open: { en: ['open'], it: ['aperto', 'aperti'], pt: ['aberto', 'abertos'], es: ['abierto', 'abiertos'] },
  done: {
    en: ['done'],
    it: ['concluso', 'conclusi', 'chiuso'],
    pt: ['concluído', 'concluídos'],
    es: ['resuelto', 'resueltos'],
  },
  snoozed: {
    en: ['snoozed'],
    it: ['rimandato', 'rimandati'],
    pt: ['adiado', 'adiados'],
    es: ['pospuesto', 'pospuestos'],
  },
  waiting: { en: ['waiting'], it: ['in-attesa', 'attesa'], pt: ['aguardando'], es: ['esperando', 'espera'] },
  unread: { en: ['unread'], it: ['da-leggere', 'non-letto'], pt: ['não-lido'], es: ['no-leído'] },
  mine: { en: ['mine'], it: ['mio', 'miei'], pt: ['meu', 'meus'], es: ['mío', 'míos'] },
  unclaimed: { en: ['unclaimed', 'free'], it: ['libero', 'liberi'], pt: ['livre', 'livres'], es: ['libre', 'libres'] },
  failed: { en: ['failed'], it: ['fallito', 'falliti'], pt: ['falhou'], es: ['fallido', 'fallidos'] },
  spam: { en: ['spam', 'junk'], it: ['spam', 'indesiderato'], pt: ['spam', 'lixo'], es: ['spam', 'basura'] },
  reviewed: {
    en: ['reviewed', 'seen'],
    it: ['rivisto', 'rivisti', 'visto'],
    pt: ['revisto', 'revistos', 'revisado'],
    es: ['revisado', 'revisados', 'visto'],
  },
};

const HAS_WORDS: Readonly<Record<HasValue, Spoken>> = {
  attachment: {
    en: ['attachment', 'attachments', 'file'],
    it: ['allegato', 'allegati'],
    pt: ['anexo', 'anexos'],
    es: ['adjunto', 'adjuntos'],
  },
  draft: { en: ['draft'], it: ['bozza'], pt: ['rascunho'], es: ['borrador'] },
  note: { en: ['note', 'notes'], it: ['nota', 'note'], pt: ['nota', 'notas'], es: ['nota', 'notas'] },
};

const WHO_WORDS: Readonly<Record<AssigneeWord, Spoken>> = {
  me: { en: ['me'], it: ['me', 'io'], pt: ['mim', 'eu'], es: ['mí', 'yo'] },
  nobody: { en: ['nobody', 'none'], it: ['nessuno'], pt: ['ninguém'], es: ['nadie'] },
};

/** Names of the languages that people write to us in, and the code of ISO 639-1 that stands for them. */
const LANGUAGE_WORDS: Readonly<Record<string, readonly string[]>> = {
  it: ['italiano', 'italian'],
  pt: ['portugues', 'português', 'portoghese', 'portuguese'],
  es: ['espanol', 'español', 'spagnolo', 'spanish', 'espanhol', 'castellano'],
  en: ['english', 'inglese', 'ingles', 'inglês'],
  fr: ['french', 'francese', 'frances', 'francês'],
  de: ['german', 'deutsch', 'tedesco', 'aleman', 'alemao', 'alemão'],
};

function meaning<T extends string>(spoken: Readonly<Record<T, Spoken>>): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [name, words] of Object.entries(spoken) as [T, Spoken][]) {
    for (const word of Object.values(words).flat()) found.set(foldPlain(word), name);
  }
  return found;
}

const FILTER_OF = meaning(FILTER_WORDS);
const IS_OF = meaning(IS_WORDS);
const HAS_OF = meaning(HAS_WORDS);
const WHO_OF = meaning(WHO_WORDS);
const LANGUAGE_OF = new Map(
  Object.entries(LANGUAGE_WORDS).flatMap(([code, words]) => words.map((word) => [foldPlain(word), code] as const)),
);

/** The filter that a word means, in whichever of the four languages; case and accents do not count. */
export function filterNamed(word: string): SearchFilterName | null {
  return FILTER_OF.get(foldPlain(word)) ?? null;
}

/** The value of `is:` that a word means. */
export function isNamed(word: string): IsValue | null {
  return IS_OF.get(foldPlain(word)) ?? null;
}

/** The value of `has:` that a word means. */
export function hasNamed(word: string): HasValue | null {
  return HAS_OF.get(foldPlain(word)) ?? null;
}

/** Whether a word means oneself or nobody; null: it is a name. */
export function assigneeNamed(word: string): AssigneeWord | null {
  return WHO_OF.get(foldPlain(word)) ?? null;
}

/** The language that a word means, as ISO 639-1: its code, or its name where it is one that customers write in. */
export function languageNamed(word: string): string | null {
  const folded = foldPlain(word);
  return LANGUAGE_OF.get(folded) ?? (/^[a-z]{2}$/.test(folded) ? folded : null);
}

/** What the search box offers for each thing, in the interface's language. */
export function searchWords(language: ReplyLanguage): {
  readonly filters: Readonly<Record<SearchFilterName, string>>;
  readonly is: Readonly<Record<IsValue, string>>;
  readonly has: Readonly<Record<HasValue, string>>;
  readonly who: Readonly<Record<AssigneeWord, string>>;
} {
  return {
    filters: firstOf(FILTER_WORDS, language),
    is: firstOf(IS_WORDS, language),
    has: firstOf(HAS_WORDS, language),
    who: firstOf(WHO_WORDS, language),
  };
}

function firstOf<T extends string>(spoken: Readonly<Record<T, Spoken>>, language: ReplyLanguage): Record<T, string> {
  const entries = Object.entries<Spoken>(spoken).map(([name, words]) => [name, words[language][0]]);
  return Object.fromEntries(entries) as Record<T, string>;
}

/** Whether a name has every typed word, or one that begins with it; case and accents do not count. */
export function fitsTyped(name: string, typed: string): boolean {
  const words = wordsOf(name);
  const wanted = wordsOf(typed);
  return wanted.length > 0 && wanted.every((word) => words.some((one) => one.startsWith(word)));
}

function wordsOf(text: string): readonly string[] {
  return foldPlain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A thing of which a word begins as typed, and that word. */
export type Begun<T> = { readonly name: T; readonly word: string };

/** Filters that begin as typed: the words of `language` first, then those of the other three. */
export function filtersBegun(typed: string, language: ReplyLanguage): readonly Begun<SearchFilterName>[] {
  return begun(FILTER_WORDS, typed, language);
}

/** Values of `is:` that begin as typed. */
export function isBegun(typed: string, language: ReplyLanguage): readonly Begun<IsValue>[] {
  return begun(IS_WORDS, typed, language);
}

/** Values of `has:` that begin as typed. */
export function hasBegun(typed: string, language: ReplyLanguage): readonly Begun<HasValue>[] {
  return begun(HAS_WORDS, typed, language);
}

/** Oneself and nobody, where a word for them begins as typed. */
export function whoBegun(typed: string, language: ReplyLanguage): readonly Begun<AssigneeWord>[] {
  return begun(WHO_WORDS, typed, language);
}

/** Codes of the languages that customers write in of which the code or a name begins as typed. */
export function languagesBegun(typed: string): readonly string[] {
  const begin = foldPlain(typed);
  return Object.entries(LANGUAGE_WORDS).flatMap(([code, words]) =>
    [code, ...words].some((word) => foldPlain(word).startsWith(begin)) ? [code] : [],
  );
}

function begun<T extends string>(
  spoken: Readonly<Record<T, Spoken>>,
  typed: string,
  language: ReplyLanguage,
): readonly Begun<T>[] {
  const begin = foldPlain(typed);
  const fits = (word: string): boolean => foldPlain(word).startsWith(begin);
  const own: Begun<T>[] = [];
  const foreign: Begun<T>[] = [];
  for (const [name, words] of Object.entries(spoken) as [T, Spoken][]) {
    const word = words[language].find(fits);
    const other = Object.values(words).flat().find(fits);
    if (word !== undefined) own.push({ name, word });
    else if (other !== undefined) foreign.push({ name, word: other });
  }
  return [...own, ...foreign];
}
