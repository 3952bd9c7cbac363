import { SportelloError } from '../../../shared/contract/errors';
import type { OAuthProvider } from '../../../shared/domain/oauth-providers';
import { shorten, unreachable } from './identity-server';

/** Codes of Microsoft Entra for "an administrator has to agree first" (learn.microsoft.com/entra, AADSTS error codes). */
const ADMIN_CONSENT = /AADSTS(65001|65004|90093|90094|90095|900941)/;
/** Longest code that is taken, in characters. */
const MAX_CODE = 8_000;

/**
 * The code in what the browser came back with (its `state` is already known to be ours).
 * @throws SportelloError `oauth-refused`, or `oauth-connect` where the provider says "not now"
 */
export function judgeAnswer(parameters: URLSearchParams, provider: OAuthProvider): string {
  const one = (name: string): string | null => {
    const values = parameters.getAll(name);
    if (values.length > 1) throw unusable(provider, `"${name}" came twice`);
    return values[0] ?? null;
  };
  const issuer = one('iss');
  // RFC 9207 §2.4: an answer of another server must not be exchanged here, not even its error shown as this one's
  if (issuer === null ? provider.namesItself : provider.issuer !== null && issuer !== provider.issuer) {
    throw unusable(provider, 'the answer came from another server');
  }
  const error = one('error');
  if (error !== null) throw refused(provider, error, one('error_description') ?? error);
  const code = one('code');
  if (code === null || code === '' || code.length > MAX_CODE) throw unusable(provider, 'it holds no code');
  return code;
}

function refused(provider: OAuthProvider, error: string, words: string): SportelloError {
  const text = shorten(words);
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return unreachable(new URL(provider.authorizationEndpoint), text);
  }
  const detail = { provider: provider.name, reason: shorten(error), text };
  if (ADMIN_CONSENT.test(words) || error === 'consent_required' || error === 'admin_policy_enforced') {
    return new SportelloError('oauth-refused', `An administrator has to allow this first: ${text}`, {
      reason: 'admin-consent',
      action:
        'Ask whoever administers your organisation to allow the client id of the mailbox (Microsoft: "Grant admin consent"), then sign in again.',
      detail,
    });
  }
  if (error === 'access_denied') {
    return new SportelloError('oauth-refused', `The permission was not given at ${provider.name}.`, {
      reason: 'denied',
      action: 'Sign in again and agree to the access; without it the desk cannot read or send mail.',
      detail,
    });
  }
  return new SportelloError('oauth-refused', `${provider.name} refused the sign-in: ${text}`, {
    action: 'Check client id and scopes in the settings of the mailbox.',
    detail,
  });
}

function unusable(provider: OAuthProvider, why: string): SportelloError {
  return new SportelloError('oauth-refused', `The answer of ${provider.name} cannot be used: ${why}.`, {
    reason: 'answer',
    action: 'Sign in again; if it happens again, check the endpoints in the settings of the mailbox.',
    detail: { provider: provider.name },
  });
}
