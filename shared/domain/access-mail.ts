import { clubSlug } from './club-access';
import type { AttachedMessage } from './message';

/** Hotmart's own sender, as a forwarded head shows it (reference/hotmart.md §5: noreply@hotmart.com). */
const HOTMART_SENDER = /@(?:[a-z0-9-]{1,63}\.){0,4}hotmart\.com(?![a-z0-9.-]*[a-z0-9])/i;
/** A link at Hotmart that goes into a members area; a real one has fewer characters before its slug. */
const CLUB_LINK = /https:\/\/(?:[a-z0-9-]{1,63}\.){0,4}hotmart\.com\/[^\s<>"'()]{0,200}/gi;
/** Links that are looked at in one text: an access mail has a handful. */
const MOST_LINKS = 50;

/**
 * The slug of the club whose access mail was quoted, forwarded or attached; null where none was. The sender and the link
 * are only what the text shows: anybody can write both, so this never decides anything.
 *
 * @param html body as received, where the link may stand behind a button; null where it is not at hand
 */
export function forwardedClub(
  quoted: string,
  attached: readonly AttachedMessage[],
  html: string | null,
): string | null {
  for (const { kind, from, text } of attached) {
    if (kind === 'forwarded' && HOTMART_SENDER.test(from?.address ?? '')) {
      const slug = clubIn(text);
      if (slug !== null) return slug;
    }
  }
  return HOTMART_SENDER.test(quoted) ? (clubIn(quoted) ?? clubIn(html ?? '')) : null;
}

/** Whether a text shows Hotmart as a sender: the cheap question before the others. */
export function namesHotmartSender(text: string): boolean {
  return HOTMART_SENDER.test(text);
}

function clubIn(text: string): string | null {
  let looked = 0;
  for (const [link] of text.matchAll(CLUB_LINK)) {
    looked += 1;
    const slug = clubSlug(link);
    if (slug !== null || looked === MOST_LINKS) return slug;
  }
  return null;
}
