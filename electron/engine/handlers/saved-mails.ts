import { isAbsolute } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import type { SavedMailView } from '../../../shared/contract/saved-mail';
import { foldAddress } from '../../../shared/domain/address';
import { senderName } from '../../../shared/domain/message';
import type { Message } from '../../../shared/domain/message';
import type { EngineContext } from '../context';
import { digestMessage } from '../mail/message-digest';
import { picturesToRead } from '../mail/pictures';
import { readSavedMail } from '../mail/saved-mail-file';
import { neededMailbox } from '../needed';
import { packRaw } from '../store/packed-raw';
import type { SavedMail, SavedMailPlace } from '../tickets/file-saved-mail';
import type { HandlersOf } from './handler';

/** The mail that each desk looks at: one at a time, so that a heap of large files never lies in memory together. */
const shown = new WeakMap<EngineContext, SavedMail>();

/** Mails that a person opened from a file. */
export const savedMailHandlers = {
  'savedMails.open': async (context, { path }) => {
    if (!isAbsolute(path)) {
      throw new SportelloError('usage', `${path} does not say which folder is meant.`, {
        action: 'Name the whole path.',
      });
    }
    // before it is read: without one there is no ticket to be made
    neededMailbox(context);
    const mail = await read(context, await readSavedMail(path));
    const place = await context.pipeline.fileSaved(mail, false);
    if (place.kind !== 'filed') return place;
    shown.set(context, mail);
    return { kind: 'new', mail: viewOf(mail, place) };
  },

  'savedMails.file': async (context, { id }) => {
    const place = await context.pipeline.fileSaved(neededMail(context, id), true);
    shown.delete(context);
    if (place.kind === 'refused') {
      throw new SportelloError('not-allowed', 'No ticket is made of this mail any more.', {
        reason: 'saved-mail-filed',
        action: 'Open it again.',
      });
    }
    if (place.kind === 'filed') context.mailFiled();
    return { ticket: place.ticket, isNew: place.kind === 'filed' };
  },

  'savedMails.close': (context, { id }) => {
    const closed = shown.get(context)?.stored.id === id;
    if (closed) shown.delete(context);
    return { closed };
  },
} satisfies HandlersOf<'savedMails.open' | 'savedMails.file' | 'savedMails.close'>;

async function read(context: EngineContext, raw: Uint8Array): Promise<SavedMail> {
  const first = await context.pipeline.readSaved(raw, neededMailbox(context).id);
  const mailbox = neededMailbox(context, recipientsOf(first.message));
  const now = context.outside.clock.now();
  return {
    ...first,
    stored: {
      id: context.outside.ids.row(),
      mailboxId: mailbox.id,
      digest: digestMessage(raw),
      direction: 'inbound',
      // when it came is not known; it waits since it was written, and nobody writes tomorrow
      receivedAt: Math.min(first.message.sentAt ?? now, now),
      raw: await packRaw(raw),
    },
  };
}

function recipientsOf({ to, cc }: Message): readonly string[] {
  return [...to, ...cc].map(({ address }) => foldAddress(address));
}

function neededMail(context: EngineContext, id: string): SavedMail {
  const mail = shown.get(context);
  if (mail?.stored.id === id) return mail;
  throw new SportelloError('not-found', 'This saved mail is not at hand any more.', {
    reason: 'saved-mail',
    action: 'Open its file again.',
  });
}

function viewOf(
  { stored, message, parts }: SavedMail,
  place: Extract<SavedMailPlace, { kind: 'filed' }>,
): SavedMailView {
  const { view } = place;
  return {
    id: stored.id,
    fromName: senderName(message),
    fromAddress: message.from?.address ?? '',
    subject: message.subject,
    sentAt: message.sentAt,
    newText: parts.newText,
    attachments: message.attachments.length,
    pictures: picturesToRead(message).length > 0,
    readability: message.readability,
    joins: place.isNew ? null : place.ticket,
    case: view && { match: view.match, delivery: view.delivery, decision: view.decision, intent: view.intent },
  };
}
