import { SportelloError } from '../../../shared/contract/errors';
import type { ServerSettings } from '../../../shared/contract/profile';

/** The identity server gave a fresh token and the mail server does not let its owner in: a person has to look. */
export function tokenRefused(server: ServerSettings, text: string): SportelloError {
  return new SportelloError(
    'oauth-account',
    `${server.host}:${String(server.port)} does not let the account that signed in into the mailbox ${server.user}: ${text}`,
    {
      reason: 'server',
      action:
        'Sign in with the account of this mailbox, or one that may open it, and check that IMAP and SMTP are allowed for it. Nothing is lost.',
      detail: { host: server.host, port: server.port, user: server.user, text },
    },
  );
}
