import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PackedError } from '../../shared/contract/errors';
import { explainFailure } from '../desk/explain-error';
import { FailureText } from '../desk/failure-text';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { FirstRunDialog } from './first-run-dialog';
import { useShellCall } from './use-shell-call';

/** Opens a store that was given a passphrase. `error`: why the last one did not open it. */
export function UnlockStore(props: { readonly error: PackedError | null }) {
  const words = useWords();
  const [passphrase, setPassphrase] = useState('');
  const { busy, failure, run } = useShellCall();
  const said = props.error === null || busy ? null : explainFailure(props.error);
  return (
    <FirstRunDialog title={words.t('unlock.title')} width={480}>
      <p className="dialog-lead">{words.t('unlock.lead')}</p>
      {failure}
      {said !== null && (
        <p className="notice" data-tone="bad" role="alert">
          <FailureText of={said} />
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '') void run(() => sportello().shell.unlockStore(passphrase));
        }}
      >
        <TextInput
          data-autofocus
          className="secret"
          label={words.t('protect.passphrase')}
          autoComplete="off"
          spellCheck={false}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button type="submit" loading={busy} disabled={passphrase === ''}>
            {words.t('unlock.open')}
          </Button>
        </div>
      </form>
    </FirstRunDialog>
  );
}
