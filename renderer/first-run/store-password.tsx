import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { useShellCall } from './use-shell-call';

/** The password of the team's server, typed again: kept once the server takes it, and the desk is opened with it. */
export function StorePassword(props: {
  readonly keychain: boolean;
  readonly label: string;
  readonly onKept?: () => void;
}) {
  const words = useWords();
  const [password, setPassword] = useState('');
  const { busy, failure, run } = useShellCall();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password === '') return;
        void run(async () => {
          await sportello().shell.changeStorePassword(password);
          props.onKept?.();
        });
      }}
    >
      {failure}
      <TextInput
        size="xs"
        data-autofocus
        type="password"
        autoComplete="off"
        label={words.t('join.password')}
        description={words.t(props.keychain ? 'join.password.about' : 'join.no-keychain')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className="dialog-actions">
        <Button type="submit" size="xs" loading={busy} disabled={password === ''}>
          {props.label}
        </Button>
      </div>
    </form>
  );
}
