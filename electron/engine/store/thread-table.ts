import type { Selectable } from 'kysely';
import type { Message } from '../../../shared/domain/message';
import type { KnownTicket } from '../tickets/thread';
import type { FolderRole } from './folders-table';
import type { MessageTable } from './schema';
import type { Db } from './tickets-table';

/** Messages as conversations: which ticket knows a Message-ID, and what belongs to a ticket. */

export type StoredMessage = Selectable<MessageTable>;

/** Message columns that threading and the ticket's own columns need; no bodies. */
export type ThreadRow = Pick<
  StoredMessage,
  | 'id'
  | 'ticket_id'
  | 'message_id'
  | 'direction'
  | 'from_name'
  | 'from_address'
  | 'from_folded'
  | 'subject'
  | 'sent_at'
  | 'received_at'
  | 'is_auto'
  | 'parse_state'
  | 'parsed'
>;

const THREAD_COLUMNS = [
  'id',
  'ticket_id',
  'message_id',
  'direction',
  'from_name',
  'from_address',
  'from_folded',
  'subject',
  'sent_at',
  'received_at',
  'is_auto',
  'parse_state',
  'parsed',
] as const;

/** Values of one `in (…)`: far below SQLite's 32,766 parameters; a batch may name thousands of messages. */
const IDS_PER_STATEMENT = 5000;

/** Rows of these ids as they lie in the store. */
export async function readMessages(db: Db, ids: readonly string[]): Promise<readonly StoredMessage[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('message').selectAll().where('id', 'in', ids).execute();
}

/** The mailbox of each of these messages, and whether it was read before as one that a person opened from a file. */
export async function mailboxesOf(
  db: Db,
  ids: readonly string[],
): Promise<readonly (Pick<StoredMessage, 'id' | 'mailbox_id'> & { readonly fromFile: boolean })[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('message').select(['id', 'mailbox_id', 'parsed']).where('id', 'in', ids).execute();
  return rows.map(({ parsed, ...row }) => ({
    ...row,
    fromFile: parsed !== '' && (JSON.parse(parsed) as Pick<Message, 'fromFile'>).fromFile === true,
  }));
}

/** The role (`inbox`, `sent`, `junk`) of the folder that each message lies in; a copy elsewhere does not make it junk. */
export async function rolesOfMessages(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message_location')
    .innerJoin('folder', (join) =>
      join
        .onRef('folder.mailbox_id', '=', 'message_location.mailbox_id')
        .onRef('folder.path', '=', 'message_location.folder'),
    )
    .select(['message_location.message_id as id', 'folder.role as role'])
    .where('message_location.message_id', 'in', ids)
    .execute();
  // of several the last counts
  const junkFirst = [...rows.filter(({ role }) => role === 'junk'), ...rows.filter(({ role }) => role !== 'junk')];
  return new Map(junkFirst.map((row) => [row.id, row.role]));
}

/** Where an inbound message of a ticket lies on the server now. */
export type LivePlace = { readonly message: string; readonly mailbox: string; readonly role: FolderRole };

/** Where the inbound mail of the tickets of these messages lies now. A ticket of which nothing is left there is absent. */
export async function livePlacesOfTickets(
  db: Db,
  messages: readonly string[],
): Promise<ReadonlyMap<string, readonly LivePlace[]>> {
  const places = new Map<string, LivePlace[]>();
  for (const some of lists(messages)) {
    const rows = await db
      .selectFrom('message')
      .innerJoin('message_location', 'message_location.message_id', 'message.id')
      .innerJoin('folder', (join) =>
        join
          .onRef('folder.mailbox_id', '=', 'message_location.mailbox_id')
          .onRef('folder.path', '=', 'message_location.folder'),
      )
      .select(['message.id as message', 'message.ticket_id as ticket', 'folder.role as role'])
      .select('folder.mailbox_id as mailbox')
      .where('message.ticket_id', 'in', (of) => of.selectFrom('message').select('ticket_id').where('id', 'in', some))
      .where('message.direction', '=', 'inbound')
      .where('message_location.expunged_at', 'is', null)
      .execute();
    for (const { message, ticket, mailbox, role } of rows) {
      if (ticket === null) continue;
      const own = places.get(ticket) ?? [];
      own.push({ message, mailbox, role: role as FolderRole });
      places.set(ticket, own);
    }
  }
  return places;
}

