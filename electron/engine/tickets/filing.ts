import { foldAddress } from '../../../shared/domain/address';
import type { Message } from '../../../shared/domain/message';
import type { TicketState } from '../../../shared/domain/ticket';
import type { DeskSettings } from '../desk-settings';
import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import type { SavedRow } from '../store/messages-table';
import { putInTicket, relateTickets, takeUpTicket, threadRows, wasWorkedOn } from '../store/thread-table';
import type { ThreadRow } from '../store/thread-table';
import { changeTicket, insertTickets, readTickets, takeTicketNumbers } from '../store/tickets-table';
import type { Db, NewTicket, StoredTicket, TicketChange } from '../store/tickets-table';
import type { Arrival, DecideFirst, Filed, TicketWithRows } from './file-messages';
import { isBetweenOwn } from './between-own';
import { filedAsBlocked } from './blocked-requester';
import type { KnownThreads } from './known-threads';
import type { MessageReading } from './message-reading';
import { newTicket } from './new-ticket';
import { stateAfterMail } from './states';
import { messageMoment, newestOf, summarise } from './summary';
import { placeMessage } from './thread';
import type { KnownTicket, Placing } from './thread';

/**
 * One batch on its way into tickets: messages are placed in memory, one after the other in the order of their arrival, then
 * `finish` writes the tickets. Used once, inside one transaction.
 */
export class Filing {
  readonly #db: Db;
  readonly #outside: Outside;
  readonly #desk: DeskSettings;
  readonly #threads: KnownThreads;
  /** Folded senders of this batch whose mail is filed. */
  readonly #blocked: ReadonlySet<string>;
  readonly #touched = new Set<string>();
  readonly #takenUp: string[] = [];
  readonly #opened = new Map<string, NewTicket>();
  readonly #arrived = new Set<string>();
  readonly #reports = new Set<string>();
  /** Tickets that somebody wrote to into the inbox: they are no junk. */
  readonly #wanted = new Set<string>();
  #events: NewEvent[] = [];
  readonly #firstNumber: number;
  #nextNumber: number;

  constructor(
    db: Db,
    outside: Outside,
    desk: DeskSettings,
    threads: KnownThreads,
    { firstNumber, blocked }: { readonly firstNumber: number; readonly blocked: ReadonlySet<string> },
  ) {
    this.#blocked = blocked;
    this.#db = db;
    this.#outside = outside;
    this.#desk = desk;
    this.#threads = threads;
    this.#firstNumber = firstNumber;
    this.#nextNumber = firstNumber;
  }

