import { findAddresses, foldAddress } from './address';
import type { CaseFacts, PurchaseFacts } from './case-facts';
import { foldPlain } from './fold-text';
import type { Purchase } from './purchase';
import { baseNumber } from './transaction-number';
import { holdsLink, holdsWords } from './words-in-text';

/** One thing in a text that its reader may not be told. `value` is what was found, for the agent's eyes. */
export type PrivacyViolation = {
  readonly kind:
    | 'transaction'
    | 'buyer-address'
    | 'buyer-name'
    | 'product'
    | 'producer'
    | 'producer-address'
    | 'members-area-link'
    | 'other-product-link'
    | 'password';
  readonly value: string;
};

/** For whom and about what a text is, where it is not simply an answer to the requester. */
export type GuardAim = { readonly toMailbox: boolean; readonly about: PurchaseFacts | null };

/** `HP` numbers as people write them, with blanks, dots or hyphens inside. */
const NUMBER = /(?<![\p{L}\p{N}])HP[\s.\-–]?((?:\d[\s.\-–]?){8,16}\d|\d{9,16})(C\d{1,2})?(?![\p{L}\p{N}])/giu;
/** "password: …", "la tua password è …", in the four languages. */
const PASSWORD =
  /(?:password|passwort|senha|contrase[ñn]a|clave)["'”’]?\s*(?::|=|\s(?:è|é|e'|es|is|ist)\s)\s*["'“‘]?([^\s"'”’<>]{4,})/giu;
/** Words that every text holds and that a product may be called by. */
const OUR_WORDS = new Set(['hotmart', 'club', 'hotmart club']);

/**
 * What a text betrays (domain.md, invariant 4 and "No oracle"): to a reader who is not the buyer anything of the
 * purchase that his own mail did not say; to the buyer numbers that are not his and another product's link; to anybody
 * a password. Empty means it may go. Also for texts typed by hand.
 */
export function guardPrivacy(text: string, facts: CaseFacts, aim?: GuardAim): readonly PrivacyViolation[] {
  const toMailbox = aim?.toMailbox ?? false;
  const isBuyer = toMailbox || facts.match.identity === 'buyer';
  const about = aim ? aim.about : facts.purchase;
  const said = `${facts.clues.subject}\n${facts.clues.newText}`;
  const found = [
    ...passwords(text),
    ...(isBuyer ? buyerViolations(text, facts, about) : strangerViolations(text, facts, said)),
  ];
  const seen = new Set<string>();
  return found.filter(({ kind, value }) => !seen.has(`${kind} ${value}`) && seen.add(`${kind} ${value}`));
}

function strangerViolations(text: string, facts: CaseFacts, said: string): PrivacyViolation[] {
  const found: PrivacyViolation[] = [];
  const saidNumbers = new Set([...numbersIn(said), ...facts.clues.numbers.map(({ number }) => number)]);
  for (const number of numbersIn(text))
    if (!holdsNumber(saidNumbers, number)) found.push({ kind: 'transaction', value: number });
  const sayable = (value: string): boolean => holdsWords(said, value);
  const saidAddresses = new Set(findAddresses(said).map(foldAddress));
  const addresses = findAddresses(text).map((address) => ({ address, folded: foldAddress(address) }));
  for (const purchase of purchasesOf(facts)) {
    for (const { address, folded } of addresses) {
      if (folded === purchase.buyerFolded && !saidAddresses.has(folded))
        found.push({ kind: 'buyer-address', value: address });
    }
    for (const [kind, value] of [
      ['buyer-name', purchase.buyerName],
      ['product', purchase.productName],
      ['producer', purchase.producerName],
    ] as const) {
      if (isTelling(value) && holdsWords(text, value) && !sayable(value)) found.push({ kind, value });
    }
  }
  for (const { product } of purchaseFactsOf(facts)) {
    if (product === null) continue;
    if (isTelling(product.name) && holdsWords(text, product.name) && !sayable(product.name)) {
      found.push({ kind: 'product', value: product.name });
    }
    if (isTelling(product.producerName) && holdsWords(text, product.producerName) && !sayable(product.producerName)) {
      found.push({ kind: 'producer', value: product.producerName });
    }
    const producer = foldAddress(product.producerEmail);
    if (producer !== '' && !saidAddresses.has(producer) && addresses.some(({ folded }) => folded === producer)) {
      found.push({ kind: 'producer-address', value: product.producerEmail });
    }
    if (holdsLink(text, product.memberAreaUrl) && !holdsLink(said, product.memberAreaUrl)) {
      found.push({ kind: 'members-area-link', value: product.memberAreaUrl });
    }
  }
  return found;
}

function buyerViolations(text: string, facts: CaseFacts, about: PurchaseFacts | null): PrivacyViolation[] {
  const found: PrivacyViolation[] = [];
  const own = new Set([
    ...purchasesOf(facts).map(({ transaction }) => transaction),
    ...(about === null ? [] : [about.purchase.transaction]),
    ...facts.clues.numbers.map(({ number }) => number),
  ]);
  for (const number of numbersIn(text))
    if (!holdsNumber(own, number)) found.push({ kind: 'transaction', value: number });
  const link = about?.product?.memberAreaUrl ?? '';
  for (const { product } of purchaseFactsOf(facts)) {
    const other = product?.memberAreaUrl ?? '';
    if (about !== null && other !== link && holdsLink(text, other) && !holdsLink(link, other)) {
      found.push({ kind: 'other-product-link', value: other });
    }
  }
  return found;
}

/** A password that somebody typed or pasted: a word after "password:" that looks like one. */
function passwords(text: string): PrivacyViolation[] {
  return [...text.matchAll(PASSWORD)].flatMap(([, word = '']) =>
    /\d/.test(word) || /[^\p{L}\p{N}.,;:!?)(“”"'’]/u.test(word) ? [{ kind: 'password' as const, value: '•••' }] : [],
  );
}

/** Every purchase that the case looked at. */
function purchasesOf(facts: CaseFacts): readonly Purchase[] {
  const { match } = facts;
  const matched = match.status === 'matched' ? [match.purchase] : match.status === 'ambiguous' ? match.candidates : [];
  return [...matched, ...purchaseFactsOf(facts).map(({ purchase }) => purchase)];
}

function purchaseFactsOf(facts: CaseFacts): readonly PurchaseFacts[] {
  return facts.purchase === null ? facts.others : [facts.purchase, ...facts.others];
}

function numbersIn(text: string): readonly string[] {
  return [...text.normalize('NFKC').matchAll(NUMBER)].map(
    ([, digits = '', item = '']) => `HP${digits.replace(/\D/g, '')}${item.toUpperCase()}`,
  );
}

/** A number with its item's suffix and the checkout's own number are one and the same to its reader. */
function holdsNumber(numbers: ReadonlySet<string>, number: string): boolean {
  return [...numbers].some((known) => baseNumber(known) === baseNumber(number));
}

function isTelling(name: string): boolean {
  const plain = foldPlain(name).trim();
  return plain.length >= 4 && !OUR_WORDS.has(plain);
}
