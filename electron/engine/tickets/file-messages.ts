import type { ReturnNotice } from '../../../shared/contract/views';
import { foldAddress } from '../../../shared/domain/address';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { DeskSettings } from '../desk-settings';
import { findProducerMails, noteProducerMails } from '../escalations/answers';
import { findReturned, noteReturned } from '../outbox/returned-mail';
import type { ArrivedReport, ReturnedMail } from '../outbox/returned-mail';
import type { Outside } from '../outside';
import { blockedAmong } from '../store/blocked-senders-table';
import { readRow, saveRead } from '../store/messages-table';
import type { SearchEntry } from '../store/search-index';
import type { StoredMessage } from '../store/thread-table';
import { takeTicketNumbers } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import type { DecidedFirst } from './decide-tickets';
import { Filing } from './filing';
import { KnownThreads } from './known-threads';
import { noteSuspects } from './machine-pace';
import type { Suspect } from './machine-pace';
import type { MessageReading } from './message-reading';
import { MAX_REFERENCES, namedMessageIds } from './thread';

/** A stored message after it was read, on its way into a ticket. */
export type ReadMessage = {
  readonly row: StoredMessage;
  readonly message: Message;
  readonly parts: BodyParts;
  readonly reading: MessageReading | null;
  readonly isAuto: boolean;
  /** Role of its folder: `inbox`, `sent`, `junk`. */
  readonly role: string;
};

/** What a batch did: tickets that it touched, how many of them are new, and those that went up in another. */
export type Filed = {
  readonly touched: readonly string[];
  /** Touched tickets that still wait for their decision. */
  readonly undecided: readonly string[];
  readonly created: number;
  readonly takenUp: readonly string[];
  /** Mails of ours that did not arrive. */
  readonly notices: readonly ReturnNotice[];
  /** Requesters who have begun to write as only a machine does. */
  readonly suspects: readonly Suspect[];
  /** What the tickets that were decided as they were opened are found by. */
  readonly found: readonly SearchEntry[];
};

/** Decides tickets before they are written for the first time. */
export type DecideFirst = (opened: readonly TicketWithRows[]) => Promise<readonly DecidedFirst[]>;

/** A ticket with all its messages, oldest arrival first. */
export type TicketWithRows = {
  readonly ticket: StoredTicket;
  readonly rows: readonly StoredMessage[];
  /** What its messages say, by row id. */
  readonly readings: ReadonlyMap<string, MessageReading>;
};

/**
 * Message → ticket, for a batch, inside one transaction: finds or opens the ticket of each message in memory, then
 * writes messages and tickets, and brings the tickets' own columns and states up to date. New tickets whose messages all
 * came with the batch are decided before they are written. Running it again over the same messages changes nothing.
 */
export async function fileMessages(
  db: Db,
  outside: Outside,
  desk: DeskSettings,
  batch: readonly ReadMessage[],
  decideFirst: DecideFirst,
): Promise<Filed> {
  const returned = await findReturned(db, batch.flatMap(reportOf));
  const inOrder = batch
    .map((read) => arrivalOf(read, returned.get(read.row.id) ?? null))
    .sort((one, other) => one.row.received_at - other.row.received_at);
  const threads = await KnownThreads.around(
    db,
    inOrder.map(({ row, named }) => ({
      messageId: row.message_id,
      references: named,
      isSent: row.direction === 'outbound',
      ticket: row.ticket_id,
    })),
  );
  const senders = inOrder.flatMap(({ row }) => (row.direction === 'inbound' ? [row.from_folded] : []));
  const blocked = await blockedAmong(db, senders);
  const filing = new Filing(db, outside, desk, threads, { firstNumber: await takeTicketNumbers(db, 0), blocked });
  const producers = await findProducerMails(db, desk.ownAddresses, inOrder);
  const theirs = inOrder.filter(({ row }) => !producers.has(row.id));
  for (const arrival of theirs) await filing.file(arrival);
  // What a producer writes lies in no ticket: nothing that answers, quotes or decides on the customer's mail sees it.
  await saveRead(db, [...filing.savedRows(theirs), ...[...producers.values()].map(({ arrival }) => arrival)]);
  const filed = await filing.finish(theirs, decideFirst);
  const answered = await noteProducerMails(db, outside, producers);
  const notices = await noteReturned(db, outside, [...returned.values()]);
  const suspects = await noteSuspects(db, outside, filing.written());
  return { ...filed, touched: [...new Set([...filed.touched, ...answered])], notices, suspects };
}

/** A message of the batch with what threading and the store ask of it. */
export type Arrival = {
  /** As it will lie in the store, but for the ticket. */
  readonly row: StoredMessage;
  readonly message: Message;
  readonly parts: BodyParts;
  readonly reading: MessageReading | null;
  readonly role: string;
  /** Message-IDs that it names, nearest first, without its own. */
  readonly named: readonly string[];
  /** What the store keeps of its references. */
  readonly references: readonly string[];
  readonly again: boolean;
  /** The mail of ours that it reports on. */
  readonly returned: ReturnedMail | null;
};

function reportOf({ row, message }: ReadMessage): ArrivedReport | readonly [] {
  const { report } = message;
  if (report === undefined || row.direction !== 'inbound') return [];
  return { id: row.id, report, receivedAt: row.received_at };
}

function arrivalOf(read: ReadMessage, returned: ReturnedMail | null): Arrival {
  const { message, row } = read;
  const inReplyTo = message.inReplyTo.slice(0, MAX_REFERENCES);
  const references = message.references.slice(-MAX_REFERENCES);
  const from = message.from ? foldAddress(message.from.address) : '';
  return {
    row: readRow(row, {
      ...read,
      message: { ...message, inReplyTo, references },
      fromFolded: from,
      isAuto: read.isAuto || returned !== null,
    }),
    message,
    parts: read.parts,
    reading: read.reading,
    role: read.role,
    named: [
      ...(returned === null ? [] : [returned.mail.messageId]),
      ...namedMessageIds(message.inReplyTo, message.references).filter((id) => id !== message.messageId),
    ],
    references: [...references, ...inReplyTo],
    again: row.parse_state !== 'pending',
    returned,
  };
}
