import file from '../../resources/mail-providers.json';
import { mailProvidersSchema } from '../../shared/contract/mail-provider';
import type { MailboxSettings } from '../../shared/contract/profile';

const { providers } = mailProvidersSchema.parse(file);

/** Whether the provider of both servers puts what goes out through one of them into the other's Sent by itself. */
export function savesSent(mailbox: Pick<MailboxSettings, 'imap' | 'smtp'>): boolean {
  const [imap, smtp] = [mailbox.imap.host, mailbox.smtp.host].map((host) => host.toLowerCase());
  return providers.some((one) => one.savesSent && one.imap.host === imap && one.smtp.host === smtp);
}
