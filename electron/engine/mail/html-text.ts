/** Longest HTML that is read; mail beyond it is a bomb or a picture book. */
const MAX_HTML = 1_000_000;
/** Elements remembered as open; deeper ones still give their text, only their style is not inherited. */
const MAX_DEPTH = 200;
const BLOCKS = new Set(
  (
    'address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p ' +
    'pre section table tbody td tfoot th thead tr ul'
  ).split(' '),
);
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements whose content is never shown as text. */
const RAW = new Set('style script title template noscript textarea xmp iframe object svg math'.split(' '));
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  euro: '€',
  copy: '©',
  reg: '®',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  deg: '°',
  ordf: 'ª',
  ordm: 'º',
  iexcl: '¡',
  iquest: '¿',
  szlig: 'ß',
  aelig: 'æ',
  oelig: 'œ',
  ccedil: 'ç',
  Ccedil: 'Ç',
  ntilde: 'ñ',
  Ntilde: 'Ñ',
  atilde: 'ã',
  Atilde: 'Ã',
  otilde: 'õ',
  Otilde: 'Õ',
};
/** Accented vowels by their names: `&egrave;` is e + grave. */
const ACCENTS: Readonly<Record<string, string>> = { grave: '\u0300', acute: '\u0301', circ: '\u0302', uml: '\u0308' };

type OpenElement = {
  readonly name: string;
  readonly hidden: boolean;
  readonly quote: boolean;
  readonly background: boolean;
};

/**
 * The text that a reader of this HTML sees, one line a block, quoted blocks marked with `> ` as in text/plain. Hidden text is
 * dropped: it is how a mail says one thing to a person and another to a program (reliability.md T22). One pass, linear,
 * never throws.
 */
export function htmlText(html: string): string {
  const source = html.length > MAX_HTML ? html.slice(0, MAX_HTML) : html;
  const lines = new LineWriter();
  const open: OpenElement[] = [];
  let overflow = 0;
  let quotesBroken = false;
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    if (next < 0) break;
    const top = open[open.length - 1];
    if (next > at && top?.hidden !== true) lines.text(source.slice(at, next));
    const after = source.charCodeAt(next + 1);
    if (source.startsWith('<!--', next)) {
      const end = source.indexOf('-->', next + 4);
      if (end < 0) return lines.finish();
      at = end + 3;
      continue;
    }
    if (!isTagStart(after)) {
      if (top?.hidden !== true) lines.text('<');
      at = next + 1;
      continue;
    }
    let end = quotesBroken ? source.indexOf('>', next) : tagEnd(source, next);
    if (end < 0 && !quotesBroken) {
      quotesBroken = true;
      end = source.indexOf('>', next);
    }
    if (end < 0) break;
    const tag = source.slice(next + 1, end);
    at = end + 1;
    const name = /^\/?([a-z][a-z0-9:-]*)/i.exec(tag.slice(0, 64))?.[1]?.toLowerCase() ?? '';
    if (name === '') continue;
    if (tag.startsWith('/')) {
      if (BLOCKS.has(name)) lines.break();
      if (overflow > 0 && !VOID.has(name)) overflow -= 1;
      else closeElement(open, name);
      lines.quoteDepth = depthOf(open);
      continue;
    }
    if (RAW.has(name)) {
      if (tag.endsWith('/')) continue;
      const close = findClose(source, name, at);
      if (close < 0) return lines.finish();
      at = close;
      continue;
    }
    if (BLOCKS.has(name)) lines.break(name === 'br');
    if (VOID.has(name) || tag.endsWith('/')) continue;
    if (open.length >= MAX_DEPTH) {
      overflow += 1;
      continue;
    }
    open.push(openElement(name, tag, top));
    lines.quoteDepth = depthOf(open);
  }
  if (at < source.length && open[open.length - 1]?.hidden !== true && source.indexOf('<', at) < 0)
    lines.text(source.slice(at));
  return lines.finish();
}

function isTagStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 47 || code === 33 || code === 63;
}

/** Position of the `>` that ends the tag, quoted attribute values skipped; -1 when a quote never closes. */
function tagEnd(source: string, start: number): number {
  let quote = 0;
  for (let at = start + 1; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 62) return at;
    else if ((code === 34 || code === 39) && source.charCodeAt(at - 1) === 61) quote = code;
  }
  return -1;
}

