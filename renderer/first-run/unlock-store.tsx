import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { useShellCall } from './use-shell-call';

/** Opens a store that was given a passphrase. */
export function UnlockStore() {
  const words = useWords();
  const [passphrase, setPassphrase] = useState('');
  const { busy, failure, run } = useShellCall();
  return (
    <Modal
      className="first-run"
      overlayProps={{ backgroundOpacity: 0 }}
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={words.t('unlock.title')}
      size={480}
    >
      <p className="dialog-lead">{words.t('unlock.lead')}</p>
      {failure}
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
    </Modal>
  );
}
