import { readAuto } from '../../../shared/domain/auto-mail';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { PurchaseSource } from '../purchases/purchase-source';
import { findRequester } from './find-requester';
import type { KnownAddresses } from './find-requester';

/** Whether a machine wrote this one message: in a person's ticket it then neither reopens nor decides anything. */
export async function isAutoMessage(
  message: Message,
  parts: BodyParts,
  known: KnownAddresses,
  source: PurchaseSource,
): Promise<boolean> {
  const isAuto = (trustedSender: boolean) =>
    readAuto({
      subject: message.subject,
      newText: parts.newText,
      language: null,
      marks: message.marks,
      fromAddress: message.from?.address ?? null,
      trustedSender,
      isReport: message.report !== undefined,
    }) !== null;
  // Whose form or list it came through costs a look-up, and only matters to what looks like a machine's.
  return isAuto(false) && isAuto((await findRequester(message, parts, known, source)).trustedSender);
}
