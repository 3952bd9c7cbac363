import { Button } from '@mantine/core';
import type { ErrorCode, PackedError } from '../../shared/contract/errors';
import type { ShellState } from '../../shared/contract/shell-api';
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

/** The team's server does not know this password, or (no keychain) nobody has typed it since the start. */
function wantsPassword({ team }: ShellState, error: PackedError): boolean {
  if (team === null) return false;
  return error.code === 'store-refused' || (error.code === 'secret-unavailable' && error.detail['user'] !== undefined);
}

/** The profile or its store cannot be opened: what happened, to which folder, what to try. */
export function Broken(props: { readonly shell: ShellState }) {
  const words = useWords();
  const { busy, failure, run } = useShellCall();
  const { error, profileDir, keychain } = props.shell;
  const isAsked = error !== null && wantsPassword(props.shell, error);
  return (
    <FirstRunDialog title={words.t('broken.title')} width={560}>
      <p className="notice" data-tone="bad" role="alert">
        {error === null ? words.t('error.bug') : `${words.t(`error.${error.code}`, error.detail)} ${error.message}`}
      </p>
      <p className="dialog-lead">{error?.action}</p>
      <p className="dialog-lead">{words.t('broken.profile', { folder: profileDir })}</p>
      {failure}
      {error?.code === 'store-away' && <output className="dialog-lead">{words.t('broken.away')}</output>}
      {isAsked && <StorePassword keychain={keychain} />}
      {error !== null && MENDED_BY_COPY.includes(error.code) && <BrokenCopies />}
      <div className="dialog-actions">
        <Button
          loading={busy}
          variant={isAsked ? 'default' : 'filled'}
          data-autofocus={isAsked ? undefined : true}
          onClick={() => void run(() => sportello().shell.retry())}
        >
          {words.t('action.try-again')}
        </Button>
      </div>
    </FirstRunDialog>
  );
}
