import type { Kysely, Selectable } from 'kysely';
import type { MarkedMessage } from '../../../shared/domain/answered-outside';
import type { FolderEpoch } from './locations-table';
import type { StoreTables } from './schema';
import type { Db } from './tickets-table';

/** The server's `\Answered`, kept with the place where a message lies. */

/** Bound parameters a statement may carry with room to spare (SQLite allows 32,766). */
const UIDS_PER_STATEMENT = 5000;

/** UIDs of a folder that are stored as answered and were still on the server at the last look. */
export async function answeredUids(db: Kysely<StoreTables>, epoch: FolderEpoch): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('message_location')
    .select('uid')
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('folder', '=', epoch.folder)
    .where('uidvalidity', '=', epoch.uidValidity)
    .where('expunged_at', 'is', null)
    .where('answered', '=', 1)
    .execute();
  return rows.map((row) => row.uid);
}

/**
 * Writes what the server says of these UIDs, where it is news. `since`: when it was seen, null where nobody can tell.
 * Answers the row ids of the messages of which it was news.
 */
export async function markAnswered(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  states: ReadonlyMap<number, boolean>,
  since: number | null,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const isAnswered of [true, false]) {
    const uids = [...states].filter(([, state]) => state === isAnswered).map(([uid]) => uid);
    for (let start = 0; start < uids.length; start += UIDS_PER_STATEMENT) {
      const rows = await db
        .updateTable('message_location')
        .set({ answered: isAnswered ? 1 : 0, answered_since: isAnswered ? since : null })
        .where('mailbox_id', '=', epoch.mailboxId)
        .where('folder', '=', epoch.folder)
        .where('uidvalidity', '=', epoch.uidValidity)
        .where('uid', 'in', uids.slice(start, start + UIDS_PER_STATEMENT))
        .where('answered', '=', isAnswered ? 0 : 1)
        .returning('message_id')
        .execute();
      changed.push(...rows.map((row) => row.message_id));
    }
  }
  return changed;
}

/**
 * Keeps up to where the flags of a folder are known; always after what it covers. `readAt`: when all of them were compared,
 * null leaves the last time as it is.
 */
export async function saveAnsweredLook(
  db: Kysely<StoreTables>,
  epoch: FolderEpoch,
  modseq: bigint | null,
  readAt: number | null,
): Promise<void> {
  await db
    .updateTable('folder')
    .set({
      ...(modseq === null ? {} : { highest_modseq: String(modseq) }),
      ...(readAt === null ? {} : { answered_read_at: readAt }),
    })
    .where('mailbox_id', '=', epoch.mailboxId)
    .where('path', '=', epoch.folder)
    .where('uidvalidity', '=', epoch.uidValidity)
    .execute();
}

/** The tickets of these messages. */
export async function ticketsOfMessages(db: Db, messages: readonly string[]): Promise<readonly string[]> {
  const tickets = new Set<string>();
  for (let start = 0; start < messages.length; start += UIDS_PER_STATEMENT) {
    const some = messages.slice(start, start + UIDS_PER_STATEMENT);
    const rows = await db.selectFrom('message').select('ticket_id').where('id', 'in', some).execute();
    for (const { ticket_id } of rows) if (ticket_id !== null) tickets.add(ticket_id);
  }
  return [...tickets];
}

/** The messages of a ticket with what the server says of them, for `answeredOutside`. */
export async function markedMessages(db: Db, ticket: string): Promise<readonly MarkedMessage[]> {
  const [messages, places, replied] = await Promise.all([
    db
      .selectFrom('message')
      .select(['id', 'direction', 'is_auto', 'received_at'])
      .where('ticket_id', '=', ticket)
      .execute(),
    placesOfTicket(db, ticket),
    db
      .selectFrom('outbox')
      .select('answers_message')
      .where('ticket_id', '=', ticket)
      .where('kind', '=', 'reply')
      .where('accepted_at', 'is not', null)
      .execute(),
  ]);
  return markMessages(messages, places, new Set(replied.map((row) => row.answers_message)));
}

/** Where the messages of a ticket lie or lay on the server, and with which flag. */
export async function placesOfTicket(db: Db, ticket: string) {
  return db
    .selectFrom('message_location')
    .innerJoin('message', 'message.id', 'message_location.message_id')
    .select(['message_location.message_id', 'message_location.mailbox_id', 'expunged_at', 'answered', 'answered_since'])
    .where('message.ticket_id', '=', ticket)
    .execute();
}

/** Messages with the flags of their places; `repliedTo`: row ids of those that the mail server took a reply of ours to. */
export function markMessages(
  messages: readonly Pick<Selectable<StoreTables['message']>, 'id' | 'direction' | 'is_auto' | 'received_at'>[],
  places: Awaited<ReturnType<typeof placesOfTicket>>,
  repliedTo: ReadonlySet<string | null>,
): readonly MarkedMessage[] {
  return messages.map((message): MarkedMessage => {
    const all = places.filter((place) => place.message_id === message.id);
    // Of a mail to several mailboxes, an answer from either one is one.
    const mark = [...new Set(all.map((place) => place.mailbox_id))]
      .flatMap((mailbox) => lastSeen(all.filter((place) => place.mailbox_id === mailbox)))
      .find((place) => place.answered === 1);
    return {
      id: message.id,
      direction: message.direction === 'outbound' ? 'outbound' : 'inbound',
      isAuto: message.is_auto === 1,
      receivedAt: message.received_at,
      answered: mark ? { since: mark.answered_since } : null,
      repliedByUs: repliedTo.has(message.id),
    };
  });
}

/** Who answers from a phone often files the mail away at once: then the last that was seen of it in its mailbox counts. */
function lastSeen<Place extends { readonly expunged_at: number | null }>(places: readonly Place[]): readonly Place[] {
  const live = places.filter((place) => place.expunged_at === null);
  return live.length > 0 ? live : places;
}
