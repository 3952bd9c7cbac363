import { isAbsolute } from 'node:path';
import { SportelloError } from '../../../shared/contract/errors';
import type { EngineContext } from '../context';
import { storedSize } from '../store/messages-table';
import { serverPartsOf } from '../store/server-parts-table';
import type { HandlersOf } from './handler';

/** What large messages left on the server. */
export const serverPartHandlers = {
  'messages.download': async (context, { message, index, path }) => {
    if (!isAbsolute(path)) {
      throw new SportelloError('usage', `${path} does not say which folder is meant.`, {
        action: 'Name the whole path.',
      });
    }
    const part = await partOf(context, message, index);
    const download = await context.mailboxes.downloadOf(message);
    return download.save({
      message,
      part,
      path,
      onProgress: (bytes) => context.announcer.downloading({ message, index, bytes }),
    });
  },

  'messages.cancelDownload': async (context, { message, index }) => {
    context.mailboxes.cancelDownload(message, await partOf(context, message, index));
    return { asked: true };
  },
} satisfies HandlersOf<'messages.download' | 'messages.cancelDownload'>;

/** Part number of an attachment that is on the server; null for the whole message where it is not stored whole. */
async function partOf(context: EngineContext, message: string, index: number | null): Promise<string | null> {
  const { db } = context.store;
  if (index === null) {
    const stored = await storedSize(db, message);
    if (stored !== null && !stored.whole) return null;
  } else {
    const parts = (await serverPartsOf(db, [message])).get(message);
    const found = parts?.find((part) => part.index === index);
    if (found) return found.part;
  }
  throw new SportelloError('not-found', 'Nothing of this message was left on the server under that number', {
    action: 'Open the ticket again.',
  });
}