/** End of `</name>`; -1 when the element is never closed: the rest of the mail is its content. */
function findClose(source: string, name: string, from: number): number {
  let at = from;
  for (;;) {
    const next = source.indexOf('</', at);
    if (next < 0) return -1;
    if (source.slice(next + 2, next + 2 + name.length).toLowerCase() === name) {
      const end = source.indexOf('>', next);
      return end < 0 ? -1 : end + 1;
    }
    at = next + 2;
  }
}

/** Closes the nearest element of this name; a stray end tag closes nothing. */
function closeElement(open: OpenElement[], name: string): void {
  for (let index = open.length - 1; index >= 0; index -= 1) {
    if (open[index]?.name === name) {
      open.length = index;
      return;
    }
  }
}

function depthOf(open: readonly OpenElement[]): number {
  let depth = 0;
  for (const element of open) if (element.quote) depth += 1;
  return Math.min(depth, 9);
}

function openElement(name: string, tag: string, parent: OpenElement | undefined): OpenElement {
  const attributes = tag.length > 4000 ? tag.slice(0, 4000) : tag;
  const style = /\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
  const css = (style?.[1] ?? style?.[2] ?? '').toLowerCase().replace(/\s+/g, '');
  const background =
    parent?.background === true || /background/.test(css) || /\s(?:bgcolor|background)\s*=/i.test(attributes);
  const hidden =
    parent?.hidden === true ||
    hidesText(css, background) ||
    (name !== 'input' && /\shidden(?:\s|=|$|\/)/i.test(attributes));
  return { name, hidden, background, quote: name === 'blockquote' };
}

function hidesText(css: string, background: boolean): boolean {
  if (css === '') return false;
  if (
    /display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|!|$)|opacity:0(?:\.0+)?(?:;|!|$)/.test(
      css,
    )
  ) {
    return true;
  }
  if (/(?:max-height|height|max-width|width):0(?:px)?(?:;|!|$)/.test(css) && /overflow:hidden/.test(css)) return true;
  if (/(?:text-indent|left|top):-\d{3,}/.test(css)) return true;
  // White letters on no background of their own are white on white.
  return !background && /(?:^|;)color:(?:#fff(?:fff)?|white|rgb\(255,255,255\)|transparent)(?:;|!|$)/.test(css);
}

/** Collects text by lines, white space folded, `> ` in front of quoted ones. Pieces, not a growing string: linear. */
class LineWriter {
  quoteDepth = 0;
  private readonly done: string[] = [];
  private pieces: string[] = [];
  private spaced = false;
  private depth = 0;

  text(raw: string): void {
    const text = decodeEntities(raw).replace(/[ \t\r\n\f\v]+/g, ' ');
    if (text === '' || (text === ' ' && this.pieces.length === 0)) return;
    if (this.pieces.length === 0) this.depth = this.quoteDepth;
    const piece = (this.pieces.length === 0 || this.spaced) && text.startsWith(' ') ? text.slice(1) : text;
    this.pieces.push(piece);
    this.spaced = text.endsWith(' ');
  }

  /** Ends the line; only a `<br>` on an empty line leaves a blank one. */
  break(blankLine = false): void {
    const text = this.pieces.join('').trim();
    const blank = this.done.length === 0 || this.done[this.done.length - 1] === '';
    if (text !== '') this.done.push(`${'> '.repeat(this.depth)}${text}`);
    else if (blankLine && !blank) this.done.push('');
    this.pieces = [];
    this.spaced = false;
  }

  finish(): string {
    this.break();
    return this.done.join('\n').trim();
  }
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,10});?/gi, (whole: string, name: string) => {
    if (name.startsWith('#')) {
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      const isText = code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isText ? String.fromCodePoint(code) : ' ';
    }
    const entity = ENTITIES[name] ?? ENTITIES[name.toLowerCase()];
    if (entity !== undefined) return entity;
    const accent = /^([a-z])(grave|acute|circ|uml)$/i.exec(name);
    return accent === null ? whole : `${accent[1] ?? ''}${ACCENTS[accent[2] ?? ''] ?? ''}`.normalize('NFC');
  });
}
