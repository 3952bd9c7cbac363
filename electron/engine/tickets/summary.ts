import type { ThreadRow } from '../store/thread-table';
import type { StoredTicket, TicketChange } from '../store/tickets-table';
import type { Moment } from './states';

/** The ticket's own columns, from its messages. Pure. */

/** Longest preview, in characters. */
const MAX_PREVIEW = 160;

/**
 * When a message was written and when it arrived. A Date header from the future would keep a mail on top for ever, so
 * then the server's time counts for both.
 */
export function messageMoment(row: Pick<ThreadRow, 'sent_at' | 'received_at'>): Moment {
  const isPlausible = row.sent_at !== null && row.sent_at <= row.received_at;
  return { at: isPlausible && row.sent_at !== null ? row.sent_at : row.received_at, receivedAt: row.received_at };
}

/** Oldest first: by the time a message was written, then as it arrived. */
export function inOrder<Row extends Pick<ThreadRow, 'sent_at' | 'received_at' | 'id'>>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => {
    const a = messageMoment(one);
    const b = messageMoment(other);
    return a.at - b.at || a.receivedAt - b.receivedAt || (one.id < other.id ? -1 : 1);
  });
}

/** The newest of these messages; null where there is none. */
export function newestOf<Row extends Pick<ThreadRow, 'sent_at' | 'received_at' | 'id'>>(
  rows: readonly Row[],
): Row | null {
  return inOrder(rows).at(-1) ?? null;
}

/** Name, subject, counts and times of a ticket with these messages. */
export function summarise(ticket: StoredTicket, rows: readonly ThreadRow[]): TicketChange {
  const ordered = inOrder(rows);
  const inbound = ordered.filter((row) => row.direction === 'inbound');
  const outbound = ordered.filter((row) => row.direction === 'outbound');
  // A machine's clock may put its letter before the question: it neither names the ticket nor is what came last.
  const byPeople = inbound.filter((row) => row.is_auto === 0);
  const spoken = byPeople.length > 0 ? byPeople : inbound;
  const first = spoken[0] ?? ordered[0];
  const times = ordered.map((row) => messageMoment(row).at);
  const byRequester = inbound.filter((row) => row.from_folded === ticket.requester_folded);
  const lastOutbound = last(outbound);
  const answers = outbound.filter((row) => row.is_auto === 0).map((row) => messageMoment(row).at);
  return {
    requester_name: byRequester.findLast((row) => row.from_name !== '')?.from_name ?? ticket.requester_name,
    subject: first?.subject ?? ticket.subject,
    messages: ordered.length,
    created_at: times[0] ?? ticket.created_at,
    updated_at: Math.max(ticket.last_outbound_at ?? 0, times.at(-1) ?? ticket.updated_at),
    last_inbound_at: last(spoken),
    answered_at: earliest([...answers, ...(ticket.answered_at === null ? [] : [ticket.answered_at])]),
    last_outbound_at:
      lastOutbound === null ? ticket.last_outbound_at : Math.max(lastOutbound, ticket.last_outbound_at ?? 0),
  };
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

function last(rows: readonly ThreadRow[]): number | null {
  const row = rows.at(-1);
  return row ? messageMoment(row).at : null;
}

/** First words of a text for the ticket list. */
export function previewOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_PREVIEW ? line : `${line.slice(0, MAX_PREVIEW - 1)}…`;
}
