import type { FiledReason, PutAway } from '../../../shared/contract/put-away';
import type { TicketState } from '../../../shared/domain/ticket';
import type { Outside } from '../outside';
import { addEvents, eventsAfter } from '../store/events-table';
import type { NewEvent } from '../store/events-table';
import { settleDeliveries } from '../store/returned-mail-table';
import { changeTicket, readTicket, staleRevision } from '../store/tickets-table';
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

/** Puts one ticket away, as it was read in this transaction, and says so in its history. Answers what takes it back. */
export async function putAway(
  db: Db,
  { outside, by }: Putter,
  ticket: StoredTicket,
  aside: Aside,
  { kind, detail }: Pick<NewEvent, 'kind' | 'detail'>,
): Promise<PutAway> {
  const change = columnsOf(aside);
  // As with Done: who puts it away has seen what came back.
  await settleDeliveries(db, ticket.id, ['reply', 'escalation', 'forward'], 'seen');
  const revision = await changeTicket(db, ticket, change, { visible: true });
  await addEvents(db, outside, [{ ticket: ticket.id, actor: by, kind, detail: { ...detail, from: ticket.state } }]);
  return { ticket: ticket.id, to: change.state, revision, was: standingOf(ticket) };
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
  };
}

/**
 * Puts tickets back as they were, where nobody did anything with them since; a snooze that ended meanwhile comes back as open.
 * @throws SportelloError `not-found`; `stale-revision` where somebody was at all of them
 */
export async function putBack(db: Db, { outside, by }: Putter, back: readonly PutAway[]): Promise<readonly string[]> {
  const now = outside.clock.now();
  const restored: string[] = [];
  for (const one of back) {
    const { ticket: id, to, was } = one;
    const ticket = await readTicket(db, id);
    if (ticket.state !== to || (await wasMoved(db, one))) continue;
    const isOver = was.state === 'snoozed' && (was.snoozedUntil === null || was.snoozedUntil <= now);
    const state = isOver ? 'open' : was.state;
    const change: TicketChange = {
      state,
      snoozed_until: isOver ? null : was.snoozedUntil,
      handed_over: was.handedOver ? 1 : 0,
      junk: was.junk ? 1 : 0,
      problem: was.problem ? 1 : 0,
      unread: was.unread ? 1 : 0,
      filed_reason: was.reason,
    };
    await changeTicket(db, ticket, change, { visible: true });
    await addEvents(db, outside, [{ ticket: id, actor: by, kind: 'put-back', detail: { from: to, to: state } }]);
    restored.push(id);
  }
  const [first] = back;
  if (restored.length === 0 && first !== undefined) throw staleRevision(first.ticket);
  return restored;
}

/**
 * Whether a person did anything with it since, even if it stands where it was put again. A customer's new mail counts where it
 * was put into the queues: undone, that would go out of sight unread. What was put away is opened by it, or stays filed.
 */
async function wasMoved(db: Db, { ticket, revision, to }: PutAway): Promise<boolean> {
  const after = await eventsAfter(db, ticket, revision);
  const acts = after.filter(
    ({ kind, detail }) => to === 'open' || kind !== 'message' || detail['direction'] !== 'inbound',
  );
  return staleReason(acts, []) !== null;
}
