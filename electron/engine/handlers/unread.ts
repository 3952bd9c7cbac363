import { SportelloError } from '../../../shared/contract/errors';
import type { OriginalFile } from '../../../shared/contract/views';
import type { Message } from '../../../shared/domain/message';
import type { HandlersOf } from './handler';
import { readRaw } from '../store/messages-table';
import { unreadMessages } from '../store/quarantine-table';

/** Largest original that is handed out whole, bytes: the save dialog of the window takes no more (shell-handlers.ts). */
const MAX_ORIGINAL_BYTES = 40 * 1024 * 1024;
/** Unread messages shown at once; the others follow when these are dealt with. */
const MOST_UNREAD = 200;

/** Messages that could not be read fully, or not be stored: once more, or as a file. */
export const unreadHandlers = {
  'quarantine.unread': (context) => unreadMessages(context.store.db, MOST_UNREAD),

  'quarantine.original': async (context, { id }) => {
    const row = await context.store.db
      .selectFrom('quarantine')
      .select(['folder', 'uid', 'bytes'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row?.bytes) return original(`${row.folder}-${row.uid}`, row.bytes);
    throw new SportelloError('not-found', 'Of this message nothing was kept here', {
      reason: 'not-kept',
      action: 'It still lies on the server: open it with another mail program.',
    });
  },

  'messages.readAgain': async (context, { message }) => {
    const raw = await readRaw(context.store.db, message);
    if (!raw) throw noMessage();
    await context.pipeline.take([message]);
    const row = await context.store.db
      .selectFrom('message')
      .select(['parsed', 'parse_state'])
      .where('id', '=', message)
      .executeTakeFirstOrThrow();
    const { readability } = JSON.parse(row.parsed) as Pick<Message, 'readability'>;
    return { readability };
  },

  'messages.original': async (context, { message }) => {
    const raw = await readRaw(context.store.db, message);
    if (!raw) throw noMessage();
    return original(`message-${message}`, raw);
  },
} satisfies HandlersOf<'quarantine.unread' | 'quarantine.original' | 'messages.readAgain' | 'messages.original'>;

function original(name: string, bytes: Uint8Array): OriginalFile {
  if (bytes.byteLength > MAX_ORIGINAL_BYTES) {
    throw new SportelloError('file-too-large', 'The message is larger than 40 MB', {
      reason: 'to-save',
      action: 'Save it with your mail program.',
      detail: { megabytes: 40 },
    });
  }
  // No path and no surprise in the name: a folder may be called anything.
  const fileName = `${name.replace(/[^\w.-]+/g, '-').slice(0, 80)}.eml`;
  return { fileName, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

function noMessage(): SportelloError {
  return new SportelloError('not-found', 'There is no such message', {
    reason: 'message',
    action: 'Open the ticket again.',
  });
}
