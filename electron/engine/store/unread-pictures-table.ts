import type { Message } from '../../../shared/domain/message';
import type { Db } from './tickets-table';

/** What the store keeps of a message beside its bodies. */
export type StoredParts = Omit<Message, 'text' | 'html'>;

/** A filed message with pictures that nobody has read yet. */
export type UnreadPictures = {
  readonly message: string;
  readonly ticket: string;
  /** The stored message without its bodies, as JSON. */
  readonly parsed: string;
  /** How often reading it was begun and never ended. */
  readonly attempts: number;
};

/** Notes that these messages have pictures to read; those that are noted already stay as they are. */
export async function addUnreadPictures(db: Db, messages: readonly string[]): Promise<void> {
  if (messages.length === 0) return;
  await db
    .insertInto('unread_picture')
    .values(messages.map((message_id) => ({ message_id, attempts: 0 })))
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute();
}

/** Messages whose pictures may still change a decision, newest first: those of resolved tickets wait until one reopens. */
export async function nextUnreadPictures(db: Db, limit: number): Promise<readonly UnreadPictures[]> {
  return db
    .selectFrom('unread_picture')
    .innerJoin('message', 'message.id', 'unread_picture.message_id')
    .innerJoin('ticket', 'ticket.id', 'message.ticket_id')
    .select(['message.id as message', 'ticket.id as ticket', 'message.parsed', 'unread_picture.attempts'])
    .where('ticket.state', 'not in', ['done', 'ignored'])
    .where('ticket.junk', '=', 0)
    .orderBy('message.received_at', 'desc')
    .orderBy('message.id', 'desc')
    .limit(limit)
    .execute();
}

/** How often reading these pictures was begun: written before each try, so that one that ends the engine is not tried for ever. */
export async function countPictureAttempts(db: Db, message: string, attempts: number): Promise<void> {
  await db.updateTable('unread_picture').set({ attempts }).where('message_id', '=', message).execute();
}

/** These pictures need no more reading. */
export async function removeUnreadPictures(db: Db, message: string): Promise<void> {
  await db.deleteFrom('unread_picture').where('message_id', '=', message).execute();
}

/** Writes a stored message anew, as `change` makes it. */
export async function changeStoredMessage(
  db: Db,
  message: string,
  change: (stored: StoredParts) => StoredParts,
): Promise<void> {
  const row = await db.selectFrom('message').select('parsed').where('id', '=', message).executeTakeFirstOrThrow();
  // It was erased while its pictures were read.
  if (row.parsed === '') return;
  const parsed = JSON.stringify(change(JSON.parse(row.parsed) as StoredParts));
  await db.updateTable('message').set({ parsed }).where('id', '=', message).execute();
}
