import { Button, Modal } from '@mantine/core';
import type { StoreCopy } from '../../shared/contract/copies';
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
  const title = copy === null ? '' : words.t('restore.title', { when: words.moment(copy.at) });
  return (
    <Modal opened={copy !== null} onClose={props.onClose} title={title} size="md">
      {copy !== null && (
        <>
          <p className="notice" data-tone="bad">
            {words.t('restore.lost')}
          </p>
          <ul className="restore-points">
            <li>{words.t('restore.mail')}</li>
            <li>{words.t('restore.outbox')}</li>
            <li>{words.t('restore.kept')}</li>
          </ul>
          <div className="dialog-actions">
            <Button size="xs" loading={props.busy} onClick={() => props.onRestore(copy)}>
              {words.t('restore.do')}
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
