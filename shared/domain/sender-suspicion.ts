import { toUnicode } from 'punycode.js';
import { findAddresses, foldAddress } from './address';
import { foldPlain } from './fold-text';
import type { Party } from './message';

/** What looks as if the sender were somebody else: told to the agent, and never sent to at one key. It decides nothing. */
export type SenderSuspicion =
  /** The display name shows another address than the one it stands before. */
  | { readonly kind: 'name-shows-address'; readonly address: string }
  /** The display name is Hotmart's or the team's, the address is not. */
  | { readonly kind: 'name-pretends'; readonly name: string }
  /** The domain is written to be taken for another one. */
  | { readonly kind: 'domain-looks-like'; readonly domain: string; readonly like: string };

/** Domains of Hotmart's own mail (reference: help.hotmart.com). */
const HOTMART_DOMAINS: readonly string[] = ['hotmart.com', 'hotmart.com.br', 'hotmart.host'];
/** Where most buyers have their mailbox: what a forged address is made to look like. */
const MAIL_DOMAINS: readonly string[] = [
  ...HOTMART_DOMAINS,
  'gmail.com',
  'googlemail.com',
  'hotmail.com',
  'hotmail.it',
  'hotmail.es',
  'hotmail.com.br',
  'outlook.com',
  'outlook.it',
  'outlook.es',
  'outlook.com.br',
  'live.com',
  'live.it',
  'msn.com',
  'yahoo.com',
  'yahoo.it',
  'yahoo.es',
  'yahoo.com.br',
  'icloud.com',
  'me.com',
  'libero.it',
  'virgilio.it',
  'alice.it',
  'tiscali.it',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'sapo.pt',
  'proton.me',
  'protonmail.com',
];

/** Letters of other alphabets that look like Latin ones (Unicode TR39, the few that fonts make alike). */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map([
  ['\u0430', 'a'],
  ['\u0435', 'e'],
  ['\u043e', 'o'],
  ['\u0440', 'p'],
  ['\u0441', 'c'],
  ['\u0445', 'x'],
  ['\u0443', 'y'],
  ['\u0456', 'i'],
  ['\u0455', 's'],
  ['\u0501', 'd'],
  ['\u04bb', 'h'],
  ['\u0458', 'j'],
  ['\u0578', 'n'],
  ['\u04cf', 'l'],
  ['\u03ba', 'k'],
  ['\u03bd', 'v'],
  ['\u03bf', 'o'],
  ['\u03c1', 'p'],
  ['\u03c4', 't'],
  ['\u03b9', 'i'],
  ['\u03b1', 'a'],
  ['\u0261', 'g'],
  ['\u0131', 'i'],
  ['\u0442', 't'],
  ['\u043c', 'm'],
]);

/** The known domains by what the eye sees of them: worked out once, asked for every mail. */
const MAIL_SHAPES: ReadonlyMap<string, string> = new Map(MAIL_DOMAINS.map((domain) => [shapeOf(domain), domain]));
const HOTMART_SHAPE = shapeOf('hotmart');

/**
 * Reads what is suspicious about a sender. `own` are the desk's addresses (folded) and the names of its mailboxes.
 * Empty for a sender whom nobody could mistake. Linear in the name and the address.
 */
export function readSuspicions(
  from: Party | null,
  own: { readonly addresses: readonly string[]; readonly names: readonly string[] },
): readonly SenderSuspicion[] {
  if (from === null) return [];
  const folded = foldAddress(from.address);
  const domain = folded.slice(folded.lastIndexOf('@') + 1);
  const found: SenderSuspicion[] = [];
  const shown = findAddresses(from.name).find((address) => foldAddress(address) !== folded);
  if (shown !== undefined) found.push({ kind: 'name-shows-address', address: shown });
  if (pretends(from.name, folded, domain, own)) found.push({ kind: 'name-pretends', name: from.name });
  const ownDomains = own.addresses.map((address) => address.slice(address.lastIndexOf('@') + 1));
  const like = looksLike(domain, ownDomains);
  if (like !== null) found.push({ kind: 'domain-looks-like', domain: readable(domain), like });
  return found;
}

function pretends(
  name: string,
  folded: string,
  domain: string,
  own: { readonly addresses: readonly string[]; readonly names: readonly string[] },
): boolean {
  const words: readonly string[] = foldPlain(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.includes('hotmart') && !isWithin(domain, HOTMART_DOMAINS)) return true;
  if (own.addresses.includes(folded)) return false;
  return own.names.some((mine) => mine !== '' && foldPlain(mine).trim() === foldPlain(name).trim());
}

/** The known domain that this one is made to look like; null for a known one and for one of its own. */
function looksLike(domain: string, own: readonly string[]): string | null {
  if (isWithin(domain, MAIL_DOMAINS) || isWithin(domain, own)) return null;
  const shape = shapeOf(readable(domain));
  const same = MAIL_SHAPES.get(shape) ?? own.find((one) => shapeOf(one) === shape);
  if (same !== undefined) return same;
  // "hotmart-access.example", "support.h0tmart.example": the name of Hotmart inside somebody else's domain.
  return shape.includes(HOTMART_SHAPE) ? 'hotmart.com' : null;
}

/** Whether it is one of these domains or lies below one. */
function isWithin(domain: string, official: readonly string[]): boolean {
  return official.some(
    (one) => domain.endsWith(one) && (domain.length === one.length || domain.at(-one.length - 1) === '.'),
  );
}

/** What the eye sees: one shape for letters and pairs of letters that look alike. */
function shapeOf(domain: string): string {
  const latin = Array.from(foldPlain(domain), (letter) => LOOKS_LIKE.get(letter) ?? letter).join('');
  return latin.replace(/-/g, '').replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/0/g, 'o').replace(/[1i|]/g, 'l');
}

/** The domain as a mail program shows it: letters instead of `xn--…`. */
function readable(domain: string): string {
  try {
    return toUnicode(domain);
  } catch {
    // No valid punycode: nobody is shown anything else than what is written.
    return domain;
  }
}
