import createDOMPurify from 'dompurify';
import { NO_DISGUISE, findDisguisedLinks } from './disguised-links';
import type { DisguisedLinks } from './disguised-links';

/** Sanitised mail, ready for the frame. */
export type CleanMail = {
  /** Null where nothing can be shown; the mail's text is read then. */
  readonly html: string | null;
  /** Images that would have been fetched from elsewhere. */
  readonly blockedImages: number;
  readonly disguised: DisguisedLinks;
};

/** Colours of the frame, so that a mail without own colours follows the desk's scheme. */
export type FrameColours = {
  readonly text: string;
  readonly ground: string;
  readonly link: string;
  readonly dark: boolean;
};

const FORBIDDEN = [
  'form', 'input', 'button', 'textarea', 'select', 'option', 'iframe', 'frame', 'object', 'embed', 'base', 'meta',
  'link', 'audio', 'video', 'source', 'track', 'svg', 'math', 'dialog', 'template', 'slot', 'portal',
]; // prettier-ignore
const QUOTES = 'blockquote[type="cite"], .gmail_quote, .gmail_quote_container, #divRplyFwdMsg ~ *, .moz-cite-prefix';

/** Addresses that may stay; the last two branches are values that are no address with a scheme (`100%`, `cite`). */
const ALLOWED = /^(?:(?:https?|mailto):|data:image\/(?:png|jpe?g|gif|webp);|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;

function isRemote(address: string): boolean {
  return !/^data:image\/(?:png|jpe?g|gif|webp);/i.test(address);
}

/** CSS may write any letter of a name as an escape, `u\72l(` for `url(`: written out, what the rules look for is seen. */
function writeOutLetters(css: string): string {
  return css.replace(
    /\\(?:([\da-f]{1,6})(?:\r\n|\s)?|([g-z-]))/gi,
    (whole: string, hex: string | undefined, plain: string | undefined) => {
      const letter = hex === undefined ? (plain ?? '') : String.fromCharCode(Math.min(0xffff, parseInt(hex, 16)));
      return /[a-z-]/i.test(letter) ? letter : whole;
    },
  );
}

/** Quotes fold without any script: the browser's own disclosure. */
function foldQuotes(body: HTMLElement, label: string): void {
  for (const quote of body.querySelectorAll(QUOTES)) {
    if (quote.parentElement?.closest('details') !== null || quote.textContent.trim() === '') continue;
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = label;
    quote.replaceWith(details);
    details.append(summary, quote);
  }
}

/** One for all mails: the page's policy (app-protocol.ts) lets it ask for the right to read markup once. */
const purify = createDOMPurify(window);

/**
 * Cleans one HTML mail in the engine that shows it. `inline` gives the data address of a `cid:` image. Sanitising is
 * the second wall: the frame's opaque origin and its own CSP are the first, and nothing edits the text afterwards.
 */
export function sanitiseMail(
  html: string,
  inline: ReadonlyMap<string, string>,
  colours: FrameColours,
  words: { readonly quote: string; readonly blockedImage: string },
): CleanMail {
  let blockedImages = 0;
  // those of the mail before this one hold its pictures and its count
  purify.removeAllHooks();
  purify.addHook('uponSanitizeAttribute', (_node, attribute) => {
    // cid: is no web address; it is swapped for the image's bytes here or dropped.
    if (attribute.attrName !== 'src' || !/^cid:/i.test(attribute.attrValue)) return;
    const id = decodeURIComponent(attribute.attrValue.slice(4));
    attribute.attrValue = inline.get(id) ?? '';
  });
  purify.addHook('afterSanitizeAttributes', (node) => {
    if (!(node instanceof Element)) return;
    if (node.tagName === 'A') {
      node.setAttribute('target', '_blank');
      node.setAttribute('rel', 'noopener noreferrer');
    }
    for (const name of ['background', 'srcset', 'poster', 'ping', 'formaction', 'lowsrc', 'dynsrc']) {
      if (name === 'background' && node.hasAttribute(name)) blockedImages += 1;
      node.removeAttribute(name);
    }
    const style = node.hasAttribute('style') ? writeOutLetters(node.getAttribute('style') ?? '') : null;
    if (style !== null && /url\s*\(|image-set|expression/i.test(style)) {
      blockedImages += 1;
      node.setAttribute('style', style.replace(/[^;]*(?:url\s*\(|image-set|expression)[^;]*;?/gi, ''));
    }
    const source = node.tagName === 'IMG' ? node.getAttribute('src') : null;
    if (source === null) return;
    if (source === '' || isRemote(source)) {
      // A picture of one point is a tracker and nothing an agent would miss.
      const point = node.getAttribute('width') === '1' || node.getAttribute('height') === '1';
      blockedImages += 1;
      node.removeAttribute('src');
      if (point) node.remove();
      else node.setAttribute('alt', node.getAttribute('alt') || words.blockedImage);
    }
  });
  const body = purify.sanitize(html, {
    FORBID_TAGS: FORBIDDEN,
    FORBID_ATTR: ['srcset', 'ping', 'autofocus', 'tabindex', 'accesskey', 'contenteditable', 'popover'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ALLOWED,
    FORCE_BODY: true,
    RETURN_DOM: true,
  });
  // A set of frames (`<frameset>`) has no body: nothing of it is left to be shown.
  if (!(body instanceof HTMLElement)) return { html: null, blockedImages, disguised: NO_DISGUISE };
  for (const style of body.querySelectorAll('style')) {
    const css = writeOutLetters(style.textContent);
    if (/@import|url\s*\(|image-set/i.test(css)) blockedImages += 1;
    // Not taken out but replaced: what is left on both sides must not make a new one. The last one may lack its end.
    style.textContent = css.replace(/@import[^;]*;?|(?:url|image-set)\s*\([^)]*\)?/gi, ' none ');
  }
  const disguised = findDisguisedLinks(body);
  foldQuotes(body, words.quote);
  return { html: frameDocument(body.innerHTML, colours), blockedImages, disguised };
}

/** A mail that brings its own colours was drawn for white paper. */
function bringsColours(html: string): boolean {
  return /bgcolor|background|(?:^|[\s;"'])color\s*[:=]/i.test(html);
}

function frameDocument(body: string, colours: FrameColours): string {
  const paper = colours.dark && bringsColours(body);
  const text = paper ? '#20232a' : colours.text;
  const ground = paper ? '#f7f6f3' : colours.ground;
  const link = paper ? '#3543a0' : colours.link;
  return `<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>
html{color-scheme:${colours.dark && !paper ? 'dark' : 'light'};background:${ground};color:${text}}
body{margin:12px 14px;font:14px/1.55 'Segoe UI','Liberation Sans',system-ui,Arial,sans-serif;overflow-wrap:anywhere}
a{color:${link}}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
details{margin:8px 0}summary{cursor:pointer;opacity:.75;font-size:12px}
blockquote{margin:6px 0 6px 4px;padding-left:10px;border-left:2px solid currentColor;opacity:.85}
</style></head><body>${body}</body></html>`;
}

/** Tags that plain text loses nothing of; a mail with only these reads better as text. */
const PLAIN_TAGS =
  /<\/?(?:html|head|body|title|meta|p|div|span|br|b|i|u|em|strong|font|o:p|blockquote|pre|ul|ol|li|h[1-6])\b[^>]*>/giu;

/** True when the HTML shows something that the text part cannot: pictures, tables, links, styles, anything unknown. */
export function isRich(html: string): boolean {
  return /<[a-z!]/i.test(html.replace(/<!doctype[^>]*>/gi, '').replace(PLAIN_TAGS, ''));
}
