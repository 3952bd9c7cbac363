import type { LabelView } from '../../../shared/contract/labels';
import type { CaseView, MessageView, OutboxView, TicketRow, TicketView } from '../../../shared/contract/views';
import { holderOf } from '../../../shared/domain/claim';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { DecisionId } from '../../../shared/domain/decision';
import { DELIVERY_OUTCOMES } from '../../../shared/domain/delivery-report';
import type { DeliveryOutcome, DeliveryReport } from '../../../shared/domain/delivery-report';
import type { Identity, MatchBasis } from '../../../shared/domain/match';
import type { Message } from '../../../shared/domain/message';
import type { Delivery } from '../../../shared/domain/purchase';
import type { ReplyContext } from '../../../shared/domain/suggest';
import { suggest } from '../../../shared/domain/suggest';
import { debtorOf } from '../../../shared/domain/ticket';
import type { Queue, TicketState } from '../../../shared/domain/ticket';
import type { TicketClock } from '../../../shared/domain/ticket-clocks';
import type { EngineContext } from '../context';
import { gatheredSource, withKnownBuyer } from '../purchases/gathered-source';
import type { PurchaseSource } from '../purchases/purchase-source';
import { isLongWait } from '../escalations/long-wait';
import { escalationChoices, producerView } from '../escalations/producer-view';
import { readCorrected } from '../store/corrections-table';
import { labelsOf } from '../store/labels-table';
import { reviewsOf } from '../store/reviewed-tickets-table';
import { readDraft } from '../store/drafts-table';
import { eventsOfTicket, handedOverIn } from '../store/events-table';
import { outboxViewsOfTicket } from '../store/outbox-table';
import { notesOfTicket } from '../store/notes-table';
import { conversationRows, htmlOfTicket } from '../store/thread-table';
import { guaranteeEnds } from '../store/purchases-table';
import { readTicket } from '../store/tickets-table';
import type { StoredTicket } from '../store/tickets-table';
import { caseView, productsOfCase } from './case-view';
import { clockOf, clocksOf, runningClocks } from './clocks-of';
import type { RunningClocks } from './clocks-of';
import { conversationOf, isUnreadable } from './conversation-of';
import type { ConversationRow } from './conversation-of';
import type { Standings } from './earned';
import { answeredElsewhere, noticeShown, readReplyGround, replyContextOf } from './reply-context';
import type { ReplyGround } from './reply-context';
import { inOrder, messageMoment } from './summary';

/** What a line of the ticket list shows beside the ticket's own columns. */
export type RowFacts = {
  /** Time that all desks of the store share, epoch ms: what a claim holds is a question of it. */
  readonly now: number;
  readonly hasDraft: boolean;
  readonly returned: boolean;
  /** Who handed it over; null where nobody did, or somebody has gone on with it. */
  readonly was: string | null;
  readonly labels: readonly LabelView[];
  readonly reviewed: TicketRow['reviewed'];
  readonly clock: TicketClock | null;
};

/** One line of the ticket list. */
export function ticketRow(ticket: StoredTicket, facts: RowFacts): TicketRow {
  const { now, hasDraft, returned, was, labels, reviewed, clock } = facts;
  return {
    id: ticket.id,
    mailbox: ticket.mailbox_id,
    revision: ticket.revision,
    requesterName: ticket.requester_name,
    requesterAddress: ticket.requester_address,
    subject: ticket.subject,
    preview: ticket.preview,
    language: ticket.language ?? '',
    state: ticket.state as TicketState,
    queue: ticket.queue as Queue,
    debtor: debtorOf(ticket.state as TicketState),
    clock,
    decision: ticket.decision as DecisionId | null,
    matchStatus: ticket.match_status as TicketRow['matchStatus'],
    basis: ticket.basis as MatchBasis | null,
    identity: ticket.identity as Identity | null,
    transaction: ticket.transaction_number,
    delivery: ticket.delivery as Delivery | null,
    assignee: holderOf(ticket, now),
    was,
    labels,
    reviewed,
    noAnswer: ticket.state === 'done' && ticket.no_answer_at !== null,
    filedReason: ticket.state === 'ignored' ? (ticket.filed_reason as TicketRow['filedReason']) : null,
    unread: ticket.unread === 1,
    erased: ticket.erased_at !== null,
    hasDraft,
    returned,
    messages: ticket.messages,
    createdAt: ticket.created_at,
    updatedAt: ticket.updated_at,
    snoozedUntil: ticket.snoozed_until,
  };
}

