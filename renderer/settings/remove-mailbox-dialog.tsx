import type { NamedMailbox } from '../../shared/contract/profile';
import { OUTBOX_WAITING } from '../../shared/domain/outbox';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { useEngine } from '../engine-client';
import { useShellCall } from '../first-run/use-shell-call';
import { useWords } from '../i18n/use-words';
import { sportello } from '../sportello';

/** Asks before a mailbox is taken out of the desk: its tickets stay, and what waits to go out from it is held. */
export function RemoveMailboxDialog(props: { readonly mailbox: NamedMailbox; readonly onClose: () => void }) {
  const words = useWords();
  const { mailbox, onClose } = props;
  const { data = [] } = useEngine('outbox.list', {});
  const { busy, failure, run } = useShellCall();
  const waiting = data.filter((item) => item.mailbox === mailbox.id && OUTBOX_WAITING.includes(item.state)).length;
  return (
    <ConfirmDialog
      title={words.t('mailboxes.remove-title', { address: mailbox.address })}
      lost={words.t('mailboxes.remove-text')}
      action={words.t('mailboxes.remove')}
      busy={busy}
      onClose={onClose}
      onConfirm={() =>
        void run(async () => {
          await sportello().shell.removeMailbox(mailbox.id);
          onClose();
        })
      }
    >
      {waiting > 0 && <p className="notice">{words.t('mailboxes.remove-waiting', { count: waiting })}</p>}
      {failure}
    </ConfirmDialog>
  );
}
