import { foldAddress } from '../../../shared/domain/address';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { DeskSettings } from '../desk-settings';
import { fieldParty, isFormSender } from './find-requester';

/**
 * Whether a received mail came from another mailbox of this desk: a colleague writes to a colleague, or has the other mailbox in copy
 * of an answer. It is ours: no ticket is made of it and none is moved by it, for what it answers lies in Sent of the mailbox that wrote
 * it, which the desk reads, too. `isKept`: that copy is known. Without it nobody else has the mail (a form of the team's site that sends
 * over SMTP as a mailbox, a rule that forwards and keeps nothing), and it is a ticket like any other.
 *
 * A form of the team's own site that writes in the name of a mailbox is none of this, nor is mail of somebody else whom a group or a
 * forwarder names: there a customer stands behind the address. Nor is a mailbox that writes to itself, which was always a ticket: it says
 * so in To or Cc, whichever mailbox is read first.
 */
export function isBetweenOwn(
  row: { readonly mailbox_id: string },
  { message, parts }: { readonly message: Message; readonly parts: BodyParts },
  desk: Pick<DeskSettings, 'mailboxes' | 'ownAddresses' | 'formSenders' | 'groupAddresses'>,
  isKept: boolean,
): boolean {
  const from = foldAddress(message.from?.address ?? '');
  const writers = desk.mailboxes.filter(({ address }) => foldAddress(address) === from);
  if (!isKept || writers.length === 0 || message.marks.originalFrom !== null) return false;
  const recipients = [...message.to, ...message.cc].map(({ address }) => foldAddress(address));
  if (recipients.includes(from)) return false;
  const isToOther = desk.mailboxes.some(({ address }) => {
    const folded = foldAddress(address);
    return folded !== from && recipients.includes(folded);
  });
  if (!isToOther && writers.some(({ id }) => id === row.mailbox_id)) return false;
  if (message.replyTo.some(({ address }) => !desk.ownAddresses.includes(foldAddress(address)))) return false;
  // A site that sends by a provider which files a copy into Sent: the customer stands in the text alone.
  return !isFormSender(message, parts, desk) && fieldParty(parts.newText, desk) === null;
}
