import { SportelloError } from '../../../shared/contract/errors';
import { CLOSED, keptDetail, OVER } from '../../../shared/domain/erasure';
import type { TicketState } from '../../../shared/domain/ticket';
import type { Outside } from '../outside';
import { dropLinks } from '../store/case-links-table';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import type { OutboxRow } from '../store/outbox-table';
import type { Store } from '../store/store';
import { queueOfTicket, readTicket } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { answersAbout, followTickets } from '../store/escalations-table';
import { blankMessages, blankReply } from './blank-rows';

/**
 * One transaction of an erasure. `waiting`: a mail of ours that is not over `stops` it, since somebody has sent it meanwhile, or
 * `goes`, where a copy brought it back of somebody who was erased already.
 */
export type Within = {
  readonly db: Db;
  readonly store: Store;
  readonly outside: Outside;
  readonly waiting: 'stops' | 'goes';
};

/** What of a ticket is of its customer. */
const NOTHING_SAID = {
  requester_name: '',
  requester_address: '',
  requester_folded: '',
  subject: '',
  preview: '',
  case_json: null,
  corrected_json: null,
  unread: 0,
  undecided: 0,
  problem: 0,
} as const;

/**
 * Takes out all that was said and written in one ticket; that there was one, when, and how it was decided and closed stays. One
 * that is not closed is: nobody is left to answer.
 */
export async function eraseTicket(within: Within, id: string, by: string): Promise<void> {
  const { db, store, outside } = within;
  const replies = await db
    .selectFrom('outbox')
    .selectAll()
    .where('ticket_id', '=', id)
    .where('envelope_to', '!=', '')
    .execute();
  refuseWaiting(within, replies);
  const ticket = await readTicket(db, id);
  const change = { ...NOTHING_SAID, ...closing(ticket), erased_at: outside.clock.now() };
  // First of all: a team's server lets the words of history go only where the ticket says that it is erased.
  await db
    .updateTable('ticket')
    .set({ ...change, queue: queueOfTicket({ ...ticket, ...change }), revision: ticket.revision + 1 })
    .where('id', '=', id)
    .execute();
  await followTickets(db, [id], outside.clock.now());
  const messages = await db.selectFrom('message').select('id').where('ticket_id', '=', id).execute();
  // What a producer answered about it alone; an answer about several cases is somebody else's, too, and is searched for the address.
  await blankMessages(db, [...messages.map((message) => message.id), ...(await answersAbout(db, id))]);
  for (const reply of replies) await blankReply(db, reply as OutboxRow);
  await db.deleteFrom('note').where('ticket_id', '=', id).execute();
  await db.deleteFrom('told').where('ticket_id', '=', id).execute();
  await dropLinks(db, id, { by, at: outside.clock.now() });
  for (const table of ['draft', 'draft_file'] as const) {
    await db
      .deleteFrom(table)
      .where('ticket_id', 'in', [id, `forward:${id}`])
      .execute();
  }
  const events = await db.selectFrom('ticket_event').select(['id', 'detail']).where('ticket_id', '=', id).execute();
  for (const event of events) await keepFigures(db, event);
  await db.updateTable('suggestion_case').set({ requester_folded: '' }).where('ticket_id', '=', id).execute();
  await store.search.index(db, id, '');
  await addEvents(db, outside, [{ ticket: id, actor: by === '' ? DESK_ACTOR : by, kind: 'erased', detail: {} }]);
}

/** @throws SportelloError `not-allowed` while a mail of ours is not over, where that stops the erasure */
export function refuseWaiting(
  { waiting }: Pick<Within, 'waiting'>,
  replies: readonly { readonly ticket_id: string; readonly state: string }[],
): void {
  const reply = waiting === 'goes' ? undefined : replies.find(({ state }) => !OVER.some((over) => over === state));
  if (reply !== undefined) throw mailWaits(reply.ticket_id);
}

/** Says that a mail of ours in this ticket is not over. */
export function mailWaits(ticket: string): SportelloError {
  return new SportelloError('not-allowed', `A mail to this person in ticket ${ticket} waits to be sent or settled.`, {
    reason: 'erase-mail-waits',
    action: 'Send or discard it in the outbox first, then erase.',
    detail: { ticket },
  });
}

function closing(ticket: StoredTicket): Partial<Pick<StoredTicket, 'state' | 'snoozed_until' | 'junk'>> {
  if (CLOSED.includes(ticket.state as TicketState)) return {};
  return { state: 'done', snoozed_until: null, junk: 0 };
}

/** Leaves of a history entry what is an id, a time or a figure. */
export async function keepFigures(db: Db, event: { readonly id: string; readonly detail: string }): Promise<void> {
  const detail = JSON.stringify(keptDetail(JSON.parse(event.detail) as Parameters<typeof keptDetail>[0]));
  if (detail !== event.detail)
    await db.updateTable('ticket_event').set({ detail }).where('id', '=', event.id).execute();
}