/** Stored messages with one of these Message-IDs. */
export async function rowsWithMessageId(db: Db, messageIds: readonly string[]) {
  const found: ThreadRow[] = [];
  for (const some of lists(messageIds)) {
    const query = db.selectFrom('message').select(THREAD_COLUMNS);
    found.push(...(await query.where('message_id', 'in', some).execute()));
  }
  return found;
}

/** Those of these Message-IDs under which a mail lies in a Sent folder. */
export async function sentMessageIds(db: Db, messageIds: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsWithMessageId(db, messageIds);
  return rows.flatMap(({ message_id, direction }) => (direction === 'outbound' ? (message_id ?? []) : []));
}

/** Stored messages that name one of these Message-IDs, once for each that they name. */
export async function rowsNaming(db: Db, messageIds: readonly string[]) {
  const found: (ThreadRow & { readonly reference: string })[] = [];
  for (const some of lists(messageIds)) {
    const rows = await db
      .selectFrom('message_reference')
      .innerJoin('message', 'message.id', 'message_reference.message_id')
      .select(THREAD_COLUMNS.map((column) => `message.${column}` as const))
      .select('message_reference.reference')
      .where('message_reference.reference', 'in', some)
      .execute();
    found.push(...rows);
  }
  return found;
}

/** The tickets whose outbox wrote these Message-IDs, by Message-ID. */
export async function ticketsThatWrote(
  db: Db,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, KnownTicket>> {
  const found = new Map<string, KnownTicket>();
  for (const some of lists(messageIds)) {
    const rows = await db
      .selectFrom('outbox')
      .innerJoin('ticket', 'ticket.id', 'outbox.ticket_id')
      .select(['outbox.message_id as written', 'ticket.id', 'ticket.number', 'ticket.requester_folded as requester'])
      .where('outbox.message_id', 'in', some)
      .execute();
    for (const { written, id, number, requester } of rows) {
      found.set(written, { ticket: id, number, requester, added: [] });
    }
  }
  return found;
}

function* lists(values: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < values.length; at += IDS_PER_STATEMENT) yield values.slice(at, at + IDS_PER_STATEMENT);
}

/** Puts messages into a ticket. */
export async function putInTicket(db: Db, messages: readonly string[], ticket: string): Promise<void> {
  if (messages.length === 0) return;
  await db.updateTable('message').set({ ticket_id: ticket }).where('id', 'in', messages).execute();
}

/** Whether a person did anything on this ticket: then it is linked, never taken up by another. */
export async function wasWorkedOn(db: Db, ticket: string): Promise<boolean> {
  const found = await Promise.all([
    db.selectFrom('outbox').select('id').where('ticket_id', '=', ticket).limit(1).executeTakeFirst(),
    db.selectFrom('note').select('id').where('ticket_id', '=', ticket).limit(1).executeTakeFirst(),
    db.selectFrom('correction').select('id').where('ticket_id', '=', ticket).limit(1).executeTakeFirst(),
    db
      .selectFrom('draft')
      .select('ticket_id')
      .where('ticket_id', 'in', [ticket, `forward:${ticket}`])
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('draft_file')
      .select('ticket_id')
      .where('ticket_id', 'in', [ticket, `forward:${ticket}`])
      .limit(1)
      .executeTakeFirst(),
    db
      .selectFrom('ticket_event')
      .select('id')
      .where('ticket_id', '=', ticket)
      .where('kind', 'not in', ['created', 'message', 'decided', 'linked'])
      .limit(1)
      .executeTakeFirst(),
  ]);
  return found.some((row) => row !== undefined);
}

