import { readMailLink } from '../../shared/domain/mail-link';
import { registrableDomain } from '../../shared/domain/registrable-domain';

/** A piece of plain text, or an address in it that can be opened. */
export type TextPart = { readonly text: string; readonly url: string | null };

const ADDRESS = /https?:\/\/[^\s<>"'`]+|mailto:[^\s<>"'`]+|\bwww\.[^\s<>"'`]+/giu;
/** Closing marks that belong to the sentence around an address, not to it. */
const TAIL = /[.,;:!?)\]}»”’]+$/u;

/** Cuts text at its web addresses. */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const shown = found[0].replace(TAIL, '');
    const url = shown.toLowerCase().startsWith('www.') ? `https://${shown}` : shown;
    if (found.index > from) parts.push({ text: text.slice(from, found.index), url: null });
    parts.push({ text: shown, url });
    from = found.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), url: null });
  return parts;
}

/** Where a link truly leads, for the agent to judge (reliability.md T5). */
export type LinkTarget =
  | {
      readonly kind: 'web';
      readonly host: string;
      /** The part of the host that its owner registered. */
      readonly domain: string;
      readonly url: string;
      readonly warnings: readonly LinkWarning[];
    }
  | { readonly kind: 'mail'; readonly host: string; readonly url: string; readonly warnings: readonly LinkWarning[] }
  | { readonly kind: 'refused'; readonly host: string };
export type LinkWarning = 'punycode' | 'user-info' | 'not-encrypted' | 'numeric-host';

/** Only http, https and mailto may leave; the host is shown in its ASCII form. */
export function readLink(written: string): LinkTarget {
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    // Not an address at all: shown as refused, never opened.
    return { kind: 'refused', host: written.slice(0, 80) };
  }
  if (url.protocol === 'mailto:') {
    const mail = readMailLink(written);
    if (mail === null) return { kind: 'refused', host: written.slice(0, 80) };
    return { kind: 'mail', host: mail.to, url: `mailto:${url.pathname}`, warnings: [] };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'refused', host: url.protocol };
  const warnings: LinkWarning[] = [];
  if (url.hostname.split('.').some((label) => label.startsWith('xn--'))) warnings.push('punycode');
  if (url.username !== '' || url.password !== '') warnings.push('user-info');
  if (url.protocol === 'http:') warnings.push('not-encrypted');
  if (/^[\d.]+$|^\[/.test(url.hostname)) warnings.push('numeric-host');
  return { kind: 'web', host: url.hostname, domain: registrableDomain(url.hostname), url: url.href, warnings };
}
