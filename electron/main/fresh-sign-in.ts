import { SportelloError } from '../../shared/contract/errors';
import type { SignInWords } from '../../shared/contract/host';
import { oauthOf } from '../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../shared/contract/profile';
import { clientOf, grantOf } from '../../shared/domain/oauth-providers';
import type { FreshSignIn } from './mailbox-access';
import type { SignInProcess } from './sign-in-process';

/** A sign-in between the browser and "Save": held in memory, for the mailbox that it was made for. */
export type FreshSignIns = {
  /**
   * Answers who signed in. `inUse` are the clients of the open mailboxes' permissions. Throws `not-allowed` for a mailbox with
   * a password, else `oauth-…`.
   */
  start(
    mailbox: MailboxSettings,
    given: {
      readonly clientSecret: string | null;
      readonly inUse: readonly (string | null)[];
      readonly words: SignInWords;
    },
  ): Promise<{ readonly account: string | null }>;
  giveUp(): void;
  /** The sign-in that was made for exactly this mailbox; null where there is none. */
  of(mailbox: MailboxSettings): FreshSignIn | null;
  forget(): void;
};

export function createFreshSignIns(process: SignInProcess): FreshSignIns {
  let fresh: FreshSignIn | null = null;
  let freshClient: string | null = null;
  return {
    async start(mailbox, given) {
      const settings = oauthOf(mailbox);
      const of = grantOf(mailbox);
      if (settings === null || of === null) {
        throw new SportelloError('not-allowed', 'This mailbox has a password.', {
          reason: 'password-mailbox',
          action: 'Choose a provider first.',
        });
      }
      const client = clientOf(mailbox);
      const inUse = given.inUse.includes(client) || client === freshClient;
      const signedIn = await process.start({ settings, user: mailbox.imap.user, ...given, inUse });
      fresh = { ...signedIn, of, clientSecret: given.clientSecret };
      freshClient = client;
      return { account: fresh.account };
    },
    giveUp: () => process.giveUp(),
    of: (mailbox) => (fresh !== null && fresh.of === grantOf(mailbox) ? fresh : null),
    forget: () => {
      fresh = null;
      freshClient = null;
    },
  };
}
