import type { ImageReader } from '../mail/image-text';
import { picturesToRead, readPictures, withPictureTexts } from '../mail/pictures';
import type { ReadPicture } from '../mail/pictures';
import type { Outside } from '../outside';
import { readRaw } from '../store/messages-table';
import type { Store } from '../store/store';
import type { Db } from '../store/tickets-table';
import {
  addUnreadPictures,
  changeStoredMessage,
  countPictureAttempts,
  nextUnreadPictures,
  removeUnreadPictures,
} from '../store/unread-pictures-table';
import type { StoredParts, UnreadPictures } from '../store/unread-pictures-table';
import type { ReadMessage } from './file-messages';

/** Reads the pictures of mail that is filed and decided already, and has its ticket decided again. */
export type PictureRound = {
  /** Reads what waits, newest first; called after mail was filed and when the desk opens. */
  look(): void;
  /** Settles when nothing waits, or cannot be read now. */
  settled(): Promise<void>;
  /** Leaves what is unread for the next time; settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

export type PictureRoom = {
  readonly store: Store;
  readonly outside: Pick<Outside, 'log'>;
  readonly reader: ImageReader;
  /** Settles when no mail is being filed: pictures wait for mail, never mail for pictures. */
  readonly mailFiled: () => Promise<void>;
  readonly decideAgain: (tickets: readonly string[]) => Promise<unknown>;
  /** Hears of a failure that nobody waits for. */
  readonly failed: (error: unknown) => void;
};

const BATCH = 20;
/** Pictures during which the engine ended without a word this often are not tried again. */
const MAX_ATTEMPTS = 3;

/** Notes in the transaction that files them which messages have pictures to read: people's, sent to us. */
export async function noteUnreadPictures(db: Db, read: readonly ReadMessage[]): Promise<void> {
  const withPictures = read.filter(
    ({ row, message, isAuto }) => row.direction === 'inbound' && !isAuto && picturesToRead(message).length > 0,
  );
  await addUnreadPictures(
    db,
    withPictures.map(({ row }) => row.id),
  );
}

/** One picture at a time, in the background. */
export function createPictureRound(room: PictureRoom): PictureRound {
  let wanted = false;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    if (!wanted) return;
    wanted = false;
    for (;;) {
      const waiting = closed ? [] : await nextUnreadPictures(room.store.db, BATCH);
      if (waiting.length === 0) return;
      for (const unread of waiting) if (closed || !(await readOne(room, unread))) return;
    }
  }

  return {
    look() {
      wanted = true;
      running = running.then(run).catch(room.failed);
    },
    settled: () => running,
    async close() {
      closed = true;
      await room.reader.close();
      await running;
    },
  };
}

/** Whether it was read or given up; false where no picture can be read now. */
async function readOne(room: PictureRoom, unread: UnreadPictures): Promise<boolean> {
  const { store, outside, reader } = room;
  await room.mailFiled();
  if (unread.attempts >= MAX_ATTEMPTS) {
    outside.log.warn('pictures', 'message.abandoned', { message: unread.message, attempts: unread.attempts });
    await removeUnreadPictures(store.db, unread.message);
    return true;
  }
  await countPictureAttempts(store.db, unread.message, unread.attempts + 1);
  const positions = picturesToRead(JSON.parse(unread.parsed) as StoredParts);
  const raw = await readRaw(store.db, unread.message);
  const pictures = raw ? await readPictures(reader, raw, positions) : new Map<number, ReadPicture>();
  if (pictures === null) {
    await countPictureAttempts(store.db, unread.message, unread.attempts);
    return false;
  }
  if ([...pictures.values()].some(({ text }) => text.trim() !== '')) {
    await store.transaction((db) =>
      changeStoredMessage(db, unread.message, (stored) => withPictureTexts(stored, pictures)),
    );
    await room.decideAgain([unread.ticket]);
  }
  // last, so that a crash before the decision repeats it
  await removeUnreadPictures(store.db, unread.message);
  return true;
}
