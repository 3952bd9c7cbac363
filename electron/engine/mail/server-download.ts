import type { Readable } from 'node:stream';
import { SportelloError } from '../../../shared/contract/errors';
import type { ServerSettings } from '../../../shared/contract/profile';
import type { Outside } from '../outside';
import { liveLocations } from '../store/locations-table';
import type { Store } from '../store/store';
import { findElsewhere } from './find-elsewhere';
import type { Place } from './find-elsewhere';
import type { ImapConnection } from './imap-connection';
import { imapFailure } from './imap-failure';
import type { SecondConnection } from './second-connection';
import { writeWhole } from './write-whole';

/** What somebody wants from the server. */
export type DownloadRequest = {
  /** Row id of the message. */
  readonly message: string;
  /** Part number of the attachment; null for the whole message. */
  readonly part: string | null;
  /** Where it goes: absolute, on this machine. A file that is there is replaced once all is here. */
  readonly path: string;
  /** Hears how many bytes (decoded) are here. */
  onProgress(bytes: number): void;
};

export type Downloaded = { readonly kind: 'saved'; readonly bytes: number } | { readonly kind: 'cancelled' };

/** Fetches attachments and messages into files, one after another. */
export type ServerDownload = {
  /**
   * Rejects with `message-gone` where no folder of the server has it any more, `file-too-large`, `file-unreadable` where
   * the file cannot be written, and with what hinders the link. What was written by then is removed.
   */
  save(request: DownloadRequest): Promise<Downloaded>;
  /** Stops a download that runs or waits; nothing where there is none. */
  cancel(message: string, part: string | null): void;
  cancelAll(): void;
};

/**
 * Asked of the server at a time. Measured on 30 MB: 1 MB of memory is held, 8 MB with 1 MB pieces; larger ones also leave
 * two to three times the garbage before the collector runs.
 */
const CHUNK_BYTES = 64 * 1024;
/** No provider takes a larger mail (Microsoft 365 150 MB, Gmail 50 MB): beyond this a server is sending without end. */
export const MAX_DOWNLOAD_BYTES = 256 * 1024 * 1024;
/** Time for one command that answers at once; a download is watched by the socket's silence instead. */
const COMMAND_MS = 120_000;

/** Uses the mailbox's second connection; see `ServerDownload`. */
export function createServerDownload(room: {
  readonly server: ServerSettings;
  readonly mailboxId: string;
  readonly second: SecondConnection;
  readonly store: Store;
  readonly outside: Outside;
}): ServerDownload {
  const running = new Map<string, AbortController>();
  const nameOf = (message: string, part: string | null): string => `${message} ${part ?? ''}`;

  async function fetch(current: ImapConnection, request: DownloadRequest, signal: AbortSignal): Promise<Downloaded> {
    const places = await liveLocations(room.store.db, room.mailboxId, request.message);
    for (const { folder, uidvalidity, uid } of places) {
      const done = await fetchAt(current, { folder, uid }, uidvalidity, request, signal);
      if (done) return done;
    }
    if (signal.aborted) return { kind: 'cancelled' };
    const place = await findElsewhere(current, room, request.message);
    const done = place && (await fetchAt(current, place, null, request, signal));
    if (done) return done;
    if (current.isLost()) throw current.refusal('answer', 'Try again.');
    throw new SportelloError(
      'message-gone',
      'The message is no longer on the mail server, and its attachment neither.',
      {
        action: 'Ask the sender to send it again. What is stored of the message stays here.',
      },
    );
  }

  /** null where the message does not lie there. */
  async function fetchAt(
    current: ImapConnection,
    place: Place,
    uidValidity: string | null,
    request: DownloadRequest,
    signal: AbortSignal,
  ): Promise<Downloaded | null> {
    if (signal.aborted) return { kind: 'cancelled' };
    const { client } = current;
    const lock = await current.within(COMMAND_MS, openFolder(current, place.folder));
    if (!lock) return null;
    try {
      if (client.mailbox === false) return null;
      if (uidValidity !== null && String(client.mailbox.uidValidity) !== uidValidity) return null;
      const options = { uid: true, chunkSize: CHUNK_BYTES, maxBytes: MAX_DOWNLOAD_BYTES + 1 };
      const asked = client.download(String(place.uid), request.part ?? undefined, options);
      const { content } = await current.within(COMMAND_MS, asked);
      if (!content) return null;
      const bytes = await writeWhole(bytesOf(content, room.server, signal), request.path, {
        id: room.outside.ids.row(),
        limit: MAX_DOWNLOAD_BYTES,
        onProgress: (done) => request.onProgress(done),
      });
      return { kind: 'saved', bytes };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      throw error;
    } finally {
      lock.release();
    }
  }

  return {
    async save(request) {
      const name = nameOf(request.message, request.part);
      if (running.has(name)) {
        throw new SportelloError('not-allowed', 'This is being fetched already.', {
          reason: 'fetching',
          action: 'Wait until it is here.',
        });
      }
      const stop = new AbortController();
      running.set(name, stop);
      try {
        return await room.second.inTurn((current) => fetch(current, request, stop.signal));
      } finally {
        running.delete(name);
      }
    },
    cancel: (message, part) => running.get(nameOf(message, part))?.abort(),
    cancelAll() {
      for (const stop of running.values()) stop.abort();
    },
  };
}

/** Opens a folder for reading; null where it is there no more: it was renamed or deleted with what lay in it. */
async function openFolder(current: ImapConnection, folder: string) {
  try {
    return await current.client.getMailboxLock(folder, { readOnly: true });
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'mailboxMissing') === true) return null;
    throw error;
  }
}

/** What comes, until its end, a failure of the link, or the signal. */
async function* bytesOf(content: Readable, server: ServerSettings, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = (): void => void content.destroy(new Error('cancelled'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of content) yield chunk as Uint8Array;
  } catch (error) {
    throw imapFailure(error, server);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
