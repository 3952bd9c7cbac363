import type { WebContents } from 'electron';
import { isAppAddress } from './app-protocol';
import type { ParkedMails } from './mail-protocol';
import { readAddress } from './read-address';

/** Addresses that may be opened outside, by the person's own system. */
export function isOutsideAddress(address: string): boolean {
  return ['https:', 'http:', 'mailto:'].includes(readAddress(address)?.protocol ?? '');
}

/**
 * The window stays on its page and the mail frame on its mail. A link in a mail asks for a new window; it gets none, and
 * `onMailLink` hears its address instead: the page shows the true host before anything opens outside.
 */
export function keepInPlace(contents: WebContents, mails: ParkedMails, onMailLink: (address: string) => void): void {
  contents.on('will-navigate', (event, address) => {
    if (!isAppAddress(address)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    const allowed = event.isMainFrame ? isAppAddress(event.url) : mails.isParked(event.url);
    if (!allowed) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOutsideAddress(url)) onMailLink(url);
    return { action: 'deny' };
  });
}
