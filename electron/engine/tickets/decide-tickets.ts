import type { CaseView } from '../../../shared/contract/views';
import type { CaseFacts } from '../../../shared/domain/case-facts';
import type { DecisionId } from '../../../shared/domain/decision';
import { OUTBOX_PROBLEMS } from '../../../shared/domain/outbox';
import type { TicketState } from '../../../shared/domain/ticket';
import { unmatchedReason } from '../../../shared/domain/unmatched';
import { foldAddress } from '../../../shared/domain/address';
import type { DeskSettings } from '../desk-settings';
import type { Outside } from '../outside';
import { gatheredSource, withoutLookAlikes } from '../purchases/gathered-source';
import type { PurchaseSource } from '../purchases/purchase-source';
import { FILED_AS_BLOCKED, blockedBehind, filedAsBlocked } from './blocked-requester';
import { readCorrected } from '../store/corrections-table';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import type { Keeping, Store } from '../store/store';
import { ERASED } from '../store/outbox-table';
import { undeliveredTickets } from '../store/returned-mail-table';
import type { SearchEntry } from '../store/search-index';
import { searchText } from './search-entry';
import { conversationRows } from '../store/thread-table';
import { readRevisions, readTickets, saveDecisions } from '../store/tickets-table';
import type { Db, DecidedTicket, NewTicket, StoredTicket, TicketChange } from '../store/tickets-table';
import { caseView, productsOfCase } from './case-view';
import type { Conversation } from './conversation';
import { conversationOf, isUnreadable } from './conversation-of';
import type { ConversationRow } from './conversation-of';
import type { TicketWithRows } from './file-messages';
import { noteForwardedAccess } from './forwarded-access';
import { inOrder, previewOf } from './summary';
import { isNowMatched, standingAfterDecision } from './states';

/** How a conversation is decided from these purchases: the same function as the dry run's. */
export type Decide = (conversation: Conversation, source: PurchaseSource) => Promise<CaseFacts>;

export type DecideRoom = {
  readonly store: Store;
  readonly outside: Outside;
  readonly desk: () => DeskSettings;
  readonly source: PurchaseSource;
  readonly decide: Decide;
};

type Reading = {
  readonly seen: StoredTicket;
  readonly rows: readonly ConversationRow[];
  readonly facts: CaseFacts | null;
  readonly view: CaseView | null;
};

const NOT_READ: TicketWithRows['readings'] = new Map();

/** Tickets that are read, decided and written together. */
const CHUNK = 200;

/**
 * Ticket → clues → match → decision → one row, one event, for tickets of the store. Deciding happens outside the
 * transaction; a ticket that somebody changed meanwhile is decided again. `keeping` is `repeatable` where a restart would
 * find them undecided. Answers the tickets whose row changed.
 */
export async function decideTickets(
  room: DecideRoom,
  tickets: readonly string[],
  keeping: Keeping = 'durable',
): Promise<readonly string[]> {
  const changed: string[] = [];
  let waiting = [...new Set(tickets)];
  while (waiting.length > 0) {
    const readings = await readChunk(room, waiting.slice(0, CHUNK));
    const { written, stale } = await room.store.transaction((db) => writeChunk(db, room, readings), keeping);
    changed.push(...written);
    waiting = [...stale, ...waiting.slice(CHUNK)];
  }
  return changed;
}

async function readChunk(room: DecideRoom, ids: readonly string[]): Promise<readonly Reading[]> {
  const { store } = room;
  const source = withoutLookAlikes(gatheredSource(room.source));
  const byTicket = rowsByTicket(await conversationRows(store.db, ids));
  // Of an erased one nothing is left to decide by: it stays as it was decided.
  const tickets = (await readTickets(store.db, ids)).filter((ticket) => ticket.erased_at === null);
  return Promise.all(
    tickets.map((ticket) =>
      readTicketCase(room, source, { ticket, rows: byTicket.get(ticket.id) ?? [], readings: NOT_READ }),
    ),
  );
}

function rowsByTicket(rows: readonly ConversationRow[]): ReadonlyMap<string, readonly ConversationRow[]> {
  const byTicket = new Map<string, ConversationRow[]>();
  for (const row of rows) {
    const own = byTicket.get(row.ticket_id ?? '');
    if (own) own.push(row);
    else byTicket.set(row.ticket_id ?? '', [row]);
  }
  return byTicket;
}

