import { findAddresses, foldAddress } from './address';
import { readTokens } from './escalation';
import { foldPlain } from './fold-text';
import { baseNumber, readNumbers } from './transaction-number';
import type { WrittenNumber } from './transaction-number';
import { holdsLink, holdsWords, plainWords } from './words-in-text';

/** Somebody else's purchase that the producer's answer may speak of: of a collective reminder, or looked up by what it names. */
export type OtherBuyer = { readonly name: string; readonly address: string; readonly transaction: string };

/** Whose case an answer is shown for, and what stands around it. */
export type ForwardScope = {
  /** The matched purchase: what the producer writes of it may be read by its buyer. */
  readonly transaction: string;
  readonly buyerAddress: string;
  readonly buyerName: string;
  /** The producer's own addresses, which the customer may be told (A10). */
  readonly producerAddresses: readonly string[];
  /** The members area of this product; '' where the catalogue has none. */
  readonly link: string;
  /** Members areas of other products. */
  readonly otherLinks: readonly string[];
  readonly others: readonly OtherBuyer[];
};

/** What of an answer may be shown to the buyer, and what was taken out of it. */
export type ProducerWords = { readonly text: string; readonly removed: number };

/**
 * Characters of an answer that are looked through: it is a few lines, the agent sees more of it beside, and two million
 * characters of addresses are an attack.
 */
export const MAX_ANSWER_CHARS = 8_000;
/** Letters of the shortest name that is looked for: shorter ones are parts of names ("de", "da"). */
const SHORTEST_NAME = 3;
/** Characters of a number with blanks in it, its letters included. */
const LONGEST_WRITTEN = 32;
/** Characters that mail programs scatter inside words and nobody sees. */
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]/g;
/** Headers of the mail that a program quotes without any mark. */
const QUOTE_HEAD =
  /^(?:-{2,}\s*(?:original|messaggio|mensagem|mensaje|forwarded)|_{5,}|(?:il|em|el|on|le|am)\s.{4,120}(?:ha scritto|escreveu|escribi[oó]|wrote|a écrit|schrieb)\s*:?\s*$)/iu;

/**
 * What a producer wrote, as his customer may read it (issue G): the new text of his answer without quotes, and without every
 * line that names another purchase, another person or another product's members area. Whole lines go, and those after them
 * until one names this case again: what stands below another customer's number is about that customer. `newText` is the
 * answer without its quoted part and signature.
 */
export function producerWords(newText: string, scope: ForwardScope): ProducerWords {
  const lines = newText.slice(0, MAX_ANSWER_CHARS).replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((line) => QUOTE_HEAD.test(line.trim()));
  const own = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s*[>|]/.test(line));
  const kept = ofThisCase(own, scope);
  const text = kept
    .join('\n')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const isSaid = (line: string): boolean => line.trim() !== '';
  return { text, removed: own.filter(isSaid).length - kept.filter(isSaid).length };
}

/** Lines until one tells of somebody else, and from there on none until one names this purchase or its buyer again. */
function ofThisCase(lines: readonly string[], scope: ForwardScope): readonly string[] {
  let isOthers = false;
  return lines.filter((line, index) => {
    if (readTokens(line).length > 0) return false;
    const isBroken =
      breaksForeign(lines[index - 1] ?? '', line, scope) || breaksForeign(line, lines[index + 1] ?? '', scope);
    isOthers = isBroken || tellsOfOthers(line, scope) || (isOthers && !namesThis(line, scope));
    return !isOthers;
  });
}

/** Whether a number of somebody else begins at the end of a line and goes on in the next: programs break lines at blanks. */
function breaksForeign(line: string, next: string, scope: ForwardScope): boolean {
  const [end, begin] = [line.trimEnd().slice(-LONGEST_WRITTEN), next.trimStart().slice(0, LONGEST_WRITTEN)];
  if (!/\d$/.test(end) || !/^\d/.test(begin)) return false;
  const whole = [...readNumbers(end), ...readNumbers(begin)].map(({ number }) => number);
  // One that is whole already ends there: what follows is another matter.
  const isWhole = ({ number }: WrittenNumber): boolean => whole.some((one) => number.startsWith(one));
  return readNumbers(`${end} ${begin}`).some((one) => !isWhole(one) && isForeign(one, scope));
}

