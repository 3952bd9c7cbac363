import { oauthOf } from '../../../shared/contract/mailbox-auth';
import type { EngineSecrets } from '../../../shared/contract/host';
import { passwordsOf } from '../../../shared/contract/secret-variables';
import type { DeskMailbox } from '../desk-settings';
import type { Outside } from '../outside';
import { createAccessTokens } from './access-tokens';
import type { AccessTokens } from './access-tokens';

/** What this engine has to get into one mailbox. */
export type MailboxAccess = {
  readonly imapPassword: string | null;
  readonly smtpPassword: string | null;
  /** Used instead of both by all connections of a mailbox that is signed in at a provider; null where it has a password. */
  readonly tokens: AccessTokens | null;
};

/** What the access of a mailbox comes from. */
export type AccessHost = {
  readonly secrets: EngineSecrets;
  readonly outside: Outside;
  /** Keeps a refresh token of a mailbox, by its id. */
  keepRefreshToken?(refreshToken: string | null, mailbox: string): Promise<void>;
};

/** The access of a mailbox. What a host gives without naming a mailbox is that of `first`; see `passwordsOf` for the others. */
export function mailboxAccess(mailbox: DeskMailbox, first: DeskMailbox, host: AccessHost): MailboxAccess {
  const { secrets } = host;
  const own = secrets.mailboxes?.[mailbox.id] ?? {};
  return { ...passwordsOf(mailbox, own, first, secrets), tokens: tokensOf(mailbox, mailbox.id === first.id, host) };
}

function tokensOf(mailbox: DeskMailbox, isFirst: boolean, host: AccessHost): AccessTokens | null {
  const settings = oauthOf(mailbox);
  if (settings === null) return null;
  const { secrets, outside } = host;
  const own = secrets.mailboxes?.[mailbox.id] ?? {};
  // Two who use one refresh token would each make the other's useless: it is nobody's by default but the first one's.
  const usual = isFirst ? (secrets.refreshToken ?? null) : null;
  const { clock, log } = outside;
  return createAccessTokens({
    settings,
    user: mailbox.imap.user,
    refreshToken: own.refreshToken === undefined ? usual : own.refreshToken,
    clientSecret: (own.clientSecret === undefined ? secrets.clientSecret : own.clientSecret) ?? null,
    clock,
    log,
    async keep(refreshToken) {
      if (host.keepRefreshToken) await host.keepRefreshToken(refreshToken, mailbox.id);
      else if (refreshToken !== null) log.warn('sign-in', 'token.not-kept');
    },
  });
}