/** Who wrote the newest message of a ticket in this direction: the name, else the address; '' for none, or a machine. */
export async function newestWriter(db: Db, ticket: string, direction: 'inbound' | 'outbound'): Promise<string> {
  const row = await db
    .selectFrom('message')
    .select(['from_name', 'from_address', 'is_auto'])
    .where('ticket_id', '=', ticket)
    .where('direction', '=', direction)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.is_auto === 1 ? '' : row.from_name || row.from_address;
}

/** Moves everything of a ticket that nobody worked on into another one and takes it away. */
export async function takeUpTicket(db: Db, from: string, into: string): Promise<void> {
  await db.updateTable('message').set({ ticket_id: into }).where('ticket_id', '=', from).execute();
  await db.updateTable('ticket_event').set({ ticket_id: into }).where('ticket_id', '=', from).execute();
  await db.updateTable('ticket').set({ related_to: into }).where('related_to', '=', from).execute();
  await db.deleteFrom('ticket').where('id', '=', from).execute();
}

/** Says of tickets that name nothing yet that they are related to this one. */
export async function relateTickets(db: Db, tickets: readonly string[], to: string): Promise<void> {
  if (tickets.length === 0) return;
  await db
    .updateTable('ticket')
    .set({ related_to: to })
    .where('id', 'in', tickets)
    .where('related_to', 'is', null)
    .execute();
}

/** The messages of these tickets without bodies, oldest first by arrival. */
export async function threadRows(db: Db, tickets: readonly string[]): Promise<readonly ThreadRow[]> {
  if (tickets.length === 0) return [];
  return db
    .selectFrom('message')
    .select(THREAD_COLUMNS)
    .where('ticket_id', 'in', tickets)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
}

/** A mail of a person, as far as it says whether an answer helped. */
export type RequesterMail = {
  readonly requester: string;
  /** INTERNALDATE, epoch ms. */
  readonly at: number;
  readonly subject: string;
  readonly newText: string;
};

/**
 * What these requesters (folded) wrote in this time, epoch ms, machines' mail left out. Asked by ticket: through a form or
 * a list the sender is another address than the requester's.
 */
export async function messagesOfRequesters(
  db: Db,
  requesters: readonly string[],
  time: { readonly after: number; readonly until: number },
): Promise<readonly RequesterMail[]> {
  const found: RequesterMail[] = [];
  for (const some of lists(requesters)) {
    const rows = await db
      .selectFrom('ticket')
      .innerJoin('message', 'message.ticket_id', 'ticket.id')
      .select([
        'ticket.requester_folded as requester',
        'message.received_at as at',
        'message.subject',
        'message.new_text as newText',
      ])
      .where('ticket.requester_folded', 'in', some)
      .where('message.received_at', '>', time.after)
      .where('message.received_at', '<=', time.until)
      .where('message.direction', '=', 'inbound')
      .where('message.is_auto', '=', 0)
      .execute();
    found.push(...rows);
  }
  return found;
}

/** The messages of these tickets with their texts, without HTML, oldest first by arrival. */
export async function conversationRows(
  db: Db,
  tickets: readonly string[],
): Promise<readonly Omit<StoredMessage, 'html'>[]> {
  if (tickets.length === 0) return [];
  return db
    .selectFrom('message')
    .select([
      ...THREAD_COLUMNS,
      'mailbox_id',
      'digest',
      'same_mail',
      'new_text',
      'quoted_text',
      'signature',
      'parse_attempts',
    ])
    .where('ticket_id', 'in', tickets)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
}

/** HTML bodies of a ticket's messages by row id; messages without one are absent. */
export async function htmlOfTicket(db: Db, ticket: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('message')
    .select(['id', 'html'])
    .where('ticket_id', '=', ticket)
    .where('html', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.html ?? '']));
}
