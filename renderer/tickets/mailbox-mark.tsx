import { useMailboxName } from '../desk/mailbox-names';
import { useWords } from '../i18n/use-words';

/** Which mailbox a ticket came to, where the desk has several; nothing where it has one. */
export function MailboxMark({ mailbox }: { readonly mailbox: string }) {
  const words = useWords();
  const name = useMailboxName(mailbox);
  if (name === null) return null;
  return (
    <span className="mailbox-mark" title={words.t('ticket.mailbox', { address: name.address })}>
      {name.label}
    </span>
  );
}
