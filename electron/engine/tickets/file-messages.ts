import { foldAddress } from '../../../shared/domain/address';
import type { BodyParts, Message } from '../../../shared/domain/message';
import type { TicketState } from '../../../shared/domain/ticket';
import type { DeskSettings } from '../desk-settings';
import type { Outside } from '../outside';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { saveRead } from '../store/messages-table';
import {
  messagesNaming,
  putInTicket,
  relateTickets,
  takeUpTicket,
  threadRows,
  ticketThatWrote,
  ticketsNamed,
  wasWorkedOn,
} from '../store/thread-table';
import type { StoredMessage, ThreadRow } from '../store/thread-table';
import { changeTicket, insertTicket, readTickets, takeTicketNumbers } from '../store/tickets-table';
import type { Db } from '../store/tickets-table';
import { messageMoment, newestOf, summarise } from './summary';
import { stateAfterMail } from './states';
import { MAX_REFERENCES, namedMessageIds, placeMessage } from './thread';
import type { KnownTicket } from './thread';

/** A stored message after it was read, on its way into a ticket. */
export type ReadMessage = {
  readonly row: Omit<StoredMessage, 'html'>;
  readonly message: Message;
  readonly parts: BodyParts;
  readonly isAuto: boolean;
  /** Role of its folder: `inbox`, `sent`, `junk`. */
  readonly role: string;
};

/** What a batch did: tickets to decide, how many of them are new, and those that went up in another. */
export type Filed = {
  readonly touched: readonly string[];
  readonly created: number;
  readonly takenUp: readonly string[];
};

/**
 * Message → ticket, for a batch, inside one transaction: writes what was read, finds or opens each ticket, and brings
 * the tickets' own columns and states up to date. Running it again over the same messages changes nothing.
 */
export async function fileMessages(
  db: Db,
  outside: Outside,
  desk: DeskSettings,
  batch: readonly ReadMessage[],
): Promise<Filed> {
  const filing = new Filing(db, outside, desk);
  const inOrder = [...batch].sort((one, other) => one.row.received_at - other.row.received_at);
  for (const read of inOrder) await filing.file(read);
  await filing.finish();
  return { touched: [...filing.touched], created: filing.created, takenUp: filing.takenUp };
}

class Filing {
  readonly touched = new Set<string>();
  readonly takenUp: string[] = [];
  created = 0;
  readonly #db: Db;
  readonly #outside: Outside;
  readonly #desk: DeskSettings;
  readonly #arrived = new Set<string>();
  readonly #events: NewEvent[] = [];

  constructor(db: Db, outside: Outside, desk: DeskSettings) {
    this.#db = db;
    this.#outside = outside;
    this.#desk = desk;
  }

