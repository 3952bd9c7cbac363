import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { FirstRunDialog } from './first-run-dialog';
import { useShellCall } from './use-shell-call';

/** Shortest passphrase that is accepted, in characters. */
const SHORTEST = 8;

/** This system has no keychain: the person decides, once and knowingly, how the store is kept. */
export function ProtectStore(props: { readonly keychain: boolean }) {
  const words = useWords();
  const [passphrase, setPassphrase] = useState('');
  const { busy, failure, run } = useShellCall();
  const tooShort = passphrase.length < SHORTEST;
  return (
    <FirstRunDialog title={words.t('protect.title')} width={540}>
      <p className="dialog-lead">{words.t(props.keychain ? 'protect.lead-keychain' : 'protect.lead')}</p>
      {failure}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooShort) void run(() => sportello().shell.protectStore({ kind: 'passphrase', passphrase }));
        }}
      >
        {/* A text field that hides its letters: a password field would have no role, and no name for a screen reader's list. */}
        <TextInput
          data-autofocus
          className="secret"
          label={words.t('protect.passphrase')}
          description={words.t('protect.about', { n: SHORTEST })}
          autoComplete="off"
          spellCheck={false}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <div className="dialog-actions">
          <Button type="submit" loading={busy} disabled={tooShort}>
            {words.t('protect.use')}
          </Button>
          {props.keychain && (
            <Button
              variant="default"
              onClick={() => void run(() => sportello().shell.protectStore({ kind: 'keychain' }))}
            >
              {words.t('protect.keychain')}
            </Button>
          )}
          <Button variant="default" onClick={() => void run(() => sportello().shell.protectStore({ kind: 'none' }))}>
            {words.t('protect.none')}
          </Button>
        </div>
      </form>
    </FirstRunDialog>
  );
}
