import { SportelloError } from '../../shared/contract/errors';
import { foldAddress } from '../../shared/domain/address';
import type { EngineContext } from './context';
import type { DeskMailbox } from './desk-settings';
import type { DeskOutbox } from './outbox/desk-outbox';
import { variableOf } from '../../shared/contract/secret-variables';

/** @throws SportelloError `profile-incomplete` where no mailbox is configured. */
export function neededOutbox(context: EngineContext): DeskOutbox {
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

/**
 * The mailbox is known, its password is not: it was never given, or this system keeps none between two starts. Named where the desk has
 * several.
 */
export function missingPassword(of: DeskMailbox | null): SportelloError {
  if (of === null) {
    return new SportelloError('secret-unavailable', 'The password of the mailbox was not given.', {
      reason: 'mailbox-password',
      action: 'Enter the password in the settings of the mailbox, or set SPORTELLO_IMAP_PASSWORD.',
    });
  }
  return new SportelloError('secret-unavailable', `The password of the mailbox ${of.address} was not given.`, {
    reason: 'password-of-mailbox',
    action: `Enter it in the settings of the mailbox, or set ${variableOf('SPORTELLO_IMAP_PASSWORD', of.id)}.`,
    detail: { address: of.address },
  });
}

export function noMailbox(profileDir: string): SportelloError {
  return new SportelloError('profile-incomplete', `The profile ${profileDir} has no mailbox`, {
    reason: 'no-mailbox',
    action: 'Connect a mailbox in the settings, or add "mailbox" to profile.json.',
    detail: { profileDir },
  });
}

/** Mails wait: the outgoing server's password is not at hand. `address` names whose, where the desk has several mailboxes. */
export function missingOutgoingPassword(address: string | null = null): SportelloError {
  if (address !== null) {
    return new SportelloError('secret-unavailable', `${address} cannot send from here: its password was not given`, {
      reason: 'outgoing-of-mailbox',
      action: 'Enter it in the settings of the mailbox, or set SPORTELLO_SMTP_PASSWORD with its id behind it.',
      detail: { address },
    });
  }
  return new SportelloError('secret-unavailable', 'The password of the outgoing server was not given', {
    reason: 'outgoing-password',
    action: 'Set SPORTELLO_SMTP_PASSWORD, or SPORTELLO_IMAP_PASSWORD where both are the same.',
  });
}
