import { useState } from 'react';
import type { ReactNode } from 'react';
import { explainError } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';

/** A call to the shell from a dialog: busy while it runs, its failure as a notice with what to do. */
export function useShellCall(): {
  readonly busy: boolean;
  readonly failure: ReactNode;
  readonly run: (work: () => Promise<void>) => Promise<void>;
} {
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
        <FailureText of={said} />
      </p>
    );
  return { busy, failure, run };
}
