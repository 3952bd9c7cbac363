import { SportelloError } from '../../../shared/contract/errors';
import type { SignedIn } from '../../../shared/contract/host';
import { foldAddress } from '../../../shared/domain/address';
import type { OAuthProvider } from '../../../shared/domain/oauth-providers';
import type { Grant } from './tokens';

/** Scopes that are about who signed in or how long it lasts; a provider may leave them out of its answer. */
const NOT_ABOUT_MAIL: ReadonlySet<string> = new Set(['openid', 'email', 'profile', 'offline_access']);

/**
 * Whether what was granted is of use: lasting, for mail, and of the right account.
 * @throws SportelloError `oauth-refused` or `oauth-account`
 */
export function judgeGrant(grant: Grant, provider: OAuthProvider, user: string): SignedIn {
  const { refreshToken, accessToken, account } = grant;
  if (refreshToken === null) {
    throw new SportelloError('oauth-refused', `${provider.name} gave no lasting permission.`, {
      reason: 'not-lasting',
      action: 'Sign in again. With an own provider, add its scope for that, usually "offline_access".',
      detail: { provider: provider.name },
    });
  }
  const missing = missingScopes(grant, provider);
  if (missing.length > 0) {
    throw new SportelloError('oauth-refused', `${provider.name} did not give the permission to read and send mail.`, {
      reason: 'scope',
      action: 'Sign in again and leave the permission for mail ticked.',
      detail: { provider: provider.name, scopes: missing.join(' ') },
    });
  }
  if (provider.account === 'same' && account !== null && foldAddress(account) !== foldAddress(user)) {
    throw new SportelloError('oauth-account', `You signed in as ${account}, but the mailbox is ${user}.`, {
      action: `Sign in again and choose ${user} in the browser.`,
      detail: { provider: provider.name, account, user },
    });
  }
  return { refreshToken, accessToken, account };
}

/** A person can untick single permissions at Google; Microsoft writes scopes in its own case. */
function missingScopes({ scopes }: Grant, provider: OAuthProvider): readonly string[] {
  if (scopes === null) return [];
  const given = new Set(scopes.map((scope) => scope.toLowerCase()));
  return provider.scopes.filter((scope) => !NOT_ABOUT_MAIL.has(scope) && !given.has(scope.toLowerCase()));
}
