import type { StoreCopy } from '../../shared/contract/copies';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { useWords } from '../i18n/use-words';

/** Asks before a store that a restore had kept is deleted for good. */
export function RemoveCopyDialog(props: {
  /** null: closed. */
  readonly copy: StoreCopy | null;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onRemove: (copy: StoreCopy) => void;
}) {
  const words = useWords();
  const { copy } = props;
  if (copy === null) return null;
  return (
    <ConfirmDialog
      title={words.t('copies.remove-title', { when: words.moment(copy.at) })}
      lost={words.t('copies.remove-text')}
      action={words.t('copies.remove-do')}
      busy={props.busy}
      onClose={props.onClose}
      onConfirm={() => props.onRemove(copy)}
    />
  );
}
