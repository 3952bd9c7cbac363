import { SportelloError } from '../../../shared/contract/errors';
import type { MailboxSync, SentFolder } from './mailbox';

/** The Sent folder of whichever connection there is at the moment: a desk of a team closes and opens its own as seats change hands. */
export function sentOf(sync: () => MailboxSync | null): SentFolder {
  const now = (): SentFolder => {
    const open = sync();
    if (open) return open.sent;
    throw new SportelloError('imap-connect', 'The mailbox is not connected.', {
      reason: 'not-connected',
      action: 'Try again.',
      retryable: true,
    });
  };
  return {
    append: async (raw, messageId) => now().append(raw, messageId),
    exists: async () => now().exists(),
    has: async (messageId) => now().has(messageId),
    flagAnswered: async (message) => now().flagAnswered(message),
    isAnswered: async (message) => now().isAnswered(message),
  };
}
