import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

type FirstRunDialogProps = {
  readonly title: string;
  /** Width in px. */
  readonly width: number;
  /** What Escape does; absent where there is nothing to go back to. */
  readonly onBack?: () => void;
  readonly children: ReactNode;
};

/** A question that stands before the desk: it stays until it is answered. */
export function FirstRunDialog(props: FirstRunDialogProps) {
  return (
    <Modal
      className="first-run"
      overlayProps={{ backgroundOpacity: 0 }}
      opened
      onClose={() => props.onBack?.()}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={props.onBack !== undefined}
      title={props.title}
      size={props.width}
    >
      {props.children}
    </Modal>
  );
}