/** A ticket's case as it stands now, with what its texts were made from. */
export type OpenCase = {
  readonly ticket: StoredTicket;
  readonly rows: readonly ConversationRow[];
  readonly facts: CaseFacts;
  readonly replyContext: ReplyContext;
  readonly view: CaseView;
};

/** A ticket with all that its case rests on, read in one go: a team's server is asked over a network. */
type TicketSheet = {
  readonly ticket: StoredTicket;
  readonly rows: readonly ConversationRow[];
  readonly ground: ReplyGround;
  /** What the team knows of purchases, each question asked once for as long as the ticket is being opened. */
  readonly source: PurchaseSource;
  readonly standings: Standings;
  /** The hours that the team's texts and clocks are counted by. */
  readonly running: RunningClocks;
};

async function readSheet(context: EngineContext, id: string, standing: Promise<Standings>): Promise<TicketSheet> {
  const { db } = context.store;
  const source = gatheredSource(context.source);
  const [ticket, rows, ground, standings, running] = await Promise.all([
    readTicket(db, id),
    conversationRows(db, [id]),
    readReplyGround(db, id, context.outside.clock.now(), () => source.importedAt(), context.desk().mailboxes),
    standing,
    runningClocks(context),
    // Kept by the source: deciding asks for it.
    source.catalogue(),
  ]);
  const { requester_folded: requester } = ticket;
  const known = requester === '' ? source : withKnownBuyer(source, requester, ground.around.bought);
  return { ticket, rows, ground, source: known, standings, running };
}

/** Decides a ticket as it stands now, with its suggestions; null while a person must read it first. */
async function openCase(context: EngineContext, sheet: TicketSheet): Promise<OpenCase | null> {
  const { ticket, rows, ground, source, standings } = sheet;
  // Of an erased one nothing is left to decide by, and nobody to answer.
  const isGone = ticket.erased_at !== null || isUnreadable(rows);
  const conversation = isGone ? null : conversationOf(ticket, rows, context.desk());
  if (!conversation) return null;
  const facts = await context.decide(conversation, source);
  const replyContext = replyContextOf(context, { ticket, rows, facts }, ground, standings, {
    ...(await dueTexts(context, ticket, ground.producer)),
    team: sheet.running.calendars.team,
  });
  const view = caseView({
    facts,
    products: await source.products(productsOfCase(facts)),
    suggestions: suggest(facts, replyContext, context.macros),
    earned: standings.get(facts.decision.id) ?? null,
    answered: answeredElsewhere(replyContext),
    answeredOutside: replyContext.answeredOutside,
    notice: noticeShown(replyContext),
    ourReplies: replyContext.ourReplies,
    lastImportAt: replyContext.lastImportAt,
    corrected: readCorrected(ticket.corrected_json),
  });
  return { ticket, rows, facts, replyContext, view };
}

/** Which texts to the customer are due because somebody stays silent: he, or the producer. */
async function dueTexts(context: EngineContext, ticket: StoredTicket, producer: ReplyGround['producer']) {
  const [remind, longWait] = await Promise.all([reminderDue(context, ticket), isLongWait(context, ticket, producer)]);
  return { reminderDue: remind, longWait };
}

/** Whether the customer of a ticket has not answered for so long that a reminder is to go. */
async function reminderDue(context: EngineContext, ticket: StoredTicket): Promise<boolean> {
  if (ticket.state !== 'waiting.customer') return false;
  const silence = (await clocksOf(context, [ticket])).get(ticket.id)?.silence ?? null;
  return silence !== null && silence.remindAt !== null && silence.remindAt <= context.outside.clock.now();
}

