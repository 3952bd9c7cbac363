import { SportelloError } from '../../../shared/contract/errors';
import type { Message } from '../../../shared/domain/message';
import type { EngineContext } from '../context';
import type { HandlersOf } from './handler';
import { readAttachment } from '../mail/attachment-bytes';
import { readRaw, storedSize } from '../store/messages-table';
import { serverPartsOf } from '../store/server-parts-table';

/** Longest original that is shown, in characters: what follows is attachments. */
const MAX_RAW_CHARS = 2_000_000;

/** The original of a message and its attachments. */
export const messageHandlers = {
  'messages.raw': async (context, { message }) => {
    const raw = await neededRaw(context, message);
    const stored = await storedSize(context.store.db, message);
    return {
      text: new TextDecoder().decode(raw.subarray(0, MAX_RAW_CHARS)),
      wholeSize: stored === null || stored.whole ? null : stored.size,
    };
  },

  'messages.attachment': async (context, { message, index }) => {
    const raw = await neededRaw(context, message);
    await refuseUnread(context, message);
    await refuseOnServer(context, message);
    const attachment = await readAttachment(raw, index);
    if (attachment) return attachment;
    throw new SportelloError('not-found', `The message has no attachment ${index}`, {
      reason: 'attachment',
      action: 'Look at the original of the message.',
    });
  },
} satisfies HandlersOf<'messages.raw' | 'messages.attachment'>;

// Attachments are taken apart in this thread: only of what the killable parser has read whole within its budget.
async function refuseUnread(context: EngineContext, message: string): Promise<void> {
  const row = await context.store.db
    .selectFrom('message')
    .select('parsed')
    .where('id', '=', message)
    .executeTakeFirst();
  const read = row === undefined || row.parsed === '' ? null : (JSON.parse(row.parsed) as Pick<Message, 'readability'>);
  if (read?.readability === 'full') return;
  throw new SportelloError('file-unreadable', 'The message could not be read fully, and its attachments neither', {
    reason: 'message',
    action: 'Save the attachment with your mail program.',
  });
}

// What is stored of a large message holds none of its attachments: `messages.download` fetches them.
async function refuseOnServer(context: EngineContext, message: string): Promise<void> {
  if (!(await serverPartsOf(context.store.db, [message])).has(message)) return;
  throw new SportelloError('not-allowed', 'The attachment is on the mail server', {
    reason: 'on-server',
    action: 'Save it from there.',
  });
}

async function neededRaw(context: EngineContext, message: string): Promise<Uint8Array> {
  const raw = await readRaw(context.store.db, message);
  if (raw) return raw;
  throw new SportelloError('not-found', 'There is no such message', {
    reason: 'message',
    action: 'Open the ticket again.',
  });
}
