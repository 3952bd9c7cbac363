import { SportelloError } from '../../../shared/contract/errors';
import type { EngineContext } from '../context';
import type { HandlersOf } from '../dispatch';
import { readAttachment } from '../mail/attachment-bytes';
import { readRaw } from '../store/messages-table';

/** Longest original that is shown, in characters: what follows is attachments. */
const MAX_RAW_CHARS = 2_000_000;

/** The original of a message and its attachments. */
export const messageHandlers = {
  'messages.raw': async (context, { message }) => {
    const raw = await neededRaw(context, message);
    return { text: new TextDecoder().decode(raw.subarray(0, MAX_RAW_CHARS)) };
  },

  'messages.attachment': async (context, { message, index }) => {
    const attachment = await readAttachment(await neededRaw(context, message), index);
    if (attachment) return attachment;
    throw new SportelloError('not-found', `The message has no attachment ${index}`, {
      action: 'Look at the original of the message.',
    });
  },
} satisfies HandlersOf<'messages.raw' | 'messages.attachment'>;

async function neededRaw(context: EngineContext, message: string): Promise<Uint8Array> {
  const raw = await readRaw(context.store.db, message);
  if (raw) return raw;
  throw new SportelloError('not-found', 'There is no such message', { action: 'Open the ticket again.' });
}
