import { oauthOf } from '../../../shared/contract/mailbox-auth';
import type { EngineSecrets } from '../../../shared/contract/host';
import type { DeskMailbox } from '../desk-settings';
import type { Outside } from '../outside';
import { createAccessTokens } from './access-tokens';
import type { AccessTokens } from './access-tokens';

/** The tokens of a mailbox, shared by all its connections; null where it has a password. */
export function mailboxTokens(
  mailbox: DeskMailbox,
  host: {
    readonly secrets: EngineSecrets;
    readonly outside: Outside;
    keepRefreshToken?(refreshToken: string | null): Promise<void>;
  },
): AccessTokens | null {
  const settings = oauthOf(mailbox);
  if (settings === null) return null;
  const { clock, log } = host.outside;
  return createAccessTokens({
    settings,
    user: mailbox.imap.user,
    refreshToken: host.secrets.refreshToken ?? null,
    clientSecret: host.secrets.clientSecret ?? null,
    clock,
    log,
    async keep(refreshToken) {
      if (host.keepRefreshToken) await host.keepRefreshToken(refreshToken);
      else if (refreshToken !== null) log.warn('sign-in', 'token.not-kept');
    },
  });
}
