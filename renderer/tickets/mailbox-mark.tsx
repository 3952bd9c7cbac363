import { memo } from 'react';
import { mailboxLabel } from '../../shared/domain/mailbox-label';
import { useEngine } from '../engine-client';
import { useWords } from '../i18n/use-words';

/** Which mailbox a ticket came to, where the desk has several; nothing where it has one. */
export function MailboxMark({ mailbox }: { readonly mailbox: string }) {
  const mailboxes = useEngine('desk.status', {}).data?.mailboxes ?? [];
  if (mailboxes.length < 2) return null;
  const address = mailboxes.find(({ id }) => id === mailbox)?.address;
  const others = mailboxes.map((one) => one.address);
  return <Mark address={address ?? ''} label={address === undefined ? mailbox : mailboxLabel(address, others)} />;
}

const Mark = memo(function Mark({ address, label }: { readonly address: string; readonly label: string }) {
  const words = useWords();
  return (
    <span className="mailbox-mark" title={words.t('ticket.mailbox', { address: address || label })}>
      {label}
    </span>
  );
});
