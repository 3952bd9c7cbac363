import { assertNever } from '../assert';
import { oauthOf } from '../contract/mailbox-auth';
import type { MailboxAuth, OAuthSettings } from '../contract/mailbox-auth';

/** Where one provider's sign-in happens and what is asked for. */
export type OAuthProvider = {
  /** As a person knows it. */
  readonly name: string;
  /** What the answer's `iss` must be where there is one (RFC 9207); null where it cannot be foretold. */
  readonly issuer: string | null;
  /** Whether an answer without `iss` is refused. */
  readonly namesItself: boolean;
  /** Host of the loopback address that the provider lets a desktop client come back to (RFC 8252 §7.3). */
  readonly comesBackTo: '127.0.0.1' | 'localhost';
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** RFC 7009; null where the provider has none. */
  readonly revocationEndpoint: string | null;
  readonly scopes: readonly string[];
  /** What this provider wants beside RFC 6749's parameters in the authorization address. */
  readonly extra: Readonly<Record<string, string>>;
  /** Whether the account that signs in must be the mailbox itself. */
  readonly account: 'same' | 'may-differ';
  /** Page where a person takes our access away by hand; null where unknown. */
  readonly accountPage: string | null;
};

/**
 * Google: OAuth 2.0 for desktop apps (developers.google.com/identity/protocols/oauth2/native-app) and the XOAUTH2 page of
 * Gmail (developers.google.com/workspace/gmail/imap/xoauth2-protocol), which wants this one scope for IMAP and SMTP.
 * `prompt=consent` makes Google give a refresh token again to who signs in a second time.
 */
const GOOGLE: OAuthProvider = {
  name: 'Google',
  issuer: 'https://accounts.google.com',
  namesItself: false,
  comesBackTo: '127.0.0.1',
  authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenEndpoint: 'https://oauth2.googleapis.com/token',
  revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
  scopes: ['openid', 'email', 'https://mail.google.com/'],
  extra: { access_type: 'offline', prompt: 'consent' },
  account: 'same',
  accountPage: 'https://myaccount.google.com/connections',
};

/**
 * Microsoft: the identity platform's authorization code flow, and "Authenticate an IMAP, POP or SMTP connection using
 * OAuth" (learn.microsoft.com/exchange/client-developer/legacy-protocols), which gives the scopes and allows a shared
 * mailbox as the user of somebody else's token. There is no revocation endpoint, and the issuer names the tenant of who
 * signed in, so neither can be checked or called.
 */
function microsoft(tenant: string): OAuthProvider {
  const place = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0`;
  return {
    name: 'Microsoft',
    issuer: null,
    namesItself: false,
    // its portal registers "http://localhost" for every port, and 127.0.0.1 only by editing a manifest
    comesBackTo: 'localhost',
    authorizationEndpoint: `${place}/authorize`,
    tokenEndpoint: `${place}/token`,
    revocationEndpoint: null,
    scopes: [
      'openid',
      'email',
      'profile',
      'offline_access',
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
    ],
    extra: { prompt: 'select_account' },
    account: 'may-differ',
    accountPage: 'https://myapps.microsoft.com',
  };
}

/** The provider that the settings of a mailbox mean. */
export function providerOf(settings: OAuthSettings): OAuthProvider {
  switch (settings.provider) {
    case 'google':
      return GOOGLE;
    case 'microsoft':
      return microsoft(settings.tenant ?? 'common');
    case 'custom':
      return {
        name: new URL(settings.authorizationEndpoint).host,
        issuer: settings.issuer ?? null,
        namesItself: settings.issuer !== undefined,
        comesBackTo: '127.0.0.1',
        authorizationEndpoint: settings.authorizationEndpoint,
        tokenEndpoint: settings.tokenEndpoint,
        revocationEndpoint: settings.revocationEndpoint ?? null,
        scopes: settings.scopes,
        extra: {},
        account: 'may-differ',
        accountPage: null,
      };
    default:
      return assertNever(settings);
  }
}

/**
 * What the refresh token of a mailbox belongs to; null where it has a password. A kept token is shown to no other identity
 * server, client or mailbox user than the one it was given for, and its access tokens to no other mail servers, whatever
 * the settings say later: one slip of the pen (imap.gmial.com) would hand the mailbox over.
 */
export function grantOf(mailbox: {
  readonly auth?: MailboxAuth | undefined;
  readonly imap: { readonly user: string; readonly host: string };
  readonly smtp: { readonly host: string };
}): string | null {
  const client = clientOf(mailbox);
  if (client === null) return null;
  const hosts = [mailbox.imap.host, mailbox.smtp.host].map((host) => host.toLowerCase());
  return JSON.stringify([client, mailbox.imap.user, ...hosts]);
}

/** The client that a mailbox signs in with, and where; null where it has a password. */
export function clientOf(mailbox: { readonly auth?: MailboxAuth | undefined }): string | null {
  const settings = oauthOf(mailbox);
  return settings && JSON.stringify([providerOf(settings).tokenEndpoint, settings.clientId]);
}
