import { Button } from '@mantine/core';
import type { ErrorCode } from '../../shared/contract/errors';
import type { ShellState } from '../../shared/contract/shell-api';
import { explainFailure } from '../desk/explain-error';
import { Technical } from '../desk/failure-text';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';
import { BrokenCopies } from './broken-copies';
import { FirstRunDialog } from './first-run-dialog';
import { StorePassword } from './store-password';
import { useShellCall } from './use-shell-call';

/** Failures of the store's file, for which a copy is the way out. */
const MENDED_BY_COPY: readonly ErrorCode[] = [
  'store-corrupt',
  'store-locked',
  'store-passphrase-wrong',
  'file-unreadable',
];

/** The profile or its store cannot be opened: what happened, to which folder, what to try. */
export function Broken(props: { readonly shell: ShellState }) {
  const words = useWords();
  const { busy, failure, run } = useShellCall();
  const { error, profileDir, keychain, team } = props.shell;
  const said = error === null ? null : explainFailure(error);
  // Without a keychain nothing is wrong: the password is asked for at every start.
  const isNotTyped = team !== null && error?.code === 'secret-unavailable' && error.detail['user'] !== undefined;
  if (isNotTyped) {
    return (
      <FirstRunDialog title={words.t('broken.sign-in')} width={480}>
        <p className="dialog-lead">{words.t('broken.sign-in.lead', { ...team })}</p>
        <StorePassword keychain={keychain} label={words.t('unlock.open')} />
      </FirstRunDialog>
    );
  }
  const isRefused = team !== null && error?.code === 'store-refused';
  return (
    <FirstRunDialog title={words.t('broken.title')} width={560}>
      <p className="notice" data-tone="bad" role="alert">
        {said === null ? words.t('error.bug') : words.say(said.sentence)}
        {said !== null && said.technical !== null && <Technical text={said.technical} />}
      </p>
      <p className="dialog-lead">{said === null ? words.t('error.bug.do') : words.say(said.detail)}</p>
      <p className="dialog-lead">{words.t('broken.profile', { folder: profileDir })}</p>
      {failure}
      {error?.code === 'store-away' && <output className="dialog-lead">{words.t('broken.away')}</output>}
      {isRefused && <StorePassword keychain={keychain} label={words.t('unlock.open')} />}
      {error !== null && MENDED_BY_COPY.includes(error.code) && <BrokenCopies />}
      <div className="dialog-actions">
        <Button
          loading={busy}
          variant={isRefused ? 'default' : 'filled'}
          data-autofocus={isRefused ? undefined : true}
          onClick={() => void run(() => sportello().shell.retry())}
        >
          {words.t('action.try-again')}
        </Button>
      </div>
    </FirstRunDialog>
  );
}
