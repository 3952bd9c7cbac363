import { createHash } from 'node:crypto';
import { SportelloError } from '../../../shared/contract/errors';
import type { SignedIn, SignInWords } from '../../../shared/contract/host';
import type { OAuthSettings } from '../../../shared/contract/mailbox-auth';
import { providerOf } from '../../../shared/domain/oauth-providers';
import type { OAuthProvider } from '../../../shared/domain/oauth-providers';
import type { Outside } from '../outside';
import { judgeAnswer } from './authorization-answer';
import { judgeGrant } from './judge-grant';
import { openLoopback } from './loopback';
import { exchangeCode, revokeGrant } from './tokens';
import type { Client, Grant } from './tokens';

export type SignInOptions = {
  readonly settings: OAuthSettings;
  /** User of the mailbox: suggested to the provider, and compared with who signed in. */
  readonly user: string;
  readonly clientSecret: string | null;
  /**
   * A permission of the same client is in use. Then one that comes to nothing is not taken back: at Google a revocation
   * ends all that this person gave to this client ("Revoking a token", developers.google.com/identity/protocols/oauth2/native-app),
   * so the mailbox that works would be signed out.
   */
  readonly inUse: boolean;
  readonly words: SignInWords;
  readonly outside: Pick<Outside, 'clock' | 'ids'>;
  /** Shows this exact address in the person's own browser (RFC 8252 §8.12: never in a window of ours). */
  openBrowser(address: string): Promise<void>;
  /** Aborted when the person gives up. */
  readonly signal?: AbortSignal;
};

/** A person types a password and looks for a telephone; after that the port is closed. */
const SIGN_IN_MS = 5 * 60_000;

/**
 * One sign-in in the system's browser: authorization code with PKCE over a loopback address (RFC 8252, RFC 7636 S256).
 * Rejects with `oauth-refused` (the provider or the person said no), `oauth-account` (somebody else signed in),
 * `oauth-cancelled` (given up, or nothing came in five minutes) or `oauth-connect`.
 */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { settings, words, outside } = options;
  const provider = providerOf(settings);
  const { ids } = outside;
  // two draws of 128 bits: RFC 7636 §7.1 asks for 256
  const verifier = ids.secret() + ids.secret();
  const state = ids.secret();
  const loopback = await openLoopback(state, words);
  const noMore = new AbortController();
  const redirectUri = `http://${provider.comesBackTo}:${String(loopback.port)}`;
  try {
    const answered = withinTime(loopback.answer(), options, provider, noMore.signal);
    // where the browser cannot be opened nobody waits for it any more
    answered.catch(() => undefined);
    await options.openBrowser(authorizationAddress(options, provider, { verifier, state, redirectUri }));
    const code = judgeAnswer(await answered, provider);
    const client: Client = { settings, clientSecret: options.clientSecret, clock: outside.clock };
    const grant = await exchangeCode(client, { code, verifier, redirectUri });
    const signedIn = await accept(grant, client, options);
    await loopback.finish('done');
    return signedIn;
  } catch (error) {
    noMore.abort();
    await loopback.finish('failed');
    throw error;
  }
}

/** RFC 6749 §4.1.1 with RFC 7636 §4.3. */
function authorizationAddress(
  options: SignInOptions,
  provider: OAuthProvider,
  own: { readonly verifier: string; readonly state: string; readonly redirectUri: string },
): string {
  const address = new URL(provider.authorizationEndpoint);
  const parameters = {
    ...provider.extra,
    response_type: 'code',
    client_id: options.settings.clientId,
    redirect_uri: own.redirectUri,
    scope: provider.scopes.join(' '),
    state: own.state,
    code_challenge: createHash('sha256').update(own.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: options.user,
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** Leaves no alarm behind, however it ends: a command line would wait for it. `noMore`: nobody waits any longer. */
function withinTime<T>(
  answer: Promise<T>,
  options: SignInOptions,
  provider: OAuthProvider,
  noMore: AbortSignal,
): Promise<T> {
  const signals = [noMore, ...(options.signal ? [options.signal] : [])];
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      stopWaiting();
      reject(givenUp(provider));
    };
    const cancel = options.outside.clock.after(SIGN_IN_MS, giveUp);
    const stopWaiting = (): void => {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', giveUp);
    };
    for (const signal of signals) signal.addEventListener('abort', giveUp);
    if (signals.some((signal) => signal.aborted)) giveUp();
    answer.then(resolve, reject).finally(stopWaiting);
  });
}

/**
 * A permission that is of no use, or that nobody waits for any more, must not stay behind at the provider, unless taking
 * it back would end one that is in use.
 */
async function accept(grant: Grant, client: Client, options: SignInOptions): Promise<SignedIn> {
  const provider = providerOf(client.settings);
  try {
    if (options.signal?.aborted === true) throw givenUp(provider);
    return judgeGrant(grant, provider, options.user);
  } catch (error) {
    if (grant.refreshToken !== null && !options.inUse) await revokeGrant(client, grant.refreshToken);
    throw error;
  }
}

function givenUp(provider: OAuthProvider): SportelloError {
  return new SportelloError('oauth-cancelled', `The sign-in with ${provider.name} was not finished.`, {
    action: 'Try again when you like; after five minutes the desk stops waiting. Nothing was changed.',
    detail: { provider: provider.name },
  });
}