/** Reads and decides the ticket with this id. */
export async function openCaseOf(context: EngineContext, id: string): Promise<OpenCase | null> {
  return openCase(context, await readSheet(context, id, context.earned.forTicket(id)));
}

/** Everything the window shows of one ticket. `standing`: which decisions may go at one key; looked up where nobody has. */
export async function ticketView(
  context: EngineContext,
  id: string,
  standing: Promise<Standings> = context.earned.forTicket(id),
): Promise<TicketView> {
  const { db } = context.store;
  const [{ ticket, rows, open, guarantee, producer, running }, html, draft, outbox, labels, reviews, notes, history] =
    await Promise.all([
      readSheet(context, id, standing).then(async (sheet) => {
        const number = sheet.ticket.transaction_number;
        const [open, producer, guarantees] = await Promise.all([
          openCase(context, sheet),
          producerView(db, id, sheet.ground.producer?.answer?.words.removed ?? 0),
          guaranteeEnds(db, number === null ? [] : [number]),
        ]);
        return { ...sheet, open, producer, guarantee: guarantees.get(number ?? '') ?? null };
      }),
      htmlOfTicket(db, id),
      readDraft(db, id, context.desk().agent.name),
      outboxViewsOfTicket(db, id),
      labelsOf(db, [id]),
      reviewsOf(db, [id]),
      notesOfTicket(db, id),
      eventsOfTicket(db, id),
    ]);
  return {
    row: ticketRow(ticket, {
      now: context.outside.clock.now(),
      hasDraft: draft !== '',
      returned: outbox.some(isUndelivered),
      was: handedOverIn(history),
      labels: labels.get(id) ?? [],
      reviewed: reviews.get(id) ?? null,
      clock: owes(ticket) ? clockOf(ticket, history, guarantee, running) : null,
    }),
    relatedTo: ticket.related_to,
    messages: inOrder(rows.filter(isOfCustomer(outbox))).map((row) => messageView(row, html.get(row.id) ?? null)),
    notes,
    case: open?.view ?? null,
    history,
    outbox,
    draft,
    producer,
    escalations: open && escalationChoices(open.facts, open.replyContext, context.macros),
  };
}

/** What the customer could have read: our mail to the producer lies in Sent, too, and is shown in its own conversation. */
function isOfCustomer(outbox: readonly OutboxView[]): (row: ConversationRow) => boolean {
  const asked = new Set(outbox.filter(({ kind }) => kind === 'escalation').map(({ messageId }) => messageId));
  return ({ direction, message_id }) => direction !== 'outbound' || !asked.has(message_id ?? '');
}

function owes(ticket: StoredTicket): boolean {
  return debtorOf(ticket.state as TicketState) !== 'nobody';
}

function isUndelivered({ delivery }: OutboxView): boolean {
  return delivery !== null && delivery.outcome === 'failed' && !delivery.settled;
}

function worstOf(report: DeliveryReport | undefined): DeliveryOutcome | null {
  const outcomes = report?.recipients.map(({ outcome }) => outcome) ?? [];
  return DELIVERY_OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? null;
}

function messageView(row: ConversationRow, html: string | null): MessageView {
  const read = row.parsed === '' ? null : (JSON.parse(row.parsed) as Omit<Message, 'text' | 'html'>);
  return {
    id: row.id,
    direction: row.direction === 'outbound' ? 'outbound' : 'inbound',
    fromName: row.from_name,
    fromAddress: row.from_address,
    to: (read?.to ?? []).map((party) => party.address),
    replyTo: (read?.replyTo ?? []).map((party) => party.address),
    subject: row.subject,
    at: messageMoment(row).at,
    newText: row.new_text,
    quotedText: row.quoted_text,
    signature: row.signature,
    html,
    attachments: (read?.attachments ?? []).map(({ text: _text, picture: _picture, ...attachment }) => attachment),
    readability: read?.readability ?? 'envelope',
    dmarc: read?.dmarc ?? 'unverified',
    ...(read?.fromFile ? { fromFile: true } : {}),
    auto: row.is_auto === 1,
    report: worstOf(read?.report),
  };
}
