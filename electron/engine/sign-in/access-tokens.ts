import { SportelloError } from '../../../shared/contract/errors';
import type { OAuthSettings } from '../../../shared/contract/mailbox-auth';
import { providerOf } from '../../../shared/domain/oauth-providers';
import type { Log } from '../outside';
import { refreshGrant, revokeGrant, signedOut } from './tokens';
import type { Client } from './tokens';

/** The access token of one mailbox, for its IMAP connections and its outgoing server together. */
export type AccessTokens = {
  /**
   * A token that is good for some minutes more; fetched where there is none, once for all who wait. Rejects with
   * `oauth-signed-out`, `oauth-refused` or `oauth-connect`.
   */
  current(): Promise<string>;
  /** The mail server refused this one: the next `current` is another. Nothing happens where it is another already. */
  refused(token: string): void;
  /**
   * Forgets the permission here, then takes it back at the provider, whatever that says. Where it cannot be forgotten it
   * rejects, and everything is as before.
   */
  signOut(): Promise<{ readonly revoked: boolean }>;
};

export type AccessTokensOptions = Client & {
  /** User of the mailbox, for sentences. */
  readonly user: string;
  /** null: nobody is signed in. */
  readonly refreshToken: string | null;
  readonly log: Log;
  /**
   * Keeps a refresh token for the next start, null to forget it. It has settled before the access token that came with it
   * is used: a process that dies after that finds it.
   */
  keep(refreshToken: string | null): Promise<void>;
};

/** A token is replaced this long before its end, so that a sign-in under way does not lose it. */
const EARLY_MS = 5 * 60_000;

/** Holds the access token in memory only; see `AccessTokens`. */
export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { settings, clock, log, user } = options;
  const provider = providerOf(settings);
  let { refreshToken } = options;
  let access: { readonly token: string; readonly useUntil: number } | null = null;
  let ended: SportelloError | null = refreshToken === null ? signedOut(provider, user) : null;
  let isUnsaved = false;
  let refreshing: Promise<string> | null = null;

  async function save(): Promise<void> {
    await options.keep(refreshToken);
    isUnsaved = false;
  }

  async function refresh(): Promise<string> {
    if (ended !== null || refreshToken === null) throw ended ?? signedOut(provider, user);
    // the last one could not be written: it must not be used up before the next one can
    if (isUnsaved) await save();
    try {
      const grant = await refreshGrant(options, refreshToken);
      const isRotated = grant.refreshToken !== null && grant.refreshToken !== refreshToken;
      if (isRotated) {
        // in memory first: the old one may be dead already
        ({ refreshToken } = grant);
        isUnsaved = true;
        await save();
      }
      const lifeMs = grant.expiresAt - clock.now();
      access = { token: grant.accessToken, useUntil: grant.expiresAt - Math.min(EARLY_MS, lifeMs / 2) };
      log.info('sign-in', 'refreshed', { rotated: isRotated, minutes: Math.round(lifeMs / 60_000) });
      return grant.accessToken;
    } catch (error) {
      if (error instanceof SportelloError && error.code === 'oauth-signed-out') {
        // asking again with a permission that is gone only locks accounts
        ended = signedOut(provider, user, error);
        log.error('sign-in', 'signed-out', { provider: settings.provider });
        throw ended;
      }
      throw error;
    }
  }

  return {
    async current() {
      if (access !== null && clock.now() < access.useUntil) return access.token;
      access = null;
      refreshing ??= refresh().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    refused(token) {
      if (access?.token === token) access = null;
    },
    async signOut() {
      const before = ended;
      ended = signedOut(provider, user);
      // what is being fetched now may bring a new one to life
      if (refreshing !== null) await Promise.allSettled([refreshing]);
      const last = refreshToken;
      access = null;
      try {
        await options.keep(null);
      } catch (error) {
        // nothing was forgotten: still signed in, and it can be asked again
        ended = before;
        throw error;
      }
      refreshToken = null;
      const revoked = last !== null && (await revokeGrant(options, last));
      log.info('sign-in', 'ended', { revoked });
      return { revoked };
    },
  };
}

/**
 * The one access token of a sign-in that has just been made, for trying the servers before it is kept; null where nobody
 * signed in.
 */
export function onlyThisToken(settings: OAuthSettings, user: string, token: string | null): AccessTokens {
  return {
    current: () => (token === null ? Promise.reject(signedOut(providerOf(settings), user)) : Promise.resolve(token)),
    // there is no other: the second refusal of the same says what is wrong
    refused: () => undefined,
    signOut: () => Promise.resolve({ revoked: false }),
  };
}
