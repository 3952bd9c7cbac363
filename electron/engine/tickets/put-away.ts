import type { FiledReason, PutAway } from '../../../shared/contract/put-away';
import { CLOSED } from '../../../shared/domain/erasure';
import type { TicketState } from '../../../shared/domain/ticket';
import type { Outside } from '../outside';
import { moveTickets } from '../store/change-tickets';
import type { MovedTicket } from '../store/change-tickets';
import { addEvents, eventsAfter } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { settleDeliveries } from '../store/returned-mail-table';
import { noTicket, readTickets, staleRevision } from '../store/tickets-table';
import type { Db, StoredTicket, TicketChange } from '../store/tickets-table';
import { staleReason } from './who-was-first';

/** Who puts tickets away. */
export type Putter = { readonly outside: Outside; readonly by: string };

/** What a ticket becomes: closed with its case, or out of the queues for this reason. */
export type Aside = 'done' | FiledReason;

/** Columns of a ticket that was put away. Spam lies in Junk, a blocked sender's mail under Filed; nobody owes anything there. */
function columnsOf(aside: Aside): TicketChange & { readonly state: TicketState } {
  const put = { snoozed_until: null, handed_over: 0, problem: 0, unread: 0 };
  switch (aside) {
    case 'done':
      return { ...put, state: 'done', filed_reason: null };
    case 'spam':
      return { ...put, state: 'ignored', junk: 1, filed_reason: 'spam' };
    case 'blocked-sender':
      return { ...put, state: 'ignored', junk: 0, filed_reason: 'blocked-sender' };
  }
}

/**
 * Puts tickets away, as they were read in this transaction, and says so in the history of each. Answers what takes it back, in the
 * same order.
 */
export async function putAway(
  db: Db,
  { outside, by }: Putter,
  tickets: readonly StoredTicket[],
  aside: Aside,
  { kind, detail }: Pick<NewEvent, 'kind' | 'detail'>,
): Promise<readonly PutAway[]> {
  const change = columnsOf(aside);
  // As with Done: who puts it away has seen what came back.
  await settleDeliveries(db, idsOf(tickets), ['reply', 'escalation', 'forward'], 'seen');
  const revisions = await moveTickets(
    db,
    tickets.map((ticket) => ({ ticket, change })),
  );
  await addEvents(
    db,
    outside,
    tickets.map(({ id: ticket, state }) => ({ ticket, actor: by, kind, detail: { ...detail, from: state } })),
  );
  return wayBack(tickets, change.state, revisions);
}

/** Opens closed tickets again, wherever they were put, as `E` with Shift does one; the others stay. Answers what closes them again. */
export async function reopen(
  db: Db,
  { outside, by }: Putter,
  tickets: readonly StoredTicket[],
): Promise<readonly PutAway[]> {
  const closed = tickets.filter(({ state }) => CLOSED.includes(state as TicketState));
  const change = { state: 'open', snoozed_until: null, junk: 0, filed_reason: null, no_answer_at: null } as const;
  const revisions = await moveTickets(
    db,
    closed.map((ticket) => ({ ticket, change })),
  );
  await addEvents(
    db,
    outside,
    closed.map(({ id: ticket, state: from }) => ({
      ticket,
      actor: by,
      kind: 'state',
      detail: { from, to: change.state, until: null },
    })),
  );
  return wayBack(closed, change.state, revisions);
}

/** What takes these tickets back from a state that they were just moved to, in the same order. */
export function wayBack(
  tickets: readonly StoredTicket[],
  to: TicketState,
  revisions: readonly number[],
): readonly PutAway[] {
  return tickets.map((ticket, index) => ({
    ticket: ticket.id,
    to,
    revision: revisions[index] ?? ticket.revision,
    was: standingOf(ticket),
  }));
}

function idsOf(tickets: readonly StoredTicket[]): readonly string[] {
  return tickets.map(({ id }) => id);
}

