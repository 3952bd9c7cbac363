import { rowsNaming, rowsWithMessageId, sentMessageIds, ticketsThatWrote } from '../store/thread-table';
import type { ThreadRow } from '../store/thread-table';
import { readTickets } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import type { KnownTicket } from './thread';

/** What threading asks of one message: its own Message-ID and those that it names. */
export type Naming = {
  readonly messageId: string | null;
  readonly references: readonly string[];
  /** It lies in Sent. */
  readonly isSent: boolean;
  /** The ticket it lies in already. */
  readonly ticket: string | null;
};

/**
 * What is known around the messages of one batch: looked up in the store for all of them at once, then kept in step
 * in memory while they are filed one by one, for they answer each other. The desk's mailboxes are one here: a customer who wrote to one
 * and goes on with the other is in the same conversation, and whoever names another's message is told apart by the sender.
 */
export class KnownThreads {
  /** `ticket_id` follows what the batch does. */
  readonly #rows = new Map<string, ThreadRow>();
  readonly #byMessageId = new Map<string, Set<string>>();
  readonly #byReference = new Map<string, Set<string>>();
  readonly #tickets = new Map<string, KnownTicket>();
  readonly #written: ReadonlyMap<string, KnownTicket>;
  readonly #sent: ReadonlySet<string>;

  private constructor(written: ReadonlyMap<string, KnownTicket>, sent: ReadonlySet<string>) {
    this.#written = written;
    this.#sent = sent;
  }

  /** Looks up everything that these messages name and that names them. */
  static async around(db: Db, batch: readonly Naming[]): Promise<KnownThreads> {
    const own = distinct(batch.flatMap(({ messageId }) => messageId ?? []));
    const named = distinct(batch.flatMap(({ references }) => references));
    const coming = batch.flatMap(({ messageId, isSent }) => (isSent ? (messageId ?? []) : []));
    const sent = new Set([...coming, ...(await sentMessageIds(db, own))]);
    const known = new KnownThreads(await ticketsThatWrote(db, distinct([...own, ...named])), sent);
    const naming = await rowsNaming(db, own);
    const stored = await rowsWithMessageId(db, named);
    const tickets = distinct([...naming, ...stored, ...batch].flatMap(ticketOf));
    for (const ticket of await readTickets(db, tickets)) {
      known.addTicket({ ticket: ticket.id, number: ticket.number, requester: ticket.requester_folded, added: [] });
    }
    for (const { reference, ...row } of naming) known.addMessage(row, [reference]);
    for (const row of stored) known.addMessage(row, []);
    return known;
  }

  addTicket(ticket: KnownTicket): void {
    this.#tickets.set(ticket.ticket, ticket);
  }

  /** A message that was stored before, or that the batch has just filed. */
  addMessage(row: ThreadRow, references: readonly string[]): void {
    this.#rows.set(row.id, row);
    if (row.message_id !== null) note(this.#byMessageId, row.message_id, row.id);
    for (const reference of references) note(this.#byReference, reference, row.id);
  }

  /** The tickets that know one of these Message-IDs, in the order of the ids. */
  named(messageIds: readonly string[]): readonly KnownTicket[] {
    return messageIds.flatMap((id) => {
      // Our own mail is known from the moment it was accepted, before the server's Sent folder shows it.
      const written = this.#written.get(id);
      return [...this.#ticketsOf(this.#found(this.#byMessageId, id)), ...(written ? [written] : [])];
    });
  }

  /** The tickets whose outbox wrote one of these Message-IDs, in the order of the ids. */
  allWritten(messageIds: readonly string[]): readonly KnownTicket[] {
    return messageIds.flatMap((id) => this.#written.get(id) ?? []);
  }

  /** The ticket whose outbox wrote this Message-ID; null for everybody else's. */
  written(messageId: string | null): KnownTicket | null {
    return messageId === null ? null : (this.#written.get(messageId) ?? null);
  }

  /** Whether a mail with this Message-ID lies in a Sent folder of ours, in the store or in the batch. */
  isSent(messageId: string | null): boolean {
    return messageId !== null && this.#sent.has(messageId);
  }

  /** Messages that name this Message-ID and arrived before it: their tickets, and those of ours that lie in none yet. */
  naming(messageId: string | null) {
    const rows = messageId === null ? [] : this.#found(this.#byReference, messageId);
    return {
      tickets: this.#ticketsOf(rows),
      unfiled: rows.filter((row) => row.ticket_id === null && row.direction === 'outbound'),
    };
  }

  /** These messages lie in this ticket now. */
  putInTicket(messages: readonly string[], ticket: string): void {
    for (const id of messages) {
      const known = this.#rows.get(id);
      if (known) this.#rows.set(id, { ...known, ticket_id: ticket });
    }
  }

  /** Everything of the first ticket lies in the other one now. */
  takeUp(from: string, into: string): void {
    for (const row of this.#rows.values()) {
      if (row.ticket_id === from) this.#rows.set(row.id, { ...row, ticket_id: into });
    }
  }

  ticketOf(message: string): string | null {
    return this.#rows.get(message)?.ticket_id ?? null;
  }

  /** The known messages of these tickets. */
  rowsIn(tickets: ReadonlySet<string>): readonly ThreadRow[] {
    return [...this.#rows.values()].filter((row) => tickets.has(row.ticket_id ?? ''));
  }

  /** The known messages of this ticket: all of them where the batch opened it. */
  rowsOf(ticket: string): readonly ThreadRow[] {
    return [...this.#rows.values()].filter((row) => row.ticket_id === ticket);
  }

  #found(index: ReadonlyMap<string, ReadonlySet<string>>, key: string): readonly ThreadRow[] {
    return [...(index.get(key) ?? [])].flatMap((id) => this.#rows.get(id) ?? []);
  }

  #ticketsOf(rows: readonly ThreadRow[]): readonly KnownTicket[] {
    return rows.flatMap((row) => (row.ticket_id === null ? [] : (this.#tickets.get(row.ticket_id) ?? [])));
  }
}

function ticketOf(one: { readonly ticket_id: string | null } | Naming): string | readonly [] {
  return ('ticket_id' in one ? one.ticket_id : one.ticket) ?? [];
}

function note(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
