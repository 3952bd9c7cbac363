import type { StoreCopy } from '../../shared/contract/copies';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { useWords } from '../i18n/use-words';

/** Asks before a copy takes the place of the store: what is lost, what comes back, what is held, what is kept. */
export function RestoreDialog(props: {
  /** null: closed. */
  readonly copy: StoreCopy | null;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onRestore: (copy: StoreCopy) => void;
}) {
  const words = useWords();
  const { copy } = props;
  if (copy === null) return null;
  return (
    <ConfirmDialog
      title={words.t('restore.title', { when: words.moment(copy.at) })}
      lost={words.t('restore.lost')}
      action={words.t('restore.do')}
      busy={props.busy}
      onClose={props.onClose}
      onConfirm={() => props.onRestore(copy)}
    >
      <ul className="restore-points">
        <li>{words.t('restore.mail')}</li>
        <li>{words.t('restore.outbox')}</li>
        <li>{words.t('restore.kept')}</li>
      </ul>
    </ConfirmDialog>
  );
}