  async file(read: ReadMessage): Promise<void> {
    const { message, row } = read;
    const from = message.from ? foldAddress(message.from.address) : '';
    const references = namedMessageIds(message.inReplyTo, message.references).filter((id) => id !== message.messageId);
    await saveRead(this.#db, row.id, {
      message: {
        ...message,
        inReplyTo: message.inReplyTo.slice(0, MAX_REFERENCES),
        references: message.references.slice(-MAX_REFERENCES),
      },
      parts: read.parts,
      fromFolded: from,
      isAuto: read.isAuto,
    });
    if (row.ticket_id !== null) {
      this.touched.add(row.ticket_id);
      return;
    }
    const sent = row.direction === 'outbound';
    const ours = sent || (this.#desk.ownAddresses.includes(from) && message.dmarc !== 'fail');
    const naming = await messagesNaming(this.#db, row.mailbox_id, message.messageId);
    const placing = placeMessage(
      { from, ours, sent, recipients: [...message.to, ...message.cc].map((party) => foldAddress(party.address)) },
      {
        written: sent ? await ticketThatWrote(this.#db, message.messageId) : null,
        named: await ticketsNamed(this.#db, row.mailbox_id, references),
        naming: naming.tickets,
      },
    );
    this.#arrived.add(row.id);
    if (placing.kind === 'unfiled') return;
    let ticket: string;
    if (placing.kind === 'join') {
      ticket = placing.ticket.ticket;
      await putInTicket(this.#db, [row.id], ticket);
      for (const other of placing.merge) await this.#merge(other, placing.ticket);
      this.#events.push({ ticket, actor: DESK_ACTOR, kind: 'message', detail: { direction: row.direction } });
    } else {
      ticket = await this.#open(read, from, placing.relatedTo);
      await relateTickets(this.#db, placing.relates, ticket);
    }
    this.touched.add(ticket);
    await this.#adopt(naming.unfiled, from, ticket);
  }

  // Answers of ours that arrived before the mail they answer.
  async #adopt(unfiled: readonly ThreadRow[], requester: string, ticket: string): Promise<void> {
    const answers = unfiled.filter((row) => foldedRecipients(row).includes(requester)).map((row) => row.id);
    await putInTicket(this.#db, answers, ticket);
    for (const id of answers) this.#arrived.add(id);
  }

  async #merge(from: KnownTicket, into: KnownTicket): Promise<void> {
    if (await wasWorkedOn(this.#db, from.ticket)) {
      await relateTickets(this.#db, [from.ticket], into.ticket);
    } else {
      await takeUpTicket(this.#db, from.ticket, into.ticket);
      this.touched.delete(from.ticket);
      this.takenUp.push(from.ticket);
    }
    this.#events.push({ ticket: into.ticket, actor: DESK_ACTOR, kind: 'linked', detail: { ticket: from.ticket } });
  }

  async #open(read: ReadMessage, from: string, relatedTo: string | null): Promise<string> {
    const number = await takeTicketNumbers(this.#db, 1);
    const id = `T-${number}`;
    const { message, row } = read;
    const { at } = messageMoment(row);
    await insertTicket(this.#db, {
      id,
      number,
      mailbox_id: row.mailbox_id,
      requester_name: message.from?.name ?? '',
      requester_address: message.from?.address ?? '',
      requester_folded: from,
      subject: message.subject,
      preview: '',
      language: null,
      state: 'open',
      snoozed_until: null,
      handed_over: 0,
      junk: read.role === 'junk' ? 1 : 0,
      problem: 0,
      assignee: null,
      unread: 1,
      intent: null,
      match_status: null,
      basis: null,
      identity: null,
      transaction_number: null,
      product_id: null,
      delivery: null,
      decision: null,
      case_json: null,
      corrected_json: null,
      related_to: relatedTo,
      messages: 0,
      created_at: at,
      updated_at: at,
      last_inbound_at: null,
      last_outbound_at: null,
    });
    await putInTicket(this.#db, [row.id], id);
    this.created += 1;
    this.#events.push({ ticket: id, actor: DESK_ACTOR, kind: 'created', detail: { relatedTo } });
    return id;
  }

  async finish(): Promise<void> {
    const ids = [...this.touched];
    const tickets = await readTickets(this.#db, ids);
    const rows = await threadRows(this.#db, ids);
    const byTicket = new Map<string, ThreadRow[]>();
    for (const row of rows) {
      const list = byTicket.get(row.ticket_id ?? '') ?? [];
      list.push(row);
      byTicket.set(row.ticket_id ?? '', list);
    }
    const written = await this.#writtenByUs(rows);
    for (const ticket of tickets) {
      const messages = byTicket.get(ticket.id) ?? [];
      const isArrived = (row: ThreadRow) => this.#arrived.has(row.id);
      const inbound = newestOf(messages.filter((row) => row.direction === 'inbound' && row.is_auto === 0));
      const answer = newestOf(
        messages.filter(
          (row) =>
            row.direction === 'outbound' &&
            !written.has(row.message_id ?? '') &&
            foldedRecipients(row).includes(ticket.requester_folded),
        ),
      );
      const state = stateAfterMail(ticket.state as TicketState, {
        inbound: inbound && { ...messageMoment(inbound), arrived: isArrived(inbound) },
        answer: answer && { ...messageMoment(answer), arrived: isArrived(answer) },
      });
      const unread = messages.some((row) => row.direction === 'inbound' && isArrived(row)) ? 1 : ticket.unread;
      await changeTicket(
        this.#db,
        ticket,
        {
          ...summarise(ticket, messages),
          state,
          snoozed_until: state === 'snoozed' ? ticket.snoozed_until : null,
          unread,
        },
        { visible: true },
      );
      if (state !== ticket.state) {
        this.#events.push({
          ticket: ticket.id,
          actor: DESK_ACTOR,
          kind: 'state',
          detail: { from: ticket.state, to: state },
        });
      }
    }
    await addEvents(this.#db, this.#outside, this.#events);
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

function foldedRecipients(row: ThreadRow): readonly string[] {
  if (row.parsed === '') return [];
  const { to, cc } = JSON.parse(row.parsed) as Pick<Message, 'to' | 'cc'>;
  return [...to, ...cc].map((party) => foldAddress(party.address));
}
