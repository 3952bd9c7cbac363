import { SportelloError } from '../../shared/contract/errors';
import { foldAddress } from '../../shared/domain/address';
import type { EngineContext } from './context';
import type { DeskMailbox } from './desk-settings';
import type { MailboxSync } from './mail/mailbox';
import type { Outbox } from './outbox/outbox';

/** @throws SportelloError `profile-incomplete` where no mailbox is configured. */
export function neededOutbox(context: EngineContext): Outbox {
  if (context.outbox) return context.outbox;
  throw noMailbox(context.profileDir);
}

/** The mailbox that was written to, else the first. @throws SportelloError `profile-incomplete` where none is configured. */
export function neededMailbox(context: EngineContext, writtenTo: readonly string[] = []): DeskMailbox {
  const { mailboxes } = context.desk();
  const mailbox = mailboxes.find(({ address }) => writtenTo.includes(foldAddress(address))) ?? mailboxes[0];
  if (mailbox) return mailbox;
  throw noMailbox(context.profileDir);
}

/** @throws SportelloError `profile-incomplete` without a mailbox, `secret-unavailable` without its password. */
export function neededSync(context: EngineContext): MailboxSync {
  if (context.sync) return context.sync;
  if (context.desk().mailboxes.length === 0) throw noMailbox(context.profileDir);
  throw missingPassword();
}

/** The mailbox is known, its password is not: it was never given, or this system keeps none between two starts. */
export function missingPassword(): SportelloError {
  return new SportelloError('secret-unavailable', 'The password of the mailbox was not given.', {
    reason: 'mailbox-password',
    action: 'Enter the password in the settings of the mailbox, or set SPORTELLO_IMAP_PASSWORD.',
  });
}

function noMailbox(profileDir: string): SportelloError {
  return new SportelloError('profile-incomplete', `The profile ${profileDir} has no mailbox`, {
    reason: 'no-mailbox',
    action: 'Connect a mailbox in the settings, or add "mailbox" to profile.json.',
    detail: { profileDir },
  });
}
