import { SportelloError } from '../../../shared/contract/errors';
import type { OAuthSettings } from '../../../shared/contract/mailbox-auth';
import { providerOf } from '../../../shared/domain/oauth-providers';
import type { OAuthProvider } from '../../../shared/domain/oauth-providers';
import type { Clock } from '../outside';
import { askIdentityServer, shorten, unreachable } from './identity-server';

/** What a token endpoint gave. */
export type Grant = {
  readonly accessToken: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** null: the one that was used stays good (RFC 6749 §6). */
  readonly refreshToken: string | null;
  /** Scopes that were granted; null where the server does not say: then those that were asked for. */
  readonly scopes: readonly string[] | null;
  /** Address of who signed in, out of the ID token; null where there is none. */
  readonly account: string | null;
};

/** Whose tokens they are. The client secret is Google's, for desktop clients not confidential. */
export type Client = {
  readonly settings: OAuthSettings;
  readonly clientSecret: string | null;
  readonly clock: Clock;
};

/** Where the server does not say how long a token lives (RFC 6749 §5.1): a short guess costs one request. */
const UNSAID_LIFETIME_MS = 30 * 60_000;
/** A token is printable and has no space (RFC 6750 §2.1); anything else could break out of the SASL answer. */
const TOKEN = /^[\x21-\x7e]{1,20000}$/;
/** RFC 6749 §A.17. */
const REFRESH_TOKEN = /^[\x20-\x7e]{1,20000}$/;

/** Answers of RFC 6749 §5.2 and OpenID Connect after which only a person at the browser helps. */
const SIGN_IN_AGAIN: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);
/** Trouble of the server that it words as an error of OAuth. */
const LATER: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** Turns the code of a finished sign-in into tokens (RFC 6749 §4.1.3 with RFC 7636 §4.5). */
export function exchangeCode(
  client: Client,
  given: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
): Promise<Grant> {
  const form = {
    grant_type: 'authorization_code',
    code: given.code,
    code_verifier: given.verifier,
    redirect_uri: given.redirectUri,
  };
  // a code that was too old or not ours: nobody was signed in before
  return ask(client, form, { secrets: [given.code, given.verifier], gone: 'oauth-refused' });
}

/**
 * A new access token (RFC 6749 §6). Rejects with `oauth-signed-out` (the permission is gone), `oauth-refused` (the client
 * is not welcome any more) or `oauth-connect` (nothing is known; try later).
 */
export function refreshGrant(client: Client, refreshToken: string): Promise<Grant> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
  return ask(client, form, { secrets: [refreshToken], gone: 'oauth-signed-out' });
}

/** Takes the permission back at the provider (RFC 7009); false where the provider has no way, or did not do it. */
export async function revokeGrant(client: Client, refreshToken: string): Promise<boolean> {
  const { revocationEndpoint } = providerOf(client.settings);
  if (revocationEndpoint === null) return false;
  const form = { token: refreshToken, token_type_hint: 'refresh_token', ...identification(client) };
  try {
    const { status } = await askIdentityServer(revocationEndpoint, form, client.clock);
    return status === 200;
  } catch (error) {
    // forgetting here must not depend on the provider; the caller says that it was not told
    if (error instanceof SportelloError) return false;
    throw error;
  }
}

/** Nobody is signed in, or not any more. */
export function signedOut(provider: OAuthProvider, user: string, cause?: unknown): SportelloError {
  return new SportelloError('oauth-signed-out', `${user} is not signed in with ${provider.name}.`, {
    action: 'Sign in again. Nothing is lost: replies wait, and mail is fetched afterwards.',
    detail: { provider: provider.name, user },
    cause,
  });
}

/** What a refused request means: `secrets` that its words may repeat, and the code for "a person has to sign in". */
type Meaning = { readonly secrets: readonly string[]; readonly gone: 'oauth-signed-out' | 'oauth-refused' };

async function ask(client: Client, form: Readonly<Record<string, string>>, meaning: Meaning): Promise<Grant> {
  const provider = providerOf(client.settings);
  const whole = { ...form, ...identification(client) };
  const { status, body } = await askIdentityServer(provider.tokenEndpoint, whole, client.clock);
  // a server may repeat in its words what it was sent
  const secrets = [...meaning.secrets, ...(client.clientSecret ? [client.clientSecret] : [])];
  if (status >= 400 || typeof body['error'] === 'string') {
    throw refusal(provider, body, status, { ...meaning, secrets });
  }
  const grant = status === 200 ? readGrant(body, client) : null;
  if (grant === null) throw unreachable(new URL(provider.tokenEndpoint), 'its answer holds no usable token');
  return grant;
}

function identification({ settings, clientSecret }: Client): Readonly<Record<string, string>> {
  return { client_id: settings.clientId, ...(clientSecret === null ? {} : { client_secret: clientSecret }) };
}

function readGrant(body: Readonly<Record<string, unknown>>, client: Client): Grant | null {
  const { access_token: accessToken, refresh_token: refreshToken, scope, id_token: idToken } = body;
  if (typeof accessToken !== 'string' || !TOKEN.test(accessToken)) return null;
  // RFC 6749 §7.1: a token of a kind that we do not know must not be used
  if (typeof body['token_type'] !== 'string' || body['token_type'].toLowerCase() !== 'bearer') return null;
  const isToken = typeof refreshToken === 'string' && REFRESH_TOKEN.test(refreshToken);
  return {
    accessToken,
    expiresAt: client.clock.now() + lifetimeMs(body['expires_in']),
    refreshToken: isToken ? refreshToken : null,
    scopes: typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : null,
    account: typeof idToken === 'string' ? accountOf(idToken, client.settings.clientId) : null,
  };
}

/** Some servers write the seconds as text. */
function lifetimeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : UNSAID_LIFETIME_MS;
}

/**
 * The address in an ID token. It came straight from the token endpoint over TLS, which stands for its signature (OpenID
 * Connect Core §3.1.3.7, 6); it only says a name to a person and to the comparison with the mailbox.
 */
function accountOf(idToken: string, clientId: string): string | null {
  const payload = idToken.split('.')[1];
  if (payload === undefined) return null;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (typeof claims !== 'object' || claims === null) return null;
  const { aud, email, preferred_username: name } = claims as Readonly<Record<string, unknown>>;
  if (![aud].flat().includes(clientId)) return null;
  const account = [email, name].find((one) => typeof one === 'string' && /^[^\s@]+@[^\s@]+$/.test(one));
  return typeof account === 'string' ? account.slice(0, 320) : null;
}

function refusal(
  provider: OAuthProvider,
  body: Readonly<Record<string, unknown>>,
  status: number,
  { secrets, gone }: Meaning,
): SportelloError {
  const error = typeof body['error'] === 'string' ? body['error'] : `status ${String(status)}`;
  const words = typeof body['error_description'] === 'string' ? body['error_description'] : error;
  const mask = (said: string): string => shorten(secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), said));
  const text = mask(words);
  if (LATER.has(error)) return unreachable(new URL(provider.tokenEndpoint), text);
  const isGone = SIGN_IN_AGAIN.has(error);
  return new SportelloError(isGone ? gone : 'oauth-refused', `${provider.name} refused the sign-in: ${text}`, {
    ...(isGone && gone === 'oauth-refused' ? { reason: 'again' } : {}),
    action: isGone
      ? 'Sign in again. Nothing is lost: replies wait, and mail is fetched afterwards.'
      : 'Check the client id in the settings of the mailbox, and whether it is still registered with the provider.',
    detail: { provider: provider.name, reason: mask(error), text },
  });
}
