import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { SignInWaiting, useSignIn } from './use-sign-in';

/** Signs an open mailbox (by its id; absent: the first) in again, as it is set up: the way out of every "signed out". */
export function SignInAgain({ mailbox }: { readonly mailbox: string | undefined }) {
  const words = useWords();
  const { waiting, failure, start, cancel } = useSignIn(async (page) => {
    await sportello().shell.signInAgain({ words: page, ...(mailbox === undefined ? {} : { mailbox }) });
  });
  if (waiting) return <SignInWaiting onCancel={cancel} />;
  return (
    <>
      {failure}
      <button type="button" onClick={() => void start()}>
        {words.t('sign-in.again')}
      </button>
    </>
  );
}
