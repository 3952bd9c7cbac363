import { foldDoubled, foldPlain } from './fold-text';

/** Words that carry no name: articles and prepositions of the six languages. */
const SMALL = new Set(
  (
    'il lo la i gli le l un una di del dello della dei degli delle a al allo alla ai da dal in nel nella con su sul sulla per e o ' +
    'os as um uma de do dos das no na nos nas em com por para el los las unos y en the of to for and with on at an der die das ' +
    'und von zu mit les des du et pour avec au aux'
  ).split(' '),
);
/** Words that every mail about a course holds: alone they name nothing. */
const COMMON = new Set(
  (
    'corso corsi curso cursos course courses percorso lezione lezioni lecion leciones aula aulas lesson programa programma program ' +
    'abbonamento asinatura suscripcion subscription membership club academia acesso aceso access base avanzato mensile anuale ' +
    'monthly pro metodo comunita'
  )
    .split(' ')
    .map(foldDoubled),
);

/** A product that a text names: its id and the words that named it. */
export type NamedProduct = { readonly productId: string; readonly name: string; readonly words: string };

type Named = { readonly productId: string; readonly name: string };

/**
 * Products whose name a text holds, allowing case, accents and one missing word of a name of three or more
 * (domain.md, rule 4). A name inside a longer fitting name does not count: "Orto sul Balcone Avanzato" is not also
 * "Orto sul Balcone", unless the shorter one is written elsewhere too.
 */
export function namedProducts(text: string, products: readonly Named[]): readonly NamedProduct[] {
  if (text.length > LONGEST_KEPT) return findNamed(text, products);
  const found = foundBefore.get(products) ?? new Map<string, readonly NamedProduct[]>();
  foundBefore.set(products, found);
  const known = found.get(text);
  if (known !== undefined) return known;
  const named = findNamed(text, products);
  if (found.size >= MAX_KEPT) found.clear();
  found.set(text, named);
  return named;
}

/**
 * A mail's text is asked for its products several times, and many mails are decided side by side: what was found is kept
 * meanwhile, as long as the catalogue is the same. A longer text is read anew.
 */
const foundBefore = new WeakMap<readonly Named[], Map<string, readonly NamedProduct[]>>();
const LONGEST_KEPT = 4000;
const MAX_KEPT = 512;

function findNamed(text: string, products: readonly Named[]): readonly NamedProduct[] {
  const words = contentWords(text);
  if (words.length === 0) return [];
  const at = new Map<string, number[]>();
  for (const [index, word] of words.entries()) {
    const list = at.get(word);
    if (list === undefined) at.set(word, [index]);
    else if (list.length < 50) list.push(index);
  }
  const names = namesOf(products);
  const fits = names.flatMap(({ product, name }) =>
    fitsOf(name, words, at)
      // One word of a name names it only where no other product shares that word.
      .filter(
        (fit) => fit.missing === 0 || fit.hits.length > 1 || !isShared(words[fit.hits[0] ?? 0] ?? '', name, names),
      )
      .map((fit) => ({ product, ...fit })),
  );
  const kept = fits.filter(
    (fit) =>
      !fits.some(
        (other) =>
          other.product.productId !== fit.product.productId &&
          other.hits.length > fit.hits.length &&
          fit.hits.every((hit) => other.hits.includes(hit)),
      ),
  );
  // Where one product is named in full, a name that fits only with a word missing is an accident of shared words.
  const exact = kept.filter((fit) => fit.missing === 0);
  const chosen = exact.length > 0 ? exact : kept;
  const result = new Map<string, NamedProduct>();
  for (const fit of chosen) {
    const { productId, name } = fit.product;
    if (!result.has(productId))
      result.set(productId, { productId, name, words: fit.hits.map((hit) => words[hit]).join(' ') });
  }
  return [...result.values()];
}

/** The words of every name; a catalogue is asked about many texts, so they are kept as long as it is. */
function namesOf(products: readonly Named[]): readonly { readonly product: Named; readonly name: readonly string[] }[] {
  const known = knownNames.get(products);
  if (known !== undefined) return known;
  const names = products.map((product) => ({ product, name: contentWords(product.name) }));
  knownNames.set(products, names);
  return names;
}

const knownNames = new WeakMap<readonly Named[], ReturnType<typeof namesOf>>();

function isShared(word: string, own: readonly string[], all: readonly { readonly name: readonly string[] }[]): boolean {
  return all.some(({ name }) => name !== own && name.includes(word));
}

type Fit = { readonly hits: readonly number[]; readonly missing: number };

/** Where the words of a name stand close together in the text: at most two foreign words between neighbours. */
function fitsOf(
  name: readonly string[],
  words: readonly string[],
  at: ReadonlyMap<string, readonly number[]>,
): readonly Fit[] {
  if (name.length === 0) return [];
  const fits: Fit[] = [];
  const allowed = name.length >= 2 ? 1 : 0;
  const starts = [name[0], ...(allowed > 0 ? [name[1]] : [])];
  for (const [skip, start] of starts.entries()) {
    for (const from of at.get(start ?? '') ?? []) {
      const hits = [from];
      let missing = skip;
      for (const word of name.slice(skip + 1)) {
        const last = hits[hits.length - 1] ?? from;
        const next = (at.get(word) ?? []).find((position) => position > last && position <= last + 3);
        if (next === undefined) missing += 1;
        else hits.push(next);
      }
      if (missing > allowed) continue;
      if (missing === 0 || isTelling(hits.map((hit) => words[hit] ?? ''))) fits.push({ hits, missing });
    }
    if (fits.some((fit) => fit.missing === 0)) break;
  }
  return fits;
}

/** Words that are left must name something: "corso base" is no product, "lectura" or "escrita leve" may be one. */
function isTelling(words: readonly string[]): boolean {
  const naming = words.filter((word) => !COMMON.has(word));
  return words.length >= 2 ? naming.length >= 1 : naming.some((word) => word.length >= 5);
}

function contentWords(text: string): readonly string[] {
  return (foldPlain(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(foldDoubled).filter((word) => !SMALL.has(word));
}

/** Splits a text where a question or wish may name its own product. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?;])\s+|\n\s*\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
