import { SportelloError } from '../../../shared/contract/errors';
import type { ParamsOf } from '../../../shared/contract/engine-api';
import type { DecisionId } from '../../../shared/domain/decision';
import { renewed } from '../../../shared/domain/claim';
import { withMentions } from '../../../shared/domain/mention';
import type { TicketState } from '../../../shared/domain/ticket';
import { REPLYING_DECISIONS } from '../../../shared/domain/earned';
import { normalizeNumber } from '../../../shared/domain/transaction-number';
import type { EngineContext } from '../context';
import { agentNames } from '../desk-settings';
import type { HandlersOf } from './handler';
import { renewClaim } from '../store/claims-table';
import { addCorrection, NOTHING_CORRECTED, readCorrected } from '../store/corrections-table';
import type { Corrected } from '../store/corrections-table';
import { addEvents } from '../store/events-table';
import { readColleagues } from '../store/colleagues';
import { addNote } from '../store/notes-table';
import { settleDeliveries } from '../store/returned-mail-table';
import { addSuggestionCase, correctCaseSince, dropCorrected, hasCaseSince } from '../store/suggestion-cases-table';
import { changeTicket, pageOfQueue, readTicket, readTicketAt, readTickets } from '../store/tickets-table';
import type { StoredTicket } from '../store/tickets-table';
import { tell } from '../store/told-table';
import { suspectedTickets } from '../tickets/machine-pace';
import { searchTickets } from '../tickets/search-tickets';
import { isUnresolved, moveByAgent } from '../tickets/states';
import { ticketPage } from '../tickets/ticket-page';
import { ticketView } from '../tickets/ticket-view';

/** How long a lead is shown who writes like a machine, and how many. */
const SUSPECTS_MS = 7 * 24 * 3_600_000;
const MOST_SUSPECTS = 50;

/** Lists, one ticket, and what an agent does to it. */
export const ticketHandlers = {
  'tickets.page': async (context, { queue, offset, limit }) => {
    const agent = agentNames(context.desk());
    const { total, rows } = await pageOfQueue(context.store, {
      queue,
      agent,
      now: context.outside.clock.now(),
      offset,
      limit,
    });
    return ticketPage(context, total, offset, rows);
  },

  'tickets.search': async (context, { query, limit }) => {
    const { db } = context.store;
    const ids = await searchTickets(context, query, limit);
    const tickets = new Map((await readTickets(db, ids)).map((ticket) => [ticket.id, ticket]));
    const rows = ids.flatMap((id) => tickets.get(id) ?? []);
    return ticketPage(context, rows.length, 0, rows);
  },

  'machines.list': async (context) => {
    const { db } = context.store;
    const since = context.outside.clock.now() - SUSPECTS_MS;
    const ids = await suspectedTickets(db, since, MOST_SUSPECTS);
    const rows = (await readTickets(db, ids)).filter((ticket) => isUnresolved(ticket.state as TicketState));
    return (await ticketPage(context, rows.length, 0, rows)).rows;
  },

  'tickets.open': (context, { ticket }) => ticketView(context, ticket),

  'tickets.setState': async (context, params) => {
    const { outside, store } = context;
    const move = moveByAgent({ to: params.to, snoozeUntil: params.snoozeUntil }, outside.clock.now());
    const revision = await store.transaction(async (db) => {
      const ticket = await readTicketAt(db, params.ticket, params.revision);
      const change = {
        state: move.state,
        snoozed_until: move.snoozedUntil,
        // A person looked: what could not be read is no problem any more once the ticket is put away, and what was
        // taken out of Junk is none.
        ...(move.state === 'open' ? { junk: 0, filed_reason: null } : { problem: 0 }),
        ...(move.state === 'done' ? { handed_over: 0 } : {}),
        ...renewed(ticket, agentNames(context.desk()), context.outside.clock.now()),
      };
      // Who puts the ticket away has seen what came back.
      if (move.state !== 'open') await settleDeliveries(db, [ticket.id], ['reply', 'escalation', 'forward'], 'seen');
      const raised = await changeTicket(db, ticket, change, { visible: true });
      await addEvents(db, outside, [
        {
          ticket: ticket.id,
          actor: context.desk().agent.name,
          kind: 'state',
          detail: { from: ticket.state, to: move.state, until: move.snoozedUntil },
        },
      ]);
      return raised;
    });
    context.snoozeChanged();
    context.announcer.ticketsChanged([params.ticket]);
    return { revision };
  },

  // Who has read what is no change of the ticket: it must not hold back a reply that is on its way.
  'tickets.markRead': async (context, params) => {
    const revision = await context.store.transaction(async (db) => {
      const ticket = await readTicket(db, params.ticket);
      return changeTicket(db, ticket, { unread: params.read ? 0 : 1 }, { visible: false });
    });
    context.announcer.ticketsChanged([params.ticket]);
    return { revision };
  },

  'tickets.note': async (context, params) => {
    const { outside, store } = context;
    const by = context.desk().agent.name;
    const revision = await store.transaction(async (db) => {
      const ticket = await readTicket(db, params.ticket);
      const at = outside.clock.now();
      const note = outside.ids.row();
      const { text, ids } = withMentions(params.text, await readColleagues(db, agentNames(context.desk())));
      await addNote(db, { id: note, ticket: ticket.id, at, by, text });
      const mentions = ids.map((person) => ({ person, kind: 'mention' as const, ticket: ticket.id, note, by }));
      await tell(db, outside, mentions);
      await addEvents(db, outside, [{ ticket: ticket.id, actor: by, kind: 'note', detail: {} }]);
      await renewClaim(db, ticket.id, agentNames(context.desk()), context.outside.clock.now());
      return ticket.revision;
    });
    context.announcer.ticketsChanged([params.ticket]);
    context.announcer.toldChanged();
    return { revision };
  },

  'tickets.correct': async (context, params) => {
    const after = await checkedCorrection(context, params);
    const before = await context.store.transaction(async (db) => {
      const ticket = await readTicketAt(db, params.ticket, params.revision);
      const corrected = { ...readCorrected(ticket.corrected_json), ...after };
      const isCorrected = JSON.stringify(corrected) !== JSON.stringify(NOTHING_CORRECTED);
      await changeTicket(
        db,
        ticket,
        {
          corrected_json: isCorrected ? JSON.stringify(corrected) : null,
          ...renewed(ticket, agentNames(context.desk()), context.outside.clock.now()),
        },
        { visible: true },
      );
      await remember(context, db, ticket, params.field, after);
      return ticket;
    });
    await context.pipeline.decideAgain([params.ticket]);
    const decided = await readTicket(context.store.db, params.ticket);
    await countCorrection(context, before, decided);
    context.announcer.ticketsChanged([params.ticket]);
    return { revision: decided.revision };
  },
} satisfies HandlersOf<
  | 'machines.list'
  | 'tickets.page'
  | 'tickets.search'
  | 'tickets.open'
  | 'tickets.setState'
  | 'tickets.markRead'
  | 'tickets.note'
  | 'tickets.correct'
