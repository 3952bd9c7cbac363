import { registrableDomain } from '../../shared/domain/registrable-domain';

/** Links whose text names another domain than they lead to: by their address, the domain that the text names. */
export type DisguisedLinks = ReadonlyMap<string, string>;
export const NO_DISGUISE: DisguisedLinks = new Map();

/** Invisible characters and those that turn the direction of writing, which make a name look like another. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const TURNED = /[\u202a-\u202e\u2066-\u2069]/u;
const NAMED = /(?:^|[\s("'<[/@])((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?=$|[\s/:?#@)"'>\],.;!])/gu;
/** Endings that a bare name is taken for a domain with; with a scheme or `www.` any is. Files end otherwise (`ricevuta.pdf`). */
const ENDINGS =
  /\.(?:com|net|org|info|biz|io|app|dev|site|online|shop|store|club|host|example|[a-z]{2}|\p{L}*[^a-z.]\p{L}*)$/iu;

/** The domain that a link's text names, if it is another one than that of the host it leads to; null where nothing is disguised. */
export function claimedDomain(text: string, host: string): string | null {
  const shown = text
    .normalize('NFKC')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(UNSEEN, '')
    .toLowerCase();
  const leads = registrableDomain(host);
  for (const [, name = ''] of shown.matchAll(NAMED)) {
    const written = /(?:https?:\/\/|www\.)/.test(shown);
    if (!written && !ENDINGS.test(name)) continue;
    const ascii = hostOf(name);
    if (ascii !== null && registrableDomain(ascii) !== leads) return ascii;
  }
  // Turned text reads as something else than what stands there.
  return TURNED.test(text) ? shown.trim().slice(0, 80) : null;
}

function hostOf(name: string): string | null {
  try {
    return new URL(`https://${name}/`).hostname;
  } catch {
    // No host can have this name, so nobody is misled by it.
    return null;
  }
}

/** All disguised links of a sanitised mail, by the address as the window hears it when one is pressed. */
export function findDisguisedLinks(body: HTMLElement): DisguisedLinks {
  const found = new Map<string, string>();
  for (const link of body.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    if (!/^https?:$/.test(link.protocol)) continue;
    const claimed = claimedDomain(link.textContent, link.hostname);
    if (claimed !== null) found.set(link.href, claimed);
  }
  return found;
}
