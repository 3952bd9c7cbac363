import type { HotmartSecrets } from '../../../shared/contract/hotmart';
import { maskAddresses } from '../../../shared/domain/mask-text';
import type { Clock, Log } from '../outside';
import { shorten } from '../sign-in/identity-server';
import { notReached, wrongCredentials } from './api-failure';
import { sendOnce } from './api-request';
import type { RawAnswer } from './api-request';

/** The access token of the API, for everything that asks it. */
export type Credentials = {
  /** A token that is good for some time more; fetched where there is none, once for all who wait. */
  current(): Promise<string>;
  /** The API refused this one: the next `current` is another. */
  refused(token: string): void;
  /** A server's words in one line, without what they may repeat of a secret, an address, a transaction number. */
  mask(text: string): string;
};

export type CredentialsOptions = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly secrets: HotmartSecrets;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/** A token is replaced this long before its end, or after half its life where that is shorter. */
const EARLY_MS = 5 * 60_000;
/** Where the server does not say how long a token lives: a short guess costs one request. */
const UNSAID_LIFETIME_MS = 30 * 60_000;
/** Sent verbatim: it is no plain JWT (reference/hotmart.md §2), but it must fit into a header. */
const TOKEN = /^[\x21-\x7e]{1,20000}$/;

/** The value of the Authorization header without the word Basic, which people paste or not; null where it is no base64. */
export function basicOf(clientId: string, { basic, clientSecret }: HotmartSecrets): string | null {
  const pasted = basic?.trim().replace(/^basic\s+/i, '') ?? '';
  if (pasted !== '') return /^[A-Za-z0-9+/_=-]{4,4000}$/.test(pasted) ? pasted : null;
  // RFC 7617 §2, and what Hotmart's panel shows as Basic
  return clientSecret ? Buffer.from(`${clientId}:${clientSecret.trim()}`).toString('base64') : null;
}

/** Whether a Basic token is plainly that of another client: then it would open another account than the one that was named. */
function isOfAnother(clientId: string, basic: string): boolean {
  const id = /^([\x21-\x39\x3b-\x7e]+):/.exec(Buffer.from(basic, 'base64').toString('latin1'))?.[1];
  return id !== undefined && id !== clientId;
}

/** Client credentials of RFC 6749 §4.4; the token is kept in memory only. Rejects with `hotmart-credentials` or `hotmart-connect`. */
export function createCredentials(options: CredentialsOptions): Credentials {
  const { clientId, secrets, clock, log } = options;
  const basic = basicOf(clientId, secrets);
  let access: { readonly token: string; readonly useUntil: number } | null = null;
  let asking: Promise<string> | null = null;

  const mask = (text: string): string => {
    const secret = [access?.token, basic, secrets.basic?.trim(), secrets.clientSecret?.trim()];
    const known = secret.reduce<string>((rest, each) => (each ? rest.replaceAll(each, '…') : rest), text);
    return shorten(maskAddresses(known).replace(/\bHP\d+/gi, 'HP…'));
  };

  async function ask(): Promise<string> {
    if (basic === null) throw wrongCredentials('the Basic token is not what Hotmart shows (letters, digits and =).');
    if (isOfAnother(clientId, basic)) throw wrongCredentials('the Basic token is that of another client id.');
    const plain = { grant_type: 'client_credentials' };
    let answer = await send(basic, plain);
    // Some accounts are said to need all three (reference/hotmart.md §2); in the body, where no log of a proxy keeps them.
    if (answer.status === 400 && secrets.clientSecret) {
      answer = await send(basic, { ...plain, client_id: clientId, client_secret: secrets.clientSecret.trim() });
    }
    const body = bodyOf(answer.text);
    const { host } = new URL(options.tokenUrl);
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      const said = [body?.['error_description'], body?.['error']].find((each) => typeof each === 'string');
      throw wrongCredentials(mask(typeof said === 'string' ? said : `it answers ${String(answer.status)}`));
    }
    if (answer.status !== 200) throw notReached(host, `it answers ${String(answer.status)}`);
    const token = body?.['access_token'];
    if (typeof token !== 'string' || !TOKEN.test(token)) throw notReached(host, 'its answer holds no usable token');
    const seconds = Number(body?.['expires_in']);
    const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : UNSAID_LIFETIME_MS;
    access = { token, useUntil: clock.now() + lifeMs - Math.min(EARLY_MS, lifeMs / 2) };
    log.info('hotmart', 'signed-in', { minutes: Math.round(lifeMs / 60_000) });
    return token;
  }

  function send(basic: string, form: Readonly<Record<string, string>>): Promise<RawAnswer> {
    const headers = {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    };
    const body = new URLSearchParams(form).toString();
    return sendOnce(new URL(options.tokenUrl), { method: 'POST', headers, body }, clock, options.signal);
  }

  return {
    current() {
      if (access !== null && clock.now() < access.useUntil) return Promise.resolve(access.token);
      access = null;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    refused(token) {
      if (access?.token === token) access = null;
    },
    mask,
  };
}

/** An object of JSON; null for a page of HTML, an empty text, anything else. */
export function bodyOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    // not JSON: that is the answer, and the caller says so
    return null;
  }
}
