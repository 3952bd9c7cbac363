/** RFC 5321 dot-atom local part; quoted local parts exist on paper only and confuse senders, so they are refused. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
/** ASCII, and no number at its end that a URL would take for an IPv4 address. */
const PLAIN = /^[a-z0-9.-]+\.[a-z]+$/;
/** What stands before and after the `@` of an address in a text; RFC 5321 §4.5.3.1 gives the lengths. */
const BEFORE_AT = /[\p{L}\p{N}._%+'-]{1,64}$/u;
const AFTER_AT = /^[\p{L}\p{N}.-]{1,253}/u;
/** UTF-16 units that hold the longest local part and the longest domain. */
const LONGEST_LOCAL = 128;
const LONGEST_DOMAIN = 506;

/** The domain in ASCII (punycode), lower case; null when it is no host name. */
export function asciiDomain(domain: string): string | null {
  const lower = domain.trim().toLowerCase();
  if (lower === '' || /[\s/@:?#\\()<>,;"[\]%]/.test(lower)) return null;
  // Nearly every domain is plain already; the URL parser is for the others.
  if (PLAIN.test(lower) && !lower.includes('xn--') && DOMAIN.test(lower)) return lower;
  try {
    const host = new URL(`http://${lower}`).hostname;
    return DOMAIN.test(host) ? host : null;
  } catch {
    // URL refuses what is not a host name: that is the answer, nothing is lost.
    return null;
  }
}

/** Whether a reply may be addressed to this: one plain addr-spec with an ASCII local part and a real host name. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64 || text.length > 254) return false;
  // `URL` drops controls at its ends: what it would forgive must not reach a header.
  if (/[\s\p{Cc}\p{Cf}]/u.test(text)) return false;
  return LOCAL.test(text.slice(0, at)) && asciiDomain(text.slice(at + 1)) !== null;
}

/**
 * One spelling for every spelling of a mailbox (domain.md, rule 3): lower case, no `+tag`, Gmail dots dropped,
 * `googlemail.com` = `gmail.com`, IDN in ASCII. What is no address comes back trimmed and lower-cased.
 */
export function foldAddress(address: string): string {
  const lower = address.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at < 1) return lower;
  const plus = lower.slice(0, at).indexOf('+');
  const local = lower.slice(0, plus > 0 ? plus : at);
  const domain = asciiDomain(lower.slice(at + 1)) ?? lower.slice(at + 1);
  if (domain === 'gmail.com' || domain === 'googlemail.com') return `${local.replaceAll('.', '')}@gmail.com`;
  return `${local}@${domain}`;
}

/** Addresses written in a text, as written, each once. Linear in the text. */
export function findAddresses(text: string): readonly string[] {
  return [...new Set(addressesIn(text).map(({ address }) => address))];
}

/** An address in a text, and where it stands there: UTF-16 units from `start` up to `end`. */
export type AddressInText = { readonly address: string; readonly start: number; readonly end: number };

/** Addresses written in a text, as written, each time that one stands there, in their order. Linear in the text. */
export function addressesIn(text: string): readonly AddressInText[] {
  const found: AddressInText[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = BEFORE_AT.exec(text.slice(Math.max(from, at - LONGEST_LOCAL), at));
    from = at + 1;
    const after = before && AFTER_AT.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN));
    if (!before || !after) continue;
    from += after[0].length;
    const written = `${before[0]}@${after[0]}`;
    const address = written.replace(/^[.'-]+|[.'-]+$/g, '');
    const start = at - before[0].length + written.indexOf(address);
    if (isAddress(address)) found.push({ address, start, end: start + address.length });
  }
  return found;
}