async function readTicketCase(
  room: DecideRoom,
  source: PurchaseSource,
  { ticket: seen, rows, readings }: Omit<TicketWithRows, 'rows'> & { readonly rows: readonly ConversationRow[] },
): Promise<Reading> {
  const conversation = isUnreadable(rows) ? null : conversationOf(seen, rows, room.desk(), readings);
  if (!conversation) return { seen, rows, facts: null, view: null };
  const facts = await room.decide(conversation, source);
  const view = caseView({
    facts,
    products: await source.products(productsOfCase(facts)),
    // Texts and gates depend on the clock and on other tickets: they are made when the ticket is opened.
    suggestions: [],
    earned: null,
    answered: null,
    answeredOutside: null,
    notice: null,
    ourReplies: rows.filter((row) => row.direction === 'outbound').length,
    lastImportAt: await source.importedAt(),
    corrected: readCorrected(seen.corrected_json),
  });
  return { seen, rows, facts, view };
}

/** What a decision may change without a colleague having to see it before writing. */
const UNSEEN_COLUMNS: readonly (keyof StoredTicket)[] = ['preview', 'case_json', 'undecided'];

async function writeChunk(db: Db, room: DecideRoom, readings: readonly Reading[]) {
  const ids = readings.map((reading) => reading.seen.id);
  const revisions = await readRevisions(db, ids);
  const troubled = await ticketsInTrouble(db, ids);
  const blocked = await blockedBehind(db, readings);
  const written: string[] = [];
  const stale: string[] = [];
  const events: NewEvent[] = [];
  const cases: Reading[] = [];
  const decided: DecidedTicket[] = [];
  const found: SearchEntry[] = [];
  for (const reading of readings) {
    const ticket = reading.seen;
    const revision = revisions.get(ticket.id);
    // Taken up by another ticket meanwhile: that one is decided on its own.
    if (revision === undefined) continue;
    if (revision !== ticket.revision) {
      stale.push(ticket.id);
      continue;
    }
    const change = changeOf(reading, troubled.has(ticket.id), blocked.has(ticket.id));
    const isVisible = (Object.keys(change) as (keyof typeof change)[]).some(
      (column) => !UNSEEN_COLUMNS.includes(column) && change[column] !== ticket[column],
    );
    const isNew = UNSEEN_COLUMNS.some((column) => change[column as keyof typeof change] !== ticket[column]);
    if (!isVisible && !isNew) continue;
    decided.push({ ticket, change, visible: isVisible });
    cases.push(reading);
    found.push(searchEntryOf(reading, change));
    written.push(ticket.id);
    events.push(...eventsOf(reading, change));
  }
  await saveDecisions(db, decided);
  await room.store.search.indexAll(db, found);
  await addEvents(db, room.outside, events);
  await noteForwardedAccess(db, cases);
  return { written, stale };
}

/** A ticket as its first row will be, and what else is written with it. */
export type DecidedFirst = {
  readonly ticket: NewTicket;
  readonly events: readonly NewEvent[];
  readonly found: SearchEntry;
};

/**
 * Decides tickets that are not in the store yet, so that each is written once, with its decision. Called inside the
 * transaction that files them; `source` looks purchases up by its handle.
 */
export async function decideFirst(
  room: DecideRoom,
  db: Db,
  source: PurchaseSource,
  opened: readonly TicketWithRows[],
): Promise<readonly DecidedFirst[]> {
  const gathered = withoutLookAlikes(gatheredSource(source));
  const readings = await Promise.all(opened.map((one) => readTicketCase(room, gathered, one)));
  await noteForwardedAccess(db, readings);
  const blocked = await blockedBehind(db, readings);
  return readings.map((reading) => {
    const isBlocked = blocked.has(reading.seen.id);
    const change = { ...changeOf(reading, false, isBlocked), ...(isBlocked ? { unread: 0 } : {}) };
    const { queue: _queue, revision: _revision, ...ticket } = { ...reading.seen, ...change } as StoredTicket;
    return { ticket, events: eventsOf(reading, change), found: searchEntryOf(reading, change) };
  });
}