>;

type Correction = ParamsOf<'tickets.correct'>;

// A number that is in no purchase would be a link to nothing.
async function checkedCorrection(context: EngineContext, params: Correction): Promise<Partial<Corrected>> {
  if (params.field === 'refused') {
    const refused = [...new Set(params.value ?? [])].sort();
    const { corrected_json } = await readTicket(context.store.db, params.ticket);
    const linked = readCorrected(corrected_json).transaction;
    // What was linked by hand and is refused now is linked no more.
    return { refused, ...(linked !== null && refused.includes(linked) ? { transaction: null } : {}) };
  }
  if (params.field !== 'transaction' || params.value === null) {
    return { [params.field]: params.value };
  }
  const number = normalizeNumber(params.value);
  const known = number === null ? [] : await context.source.byNumbers([number]);
  const purchase = known.find((one) => one.transaction === number) ?? known[0];
  if (!purchase) {
    throw new SportelloError('not-found', `There is no purchase ${params.value.slice(0, 40)}`, {
      reason: 'purchase',
      action: 'Check the number, or import newer purchases first.',
    });
  }
  const { corrected_json } = await readTicket(context.store.db, params.ticket);
  const { refused } = readCorrected(corrected_json);
  return { transaction: purchase.transaction, refused: refused.filter((one) => one !== purchase.transaction) };
}

async function remember(
  context: EngineContext,
  db: EngineContext['store']['db'],
  ticket: StoredTicket,
  field: Correction['field'],
  set: Partial<Corrected>,
): Promise<void> {
  const { outside } = context;
  const by = context.desk().agent.name;
  const { intent, delivery, transaction_number: transaction } = ticket;
  const before = { intent, transaction, delivery, refused: transaction }[field];
  const after = field === 'refused' ? (set.refused ?? []).join(' ') || null : (set[field] ?? null);
  await addCorrection(db, {
    id: outside.ids.row(),
    ticket: ticket.id,
    field,
    before,
    after,
    by,
    at: outside.clock.now(),
  });
  await addEvents(db, outside, [{ ticket: ticket.id, actor: by, kind: 'corrected', detail: { field, before, after } }]);
}

/**
 * A correction says that the decision before was wrong: it led to another one, or to another purchase. Until that one
 * stands again, and once for each mail of the customer: what was sent in the meantime was wrong too.
 */
async function countCorrection(context: EngineContext, before: StoredTicket, after: StoredTicket): Promise<void> {
  const { outside, store } = context;
  const now = outside.clock.now();
  const isOther = before.decision !== after.decision || before.transaction_number !== after.transaction_number;
  if (!isOther) return;
  await store.transaction(async (db) => {
    if (isReplying(after.decision)) await dropCorrected(db, after.id, after.decision, now - SECOND_THOUGHT_MS);
    if (!isReplying(before.decision) || after.corrected_json === null) return;
    const since = before.last_inbound_at ?? before.created_at;
    if (await correctCaseSince(db, before.id, before.decision, since)) return;
    if (await hasCaseSince(db, before.id, since)) return;
    await addSuggestionCase(db, {
      id: outside.ids.row(),
      ticket: before.id,
      decision: before.decision,
      agreement: 'corrected',
      block: null,
      requester: before.requester_folded,
      at: now,
      by: context.desk().agent.name,
      sampled: false,
    });
  });
}

/** How long an agent may take a correction back as if it had never been: later the case stands. */
const SECOND_THOUGHT_MS = 3_600_000;

function isReplying(decision: string | null): decision is DecisionId {
  return REPLYING_DECISIONS.some((one) => one === decision);
}
