import type { Message } from '../../../shared/domain/message';
import type { DeskSettings } from '../desk-settings';
import { readCorrected } from '../store/corrections-table';
import type { conversationRows } from '../store/thread-table';
import type { StoredTicket } from '../store/tickets-table';
import type { Conversation, ConversationMessage } from './conversation';
import type { MessageReading } from './message-reading';
import { inOrder, messageMoment } from './summary';

/** One stored message with its texts, as `conversationRows` answers it. */
export type ConversationRow = Awaited<ReturnType<typeof conversationRows>>[number];

/** A stored message as the rules read it. The HTML body stays in the store: no rule reads it. */
export function storedMessage(row: Omit<ConversationRow, 'digest'>): Message {
  const rest = JSON.parse(row.parsed) as Omit<Message, 'text' | 'html'>;
  const text = [row.new_text, row.signature, row.quoted_text].filter((part) => part !== '').join('\n\n');
  return { ...rest, text, html: null };
}

/**
 * The ticket as the rules read it, oldest message first. A machine's message in a person's conversation is left out: an
 * out-of-office must not become what the requester wants. Null where no message of it can be read. `readings`, by row
 * id, are what the parser's thread read already.
 */
export function conversationOf(
  ticket: StoredTicket,
  rows: readonly ConversationRow[],
  desk: Pick<DeskSettings, 'ownAddresses'>,
  readings: ReadonlyMap<string, MessageReading> = new Map(),
): Conversation | null {
  const opener = inOrder(rows).find((row) => row.direction === 'inbound')?.id ?? null;
  const readable = inOrder(rows).filter((row) => row.parse_state === 'parsed');
  const byPeople = readable.filter((row) => row.is_auto === 0);
  const hasPerson = byPeople.some((row) => !isOurs(row, opener, desk));
  const counted = hasPerson ? byPeople : readable;
  const messages = counted.map((row): ConversationMessage => {
    const reading = readings.get(row.id);
    return {
      message: storedMessage(row),
      parts: { newText: row.new_text, quotedText: row.quoted_text, signature: row.signature },
      ours: isOurs(row, opener, desk),
      at: messageMoment(row).at,
      ...(reading ? { reading } : {}),
    };
  });
  if (!messages.some((message) => !message.ours)) return null;
  return { messages, mailbox: ticket.mailbox_id, corrected: readCorrected(ticket.corrected_json) };
}

// Our own address in INBOX is a colleague, except on the mail that opened the ticket: that is a web form or a test.
function isOurs(row: ConversationRow, opener: string | null, desk: Pick<DeskSettings, 'ownAddresses'>): boolean {
  return row.direction === 'outbound' || (row.id !== opener && desk.ownAddresses.includes(row.from_folded));
}

/** Whether the newest message of the requester could not be read: then a person decides. */
export function isUnreadable(rows: readonly ConversationRow[]): boolean {
  const inbound = inOrder(rows).filter((row) => row.direction === 'inbound');
  // A bounce that could not be read leaves the person's mail above it what it is.
  return (inbound.findLast((row) => row.is_auto === 0) ?? inbound.at(-1))?.parse_state === 'envelope';
}
