/** A message that a `mailto:` link asks for, as one would type it. */
export type MailLink = {
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  /** Lines end with LF. */
  readonly text: string;
};

/** What a command line of Windows holds; a longer link is no address that somebody clicked. */
const MAX_LINK_CHARS = 8_000;

/**
 * Reads a `mailto:` link (RFC 6068): its addresses, `cc`, `bcc`, `subject` and `body`. Any other field is left out, above all
 * those that some programs attach files by (section 7 there): anybody may write such a link. Null for what is none.
 */
export function readMailLink(link: string): MailLink | null {
  if (link.length > MAX_LINK_CHARS || !/^mailto:/i.test(link)) return null;
  const [addresses = '', query = ''] = splitAt(link.slice('mailto:'.length), '?');
  const to = decoded(addresses);
  if (to === null) return null;
  const fields = new Map<string, readonly string[]>([['to', [to]]]);
  for (const piece of query.split('&')) {
    const [name = '', value = ''] = splitAt(piece, '=');
    const known = decoded(name)?.toLowerCase() ?? '';
    const text = decoded(value);
    if (text === null) return null;
    fields.set(known, [...(fields.get(known) ?? []), text]);
  }
  const list = (name: string): string => (fields.get(name) ?? []).map(oneLine).filter(Boolean).join(', ');
  return {
    to: list('to'),
    cc: list('cc'),
    bcc: list('bcc'),
    subject: oneLine(fields.get('subject')?.[0] ?? ''),
    text: (fields.get('body') ?? []).join('\n').replace(/\r\n?/g, '\n'),
  };
}

function splitAt(text: string, sign: string): readonly string[] {
  const at = text.indexOf(sign);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Percent signs alone: a plus is a plus here (RFC 6068, section 5). Null for what is no UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** No line end may come into a header, and nothing that cannot be seen. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}
