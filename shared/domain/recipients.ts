import { foldAddress, isAddress } from './address';

/** Somebody who gets a reply besides the one it goes to. */
export type MailCopy = { readonly kind: 'cc' | 'bcc'; readonly address: string };

/** Most people who get a copy of one mail: a support reply is no newsletter, and providers count each of them. */
export const MAX_COPIES = 10;

/** What somebody typed into a field of addresses, told apart. */
export type TypedRecipients = {
  /** As typed, each mailbox once. */
  readonly addresses: readonly string[];
  /** What is no address. */
  readonly wrong: readonly string[];
};

/** Reads `a@b.it, Name <c@d.it>; e@f.it`: separated by commas, semicolons, line ends, or blanks between addresses. */
export function readRecipients(typed: string): TypedRecipients {
  const addresses = new Map<string, string>();
  const wrong: string[] = [];
  for (const piece of typed.split(/[,;\n]/)) {
    const inBrackets = /<([^<>]*)>\s*$/.exec(piece)?.[1];
    const words = inBrackets === undefined ? piece.split(/\s+/) : [inBrackets];
    for (const word of words.map((each) => each.trim()).filter((each) => each !== '')) {
      if (!isAddress(word)) wrong.push(word);
      else if (!addresses.has(foldAddress(word))) addresses.set(foldAddress(word), word);
    }
  }
  return { addresses: [...addresses.values()], wrong };
}

/** Cc and Bcc as one list: nobody twice, nobody who is addressed already. */
export function copiesOf(to: string, cc: readonly string[], bcc: readonly string[]): readonly MailCopy[] {
  const seen = new Set([foldAddress(to)]);
  const copies: MailCopy[] = [];
  const take = (kind: MailCopy['kind'], addresses: readonly string[]): void => {
    for (const address of addresses) {
      if (seen.has(foldAddress(address))) continue;
      seen.add(foldAddress(address));
      copies.push({ kind, address });
    }
  };
  take('cc', cc);
  take('bcc', bcc);
  return copies;
}