/** What the decision makes of the ticket's row. `isInTrouble`: a reply of it failed, is held or uncertain; `isBlocked`: its requester. */
function changeOf(reading: Reading, isInTrouble: boolean, isBlocked: boolean): TicketChange {
  const ticket = reading.seen;
  const change = { ...decisionColumns(ticket, reading), problem: 0, undecided: 0 };
  const state = (change.state ?? ticket.state) as TicketState;
  change.problem = isInTrouble || (state === 'open' && isUnreadable(reading.rows)) ? 1 : 0;
  return isBlocked && state === 'open' ? { ...change, ...FILED_AS_BLOCKED } : change;
}

function searchEntryOf({ seen, rows }: Reading, change: TicketChange): SearchEntry {
  return { ticket: seen.id, text: searchText(seen, rows, change.transaction_number ?? null) };
}

function eventsOf({ seen: ticket, facts }: Reading, change: TicketChange): readonly NewEvent[] {
  if (!facts) return [];
  const transaction = change.transaction_number ?? null;
  if (facts.decision.id === ticket.decision && transaction === ticket.transaction_number) return [];
  const { id: decision, rule } = facts.decision;
  const { basis, identity } = facts.match;
  const { intent } = facts.intent;
  const detail = { decision, rule, intent, transaction, basis, identity, was: ticket.decision };
  const events: NewEvent[] = [{ ticket: ticket.id, actor: DESK_ACTOR, kind: 'decided', detail }];
  if (isNowMatched(ticket.state as TicketState, ticket.decision as DecisionId | null, decision)) {
    const moved = { from: ticket.state, to: 'open', why: 'now-matched' };
    events.push({ ticket: ticket.id, actor: DESK_ACTOR, kind: 'state', detail: moved });
  }
  if (change.filed_reason === 'blocked-sender' && ticket.filed_reason === null) {
    events.push(filedAsBlocked(ticket.id, change.requester_address ?? ticket.requester_address));
  }
  return events;
}

function decisionColumns(ticket: StoredTicket, reading: Reading): TicketChange {
  const worded = inOrder(reading.rows).filter((row) => row.new_text.trim() !== '');
  // What a machine wrote below a person's words says nothing of the case.
  const newest = worded.findLast((row) => row.is_auto === 0) ?? worded.at(-1);
  const preview = previewOf(newest?.new_text ?? '');
  const { facts, view } = reading;
  if (!facts || !view) return { preview, decision: null, unmatched_reason: null, case_json: null };
  const { match } = facts;
  const purchase = match.status === 'matched' ? match.purchase : null;
  // What a person filed, or a block, no decision takes out again.
  const isPutAway = ticket.state === 'ignored' && ticket.filed_reason !== null;
  const standing = isPutAway
    ? { state: 'ignored' as const, handedOver: false }
    : standingAfterDecision(
        { state: ticket.state as TicketState, handedOver: ticket.handed_over === 1 },
        ticket.decision as DecisionId | null,
        facts.decision.id,
      );
  return {
    preview,
    ...requesterColumns(facts),
    language: facts.language,
    intent: facts.intent.intent,
    match_status: match.status,
    basis: match.basis,
    identity: match.identity,
    transaction_number: purchase?.transaction ?? null,
    product_id: purchase?.productId ?? null,
    delivery: facts.delivery,
    decision: facts.decision.id,
    unmatched_reason: unmatchedReason(facts),
    case_json: JSON.stringify(view),
    state: standing.state,
    filed_reason: isPutAway ? ticket.filed_reason : null,
    snoozed_until: standing.state === 'snoozed' ? ticket.snoozed_until : null,
    handed_over: standing.handedOver ? 1 : 0,
  };
}

// Behind a form or a list the requester is who the answer goes to, so that his own next mail joins this ticket.
function requesterColumns({ recipient }: CaseFacts): TicketChange {
  if (recipient.via === 'direct' || recipient.party === null) return {};
  const { name, address } = recipient.party;
  return { requester_name: name, requester_address: address, requester_folded: foldAddress(address) };
}

async function ticketsInTrouble(db: Db, tickets: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('outbox')
    .select('ticket_id')
    .where('ticket_id', 'in', tickets)
    .where('state', 'in', OUTBOX_PROBLEMS)
    .where('envelope_to', '!=', ERASED)
    .execute();
  return new Set([...rows.map((row) => row.ticket_id), ...(await undeliveredTickets(db, tickets))]);
}
