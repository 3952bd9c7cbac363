/**
 * Takes out of a line of ours what names a customer. Lines hold no mail text by themselves; this is for what a server, a
 * library or the system put into its words. Where in doubt too much is masked: a log tells of faults, not of people.
 */

/** A local part may be quoted, hold `=` (bounces) or an apostrophe; `%40` stands for `@` in links. */
const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>"(),;:@]{1,200}(?<!\/))(?:@|%40)[^\s<>"'(),;:=]+/giu;
/** What stands before an address in angle brackets, back to the last mark that a name cannot hold. */
const NAME_BEFORE = /(?:"[^"\n]{1,200}"|[^\s<>",;:\n][^<>",;:\n]{0,200}?)\s*(?=<[^<>\s]{1,320}@[^<>\s]{1,255}>)/gu;
/** As people and Hotmart write one: HP and digits, perhaps in groups, perhaps with a letter for a digit. */
const TRANSACTION =
  /(?<![\p{L}\p{N}])h[\s.]?p[\s.:#\-–—_*=]{0,3}(?:n[°º.o]{0,2}\s?)?[\dOIl|](?:[\dOIl|]|[\s.\-–—]{1,3}(?=\d)|C\d)*/giu;
/** Phones, tax numbers and bare numbers of purchases: nine digits and more, grouped in any way. */
const LONG_NUMBER = /(?<![\p{L}\p{N}])(?:\+|\()?\d(?:[\s().\-–/]{0,2}\d){8,}/gu;
/** Addresses of machines and times look like phones, and are what a log is read for. */
const MACHINE_ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const DATE = /^\d{4}-\d{2}-\d{2}/;
/** The folder of the person at the machine, whose name it carries. */
const HOME = /((?:\/home|\/Users|[A-Z]:[\\/]+Users)[\\/]+)[^\\/\s"']+/gu;

/** `m***@dominio.it`: enough to tell two addresses apart in a log. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${address.slice(0, 1)}***${address.slice(at)}`;
}

/** Masks every e-mail address inside a text. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, (found) => {
    // an address may be told apart by its first letter where that is one
    const plain = found.replace(/%40/i, '@').replace(/^["'`]+/, '');
    const lead = found.startsWith("'") ? "'" : '';
    return `${lead}${maskAddress(plain)}`;
  });
}

/** Masks addresses with the names before them, numbers of purchases, phone and tax numbers and the person's home folder. */
export function maskText(text: string): string {
  return maskAddresses(text.replace(NAME_BEFORE, '*** '))
    .replace(TRANSACTION, 'HP***')
    .replace(LONG_NUMBER, (found) => (MACHINE_ADDRESS.test(found) || DATE.test(found) ? found : '***'))
    .replace(HOME, '$1***');
}