/**
 * The tickets that somebody saw at these revisions, in that order.
 * @throws SportelloError `not-found`, `stale-revision`
 */
export async function readTicketsAt(
  db: Db,
  seen: readonly { readonly ticket: string; readonly revision: number }[],
): Promise<readonly StoredTicket[]> {
  const rows = new Map(
    (await readTickets(db, [...new Set(seen.map(({ ticket }) => ticket))])).map((row) => [row.id, row]),
  );
  return [...new Map(seen.map((one) => [one.ticket, one])).values()].map(({ ticket, revision }) => {
    const row = rows.get(ticket);
    if (row === undefined) throw noTicket(ticket);
    if (row.revision !== revision) throw staleRevision(ticket);
    return row;
  });
}

/** How a ticket stands, for the undo of what comes next. */
export function standingOf(ticket: StoredTicket): PutAway['was'] {
  return {
    state: ticket.state as TicketState,
    snoozedUntil: ticket.snoozed_until,
    handedOver: ticket.handed_over === 1,
    junk: ticket.junk === 1,
    problem: ticket.problem === 1,
    unread: ticket.unread === 1,
    reason: ticket.filed_reason as FiledReason | null,
    noAnswerAt: ticket.no_answer_at,
  };
}

/**
 * Puts tickets back as they were, where nobody did anything with them since; a snooze that ended meanwhile comes back as open.
 * @throws SportelloError `not-found`; `stale-revision` where somebody was at all of them
 */
export async function putBack(db: Db, { outside, by }: Putter, back: readonly PutAway[]): Promise<readonly string[]> {
  const now = outside.clock.now();
  const rows = new Map(
    (
      await readTickets(
        db,
        back.map(({ ticket }) => ticket),
      )
    ).map((row) => [row.id, row]),
  );
  const moved: MovedTicket[] = [];
  const events: NewEvent[] = [];
  for (const one of new Map(back.map((each) => [each.ticket, each])).values()) {
    const { ticket: id, to, was } = one;
    const ticket = rows.get(id);
    if (ticket === undefined) throw noTicket(id);
    if (ticket.state !== to || (await wasMoved(db, ticket, one))) continue;
    const isOver = was.state === 'snoozed' && (was.snoozedUntil === null || was.snoozedUntil <= now);
    const change = {
      state: isOver ? 'open' : was.state,
      snoozed_until: isOver ? null : was.snoozedUntil,
      handed_over: was.handedOver ? 1 : 0,
      junk: was.junk ? 1 : 0,
      problem: was.problem ? 1 : 0,
      unread: was.unread ? 1 : 0,
      filed_reason: was.reason,
      no_answer_at: was.noAnswerAt,
    };
    moved.push({ ticket, change });
    events.push({ ticket: id, actor: by, kind: 'put-back', detail: { from: to, to: change.state } });
  }
  await moveTickets(db, moved);
  await addEvents(db, outside, events);
  const [first] = back;
  if (moved.length === 0 && first !== undefined) throw staleRevision(first.ticket);
  return moved.map(({ ticket }) => ticket.id);
}

/** Leaves a ticket where it stands. */
const SAID_OF_CASE: readonly NewEvent['kind'][] = ['case-joined', 'case-parted', 'case-undone'];

/**
 * Whether a person did anything with it since, even if it stands where it was put again. A customer's new mail counts where it
 * was put into the queues: undone, that would go out of sight unread. What was put away is opened by it, or stays filed.
 */
async function wasMoved(db: Db, ticket: StoredTicket, { revision, to }: PutAway): Promise<boolean> {
  if (ticket.revision === revision) return false;
  const after = await eventsAfter(db, ticket.id, revision);
  const acts = after.filter(
    ({ kind, detail }) =>
      !SAID_OF_CASE.includes(kind) && (to === 'open' || kind !== 'message' || detail['direction'] !== 'inbound'),
  );
  return staleReason(acts, []) !== null;
}
