import { useState } from 'react';
import type { ReactNode } from 'react';
import { explainError } from '../desk/explain-error';
import { useWords } from '../i18n/use-words';

/** A call to the shell from a dialog: busy while it runs, its failure as a notice with what to do. */
export function useShellCall(): {
  readonly busy: boolean;
  readonly failure: ReactNode;
  readonly run: (work: () => Promise<void>) => Promise<void>;
} {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  const said = error === null ? null : explainError(error);
  const failure =
    said === null ? null : (
      <p className="notice" data-tone="bad" role="alert">
        {words.say(said.sentence)} {words.say(said.detail)}
      </p>
    );
  return { busy, failure, run };
}
