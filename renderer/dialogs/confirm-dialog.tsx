import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words';

/** There while it is open. Asks before something that cannot be taken back: what is lost first, `children` for what else comes of it. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly lost: string;
  /** Name of the button that does it. */
  readonly action: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly children?: ReactNode;
}) {
  const words = useWords();
  return (
    <Modal opened onClose={props.onClose} title={props.title} size="md">
      <p className="notice" data-tone="bad">
        {props.lost}
      </p>
      {props.children}
      <div className="dialog-actions">
        <Button size="xs" loading={props.busy} onClick={props.onConfirm}>
          {props.action}
        </Button>
        <Button size="xs" variant="default" data-autofocus disabled={props.busy} onClick={props.onClose}>
          {words.t('action.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
