import { Button, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { SportelloError } from '../../shared/contract/errors';
import type { SignInWords } from '../../shared/contract/host';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';

/**
 * A sign-in in the person's browser: a button, then a word that it is open and Cancel, then why it failed if it did.
 * Leaving the page gives it up.
 */
export function useSignIn(work: (words: SignInWords) => Promise<void>): {
  readonly waiting: boolean;
  readonly failure: ReactNode;
  readonly start: () => Promise<void>;
  readonly cancel: () => void;
} {
  const words = useWords();
  const [waiting, setWaiting] = useState(false);
  const { failure, run } = useShellCall();
  const state = useRef({ isWaiting: false, isCancelled: false });
  const cancel = (): void => {
    state.current.isCancelled = true;
    void sportello().shell.cancelSignIn();
  };
  useEffect(() => {
    const { current } = state;
    return () => {
      if (current.isWaiting) void sportello().shell.cancelSignIn();
    };
  }, []);
  const start = (): Promise<void> =>
    run(async () => {
      state.current.isCancelled = false;
      state.current.isWaiting = true;
      setWaiting(true);
      try {
        await work({ done: words.t('sign-in.page.done'), failed: words.t('sign-in.page.failed') });
      } catch (error) {
        // what the person did is no failure to tell the person
        const isOwn = error instanceof SportelloError && error.code === 'oauth-cancelled' && state.current.isCancelled;
        if (!isOwn) throw error;
      } finally {
        state.current.isWaiting = false;
        setWaiting(false);
      }
    });
  return { waiting, failure, start, cancel };
}

/** What stands where the button was, while the browser is open. */
export function SignInWaiting(props: { readonly onCancel: () => void }) {
  const words = useWords();
  return (
    <output className="sign-in-waiting">
      <Loader size={14} aria-hidden />
      <span>{words.t('sign-in.waiting')}</span>
      <Button size="xs" variant="default" onClick={props.onCancel}>
        {words.t('action.cancel')}
      </Button>
    </output>
  );
}
