import { randomBytes } from 'node:crypto';
import type { Session } from 'electron';
import { SportelloError } from '../../shared/contract/errors';
import { readAddress } from './read-address';

/** Longest document that is parked, in characters: inline images of a large mail fit. */
export const MAX_MAIL_CHARS = 60_000_000;
/** Of each window, which shows one conversation; more than this means that something forgot to release. */
const MAX_PARKED = 200;

/** No script, no network, no form, an opaque origin: whatever slipped through sanitising stays where it is. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  'frame-ancestors app://bundle',
  'sandbox allow-popups',
].join('; ');

export type ParkedMails = {
  /** Answers the document's own `mail:` address, which nobody can guess. `window`: id of the window that shows it. */
  park(html: string, window: number): string;
  release(address: string): void;
  /** That window was closed: nobody releases what it showed. */
  closed(window: number): void;
  /** Whether this is the address of a document that is parked now. */
  isParked(address: string): boolean;
};

/** Keeps sanitised mail documents in memory and serves each under an address of its own until it is released. */
export function createParkedMails(session: Session): ParkedMails {
  const documents = new Map<string, { readonly html: string; readonly window: number }>();
  const idsOf = (window: number): readonly string[] =>
    [...documents].filter(([, parked]) => parked.window === window).map(([id]) => id);
  session.protocol.handle('mail', (request) => {
    const document = documents.get(new URL(request.url).host)?.html;
    if (document === undefined) return new Response('Gone', { status: 404 });
    return new Response(document, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
    });
  });
  return {
    park: (html, window) => {
      if (html.length > MAX_MAIL_CHARS) {
        throw new SportelloError('file-too-large', 'This mail is too large to be shown.', {
          reason: 'to-show',
          action: 'Show the original, or save its attachments.',
        });
      }
      const own = idsOf(window);
      const [oldest] = own;
      if (own.length >= MAX_PARKED && oldest) documents.delete(oldest);
      const id = randomBytes(16).toString('hex');
      documents.set(id, { html, window });
      return `mail://${id}/`;
    },
    release: (address) => {
      documents.delete(readAddress(address)?.host ?? '');
    },
    closed: (window) => {
      for (const id of idsOf(window)) documents.delete(id);
    },
    isParked: (address) => {
      const url = readAddress(address);
      return url?.protocol === 'mail:' && documents.has(url.host);
    },
  };
}
