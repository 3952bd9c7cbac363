import { Button, Modal } from '@mantine/core';
import type { StoreCopy } from '../../shared/contract/copies';
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
  const title = copy === null ? '' : words.t('copies.remove-title', { when: words.moment(copy.at) });
  return (
    <Modal opened={copy !== null} onClose={props.onClose} title={title} size="md">
      {copy !== null && (
        <>
          <p className="notice" data-tone="bad">
            {words.t('copies.remove-text')}
          </p>
          <div className="dialog-actions">
            <Button size="xs" loading={props.busy} onClick={() => props.onRemove(copy)}>
              {words.t('copies.remove-do')}
            </Button>
            <Button size="xs" variant="default" data-autofocus disabled={props.busy} onClick={props.onClose}>
              {words.t('action.cancel')}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