/**
 * A text and what is read in it besides: invisible characters between letters hide nothing, and links that a mail server rewrote hold
 * the address they lead to in the escapes of a URL.
 */
export function readingsOf(text: string): string {
  const seen = text.replace(INVISIBLE, '');
  const once = unescaped(seen);
  return once === seen ? seen : `${seen}\n${once}\n${unescaped(once)}`;
}

function unescaped(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch (error) {
      // No text in UTF-8: it stays as it is written.
      if (error instanceof URIError) return escapes;
      throw error;
    }
  });
}

function namesThis(written: string, { transaction, buyerAddress, buyerName }: ForwardScope): boolean {
  const line = readingsOf(written);
  const isNamed = readNumbers(line).some(({ number }) => baseNumber(number) === baseNumber(transaction));
  const isAddressed = findAddresses(line).some((address) => foldAddress(address) === foldAddress(buyerAddress));
  const isLong = plainWords(buyerName).trim().length >= SHORTEST_NAME;
  return isNamed || isAddressed || (isLong && holdsWords(line, buyerName));
}

/** Ten digits without HP are a telephone unless they are known to be somebody's purchase. */
function isForeign({ number, bare }: WrittenNumber, { transaction, others }: ForwardScope): boolean {
  const base = baseNumber(number);
  if (base === baseNumber(transaction)) return false;
  return !bare || others.some((other) => baseNumber(other.transaction) === base);
}

function tellsOfOthers(written: string, scope: ForwardScope): boolean {
  const { others } = scope;
  const line = readingsOf(written);
  if (readNumbers(line).some((number) => isForeign(number, scope))) return true;
  const allowed = new Set([scope.buyerAddress, ...scope.producerAddresses].map(foldAddress));
  if (findAddresses(line).some((address) => !allowed.has(foldAddress(address)))) return true;
  if (scope.otherLinks.some((link) => holdsLink(line, link) && !holdsLink(scope.link, link))) return true;
  const plain = plainWords(line);
  return others.some(({ name, address }) => {
    const isOwn = foldAddress(address) === foldAddress(scope.buyerAddress);
    return !isOwn && namesOf(name, scope.buyerName).some((one) => plain.includes(` ${one} `));
  });
}

/** The whole name, its first and its last word; none that the buyer shares. */
function namesOf(name: string, buyer: string): readonly string[] {
  const whole = plainWords(name).trim();
  const own = plainWords(buyer).trim();
  const parts = whole.split(' ');
  const shared = new Set(own.split(' '));
  return [...new Set([whole, parts[0] ?? '', parts.at(-1) ?? ''])].filter(
    (one) => one.length >= SHORTEST_NAME && !shared.has(one) && one !== own,
  );
}

/** What an answer seems to say, so that the likelier proposal stands first. */
export type AnswerGist = 'sent' | 'data' | 'other';

/** "Sent it", "resent": the producer says that it is done. Folded. */
const SENT =
  /\b(?:inviat|rinviat|spedit|mandat|enviad|reenviad|re-?sent|sent\b|liberad|liberei|enviei|reenviei|envie\b|reenvie\b|envoye|renvoye|fatto\b|feito\b|hecho\b|listo\b|pronto\b|done\b)/;
/** Data to enter with: a link, or a word for a password or login beside a sign. */
const DATA =
  /https?:\/\/|\b(?:password|senha|contrasena|clave|passwort|mot de passe|login|usuario|username|utente)\b[^\n]{0,12}[:=]/;
/** "Not sent", "cannot": no "done" in it counts. */
const NOT =
  /\b(?:non|nao|no|not|ne|kein\w*|never|mai)\s+(?:\w+\s+){0,3}(?:inviat|spedit|mandat|enviad|sent|envoye|trov|encontr|found)/;

/** Reads it from the words that may be forwarded. */
export function gistOf(text: string): AnswerGist {
  const plain = foldPlain(text);
  if (DATA.test(plain)) return 'data';
  return SENT.test(plain) && !NOT.test(plain) ? 'sent' : 'other';
}