  async file(arrival: Arrival): Promise<void> {
    const { message, row, references } = arrival;
    const threads = this.#threads;
    if (row.ticket_id !== null) {
      threads.addMessage(row, references);
      this.#touched.add(row.ticket_id);
      return;
    }
    const from = row.from_folded;
    const sent = row.direction === 'outbound';
    const written = threads.written(row.message_id);
    // Whoever forwarded our own mail to us may have broken its signature: it is ours all the same.
    const isProven = message.dmarc !== 'fail' || written !== null;
    const ours = sent || (this.#desk.ownAddresses.includes(from) && isProven);
    const isKept = written !== null || threads.isSent(row.message_id);
    if (ours && !sent && isBetweenOwn(row, arrival, this.#desk, isKept)) {
      threads.addMessage(row, references);
      this.#arrived.add(row.id);
      return;
    }
    const naming = threads.naming(row.message_id);
    const back = arrival.returned && threads.written(arrival.returned.mail.messageId);
    const auto = row.is_auto === 1 && message.report === undefined;
    const placing: Placing = back
      ? { kind: 'join', ticket: back, merge: [], answers: false }
      : placeMessage(
          { from, ours, sent, recipients: recipientsOf(message), auto },
          {
            written: sent || this.#desk.ownAddresses.includes(from) ? written : null,
            named: threads.named(arrival.named),
            naming: naming.tickets,
            answers: threads.allWritten(arrival.named),
          },
        );
    threads.addMessage(row, references);
    this.#arrived.add(row.id);
    if (back) this.#reports.add(row.id);
    if (placing.kind === 'unfiled') return;
    let ticket: string;
    if (placing.kind === 'join') {
      ticket = placing.ticket.ticket;
      for (const other of placing.merge) await this.#merge(other, placing.ticket);
      this.#events.push({ ticket, actor: DESK_ACTOR, kind: 'message', detail: { direction: row.direction } });
    } else {
      ticket = this.#open(arrival, placing.relatedTo);
      await this.#relate(placing.relates, ticket);
    }
    threads.putInTicket([row.id], ticket);
    this.#touched.add(ticket);
    if (arrival.role === 'inbox' && !ours && row.is_auto === 0) this.#wanted.add(ticket);
    if (row.is_auto === 0) await this.#adopt(naming.unfiled, from, ticket);
  }

  /** The rows of the batch with the tickets that they came to lie in. */
  savedRows(batch: readonly Arrival[]): readonly SavedRow[] {
    return batch.map(({ row, references, again }) => ({
      row: { ...row, ticket_id: this.#threads.ticketOf(row.id) },
      references,
      again,
    }));
  }

  // Answers of ours that arrived before the mail they answer.
  async #adopt(unfiled: readonly ThreadRow[], requester: string, ticket: string): Promise<void> {
    const answers = unfiled.filter((row) => foldedRecipients(row).includes(requester)).map((row) => row.id);
    this.#threads.putInTicket(answers, ticket);
    const stored = answers.filter((id) => !this.#arrived.has(id));
    await putInTicket(this.#db, stored, ticket);
    for (const id of answers) this.#arrived.add(id);
  }

  async #relate(tickets: readonly string[], to: string): Promise<void> {
    for (const id of tickets) {
      const opened = this.#opened.get(id);
      if (opened?.related_to === null) this.#opened.set(id, { ...opened, related_to: to });
    }
    const stored = tickets.filter((id) => !this.#opened.has(id));
    await relateTickets(this.#db, stored, to);
  }

  async #merge(from: KnownTicket, into: KnownTicket): Promise<void> {
    const isStored = !this.#opened.has(from.ticket);
    if (isStored && (await wasWorkedOn(this.#db, from.ticket))) {
      await this.#relate([from.ticket], into.ticket);
    } else {
      if (isStored) await takeUpTicket(this.#db, from.ticket, into.ticket);
      this.#takeUp(from.ticket, into.ticket);
    }
    this.#events.push({ ticket: into.ticket, actor: DESK_ACTOR, kind: 'linked', detail: { ticket: from.ticket } });
  }

  #takeUp(from: string, into: string): void {
    this.#threads.takeUp(from, into);
    this.#opened.delete(from);
    for (const [id, opened] of this.#opened) {
      if (opened.related_to === from) this.#opened.set(id, { ...opened, related_to: into });
    }
    this.#events = this.#events.map((event) => (event.ticket === from ? { ...event, ticket: into } : event));
    this.#touched.delete(from);
    if (this.#wanted.delete(from)) this.#wanted.add(into);
    this.#takenUp.push(from);
  }

  #open({ row, message, role }: Arrival, relatedTo: string | null): string {
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    const id = `T-${number}`;
    this.#opened.set(id, newTicket(number, row, message, role, relatedTo));
    this.#threads.addTicket({ ticket: id, number, requester: row.from_folded, added: [] });
    this.#events.push({ ticket: id, actor: DESK_ACTOR, kind: 'created', detail: { relatedTo } });
    return id;
  }

  /** What arrived and lies in a ticket now. */
  written(): readonly { readonly ticket: string; readonly from: string; readonly receivedAt: number }[] {
    return this.#threads
      .rowsIn(this.#touched)
      .filter((row) => this.#arrived.has(row.id) && row.direction === 'inbound')
      .map((row) => ({ ticket: row.ticket_id ?? '', from: row.from_folded, receivedAt: row.received_at }));
  }

  async finish(batch: readonly Arrival[], decideFirst: DecideFirst): Promise<Omit<Filed, 'notices' | 'suspects'>> {
    const known = [...this.#touched].filter((id) => !this.#opened.has(id));
    const stored = await threadRows(this.#db, known);
    const newRows = new Map([...this.#opened.keys()].map((id) => [id, this.#threads.rowsOf(id)]));
    const written = await this.#writtenByUs([...stored, ...[...newRows.values()].flat()]);
    for (const ticket of await readTickets(this.#db, known)) {
      const rows = stored.filter((row) => row.ticket_id === ticket.id);
      const change = { ...this.#standing(ticket, rows, written), undecided: 1 };
      await changeTicket(this.#db, ticket, change, { visible: true });
    }
    const opened = [...this.#opened.values()].map((ticket) => ({
      ...ticket,
      ...this.#standing({ ...ticket, queue: '', revision: 0 }, newRows.get(ticket.id) ?? [], written),
    }));
    await takeTicketNumbers(this.#db, this.#nextNumber - this.#firstNumber);
    const decided = await decideFirst(wholeOf(opened as StoredTicket[], newRows, batch));
    const rows = new Map(decided.map(({ ticket }) => [ticket.id, ticket]));
    await insertTickets(
      this.#db,
      opened.map((ticket) => rows.get(ticket.id) ?? (ticket as NewTicket)),
    );
    await addEvents(this.#db, this.#outside, [...this.#events, ...decided.flatMap(({ events }) => events)]);
    return {
      touched: [...this.#touched],
      undecided: [...this.#touched].filter((id) => !rows.has(id)),
      created: this.#opened.size,
      takenUp: this.#takenUp,
      found: decided.map(({ found }) => found),
    };
  }

  /** What the messages of a ticket make of its own columns; notes a change of its state in the history. */
  #standing(ticket: StoredTicket, messages: readonly ThreadRow[], written: ReadonlySet<string>): TicketChange {
    const isArrived = (row: ThreadRow) => this.#arrived.has(row.id);
    // A report on our own mail is read beside that mail; a failed one says so itself.
    const isNote = (row: ThreadRow) => this.#reports.has(row.id);
    const isNews = messages.some((row) => row.direction === 'inbound' && isArrived(row) && !isNote(row));
    const inbound = newestOf(messages.filter((row) => row.direction === 'inbound' && row.is_auto === 0));
    const answer = newestOf(
      messages.filter(
        (row) =>
          row.direction === 'outbound' &&
          !written.has(row.message_id ?? '') &&
          foldedRecipients(row).includes(ticket.requester_folded),
      ),
    );
    const heard = stateAfterMail(ticket.state as TicketState, {
      inbound: inbound && { ...messageMoment(inbound), arrived: isArrived(inbound) },
      answer: answer && { ...messageMoment(answer), arrived: isArrived(answer) },
    });
    // Who took a blocked sender's ticket out of Filed goes on with it: it stays open.
    const isMoved = heard === 'open' && (ticket.state !== 'open' || this.#opened.has(ticket.id));
    const isTheirs = inbound !== null && inbound.from_folded === ticket.requester_folded;
    const isBlocked = isMoved && isTheirs && this.#blocked.has(inbound.from_folded);
    const state = isBlocked ? 'ignored' : heard;
    if (isBlocked) {
      this.#events.push(filedAsBlocked(ticket.id, inbound.from_address));
    } else if (state !== ticket.state) {
      const detail = { from: ticket.state, to: state };
      this.#events.push({ ticket: ticket.id, actor: DESK_ACTOR, kind: 'state', detail });
    }
    return {
      ...summarise(ticket, messages),
      junk: this.#wanted.has(ticket.id) ? 0 : ticket.junk,
      state,
      filed_reason: isBlocked ? 'blocked-sender' : state === 'ignored' ? ticket.filed_reason : null,
      snoozed_until: state === 'snoozed' ? ticket.snoozed_until : null,
      unread: isBlocked ? 0 : isNews ? 1 : ticket.unread,
    };
  }

  // What our outbox wrote has moved its ticket already, when it was accepted.
  async #writtenByUs(rows: readonly ThreadRow[]): Promise<ReadonlySet<string>> {
    const ids = rows.flatMap((row) =>
      row.direction === 'outbound' && row.message_id !== null ? [row.message_id] : [],
    );
    if (ids.length === 0) return new Set();
    const found = await this.#db.selectFrom('outbox').select('message_id').where('message_id', 'in', ids).execute();
    return new Set(found.map((row) => row.message_id));
  }
}

function recipientsOf(message: Pick<Message, 'to' | 'cc'>): readonly string[] {
  return [...message.to, ...message.cc].map((party) => foldAddress(party.address));
}

/** Those of the new tickets whose messages all came with this batch: nothing of them need be read again. */
function wholeOf(
  tickets: readonly StoredTicket[],
  newRows: ReadonlyMap<string, readonly ThreadRow[]>,
  batch: readonly Arrival[],
): readonly TicketWithRows[] {
  const arrivals = new Map(batch.map((arrival) => [arrival.row.id, arrival]));
  return tickets.flatMap((ticket) => {
    const ids = newRows.get(ticket.id) ?? [];
    const own = ids.flatMap(({ id }) => arrivals.get(id) ?? []);
    if (own.length < ids.length) return [];
    const readings = new Map<string, MessageReading>();
    for (const { row, reading } of own) if (reading) readings.set(row.id, reading);
    return [{ ticket, rows: own.map(({ row }) => row), readings }];
  });
}

function foldedRecipients(row: ThreadRow): readonly string[] {
  if (row.parsed === '') return [];
  return recipientsOf(JSON.parse(row.parsed) as Pick<Message, 'to' | 'cc'>);
}
