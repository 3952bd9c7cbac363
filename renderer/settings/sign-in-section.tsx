import { Button } from '@mantine/core';
import { mailboxAuthSchema, oauthOf } from '../../shared/contract/mailbox-auth';
import type { MailboxSettings } from '../../shared/contract/profile';
import { providerOf } from '../../shared/domain/oauth-providers';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { SignInWaiting, useSignIn } from './use-sign-in';

/** Who signed in, in this form; `account` null where the provider does not say. */
export type SignedInAs = { readonly account: string | null };

/** "Sign in with …" of a mailbox form, and who did. Nothing is shown for a mailbox with a password. */
export function SignInSection(props: {
  readonly mailbox: MailboxSettings;
  readonly clientSecret: string;
  /** The mailbox is one more beside those that there are. */
  readonly add: boolean;
  readonly signedIn: SignedInAs | null;
  /** A permission for these settings is kept already. */
  readonly kept: boolean;
  readonly onSignedIn: (as: SignedInAs) => void;
}) {
  const words = useWords();
  const { mailbox, clientSecret, signedIn } = props;
  const auth = oauthOf(mailbox);
  const { waiting, failure, start, cancel } = useSignIn(async (page) => {
    props.onSignedIn(
      await sportello().shell.signIn({ mailbox, clientSecret, words: page, ...(props.add ? { add: true } : {}) }),
    );
  });
  if (auth === null) return null;
  // the permission is for these servers alone: they are known before the sign-in
  const needed = [mailbox.imap.host, mailbox.smtp.host, mailbox.address];
  const isComplete = mailboxAuthSchema.safeParse(auth).success && !needed.includes('');
  const isNameless = auth.provider === 'custom' && !isComplete;
  const provider = isNameless ? '…' : providerOf(auth).name;
  const account = signedIn?.account ?? null;
  return (
    <div className="sign-in">
      {waiting ? (
        <SignInWaiting onCancel={cancel} />
      ) : (
        <Button size="xs" variant="light" disabled={!isComplete} onClick={() => void start()}>
          {words.t('sign-in.do', { provider })}
        </Button>
      )}
      {!waiting && signedIn !== null && (
        <output className="notice">
          {account === null ? words.t('sign-in.done-unknown') : words.t('sign-in.done', { account })}{' '}
          {account !== null &&
            account.toLowerCase() !== mailbox.imap.user.toLowerCase() &&
            words.t('sign-in.differs', { account, user: mailbox.imap.user })}
        </output>
      )}
      {!waiting && signedIn === null && props.kept && <p className="notice">{words.t('sign-in.kept')}</p>}
      {failure}
    </div>
  );
}
