import { foldAddress } from '../../../shared/domain/address';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { DeskSettings } from '../desk-settings';
import { isFormSender } from './find-requester';

/**
 * Whether a received mail came from another mailbox of this desk: a colleague writes to a colleague, or has the other mailbox in copy
 * of an answer. It is ours: no ticket is made of it and none is moved by it, for what it answers lies in Sent of the mailbox that wrote
 * it, which the desk reads, too.
 *
 * A form of the team's own site that writes in the name of a mailbox is none of this, nor is mail of somebody else whom a group or a
 * forwarder names: there a customer stands behind the address. Nor is a mailbox that writes to itself, which was always a ticket.
 */
export function isBetweenOwn(
  row: { readonly mailbox_id: string },
  { message, parts }: { readonly message: Message; readonly parts: BodyParts },
  desk: Pick<DeskSettings, 'mailboxes' | 'ownAddresses' | 'formSenders' | 'groupAddresses'>,
): boolean {
  const from = foldAddress(message.from?.address ?? '');
  const others = desk.mailboxes.filter(({ id }) => id !== row.mailbox_id);
  const isOther = others.some(({ address }) => foldAddress(address) === from);
  const isItself = desk.mailboxes.some(({ id, address }) => id === row.mailbox_id && foldAddress(address) === from);
  if (!isOther || isItself || message.marks.originalFrom !== null) return false;
  if (message.replyTo.some(({ address }) => !desk.ownAddresses.includes(foldAddress(address)))) return false;
  return !isFormSender(message, parts, desk);
}
