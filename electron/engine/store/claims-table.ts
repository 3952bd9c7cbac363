import { CLAIM_MS, RENEW_AFTER_MS } from '../../../shared/domain/claim';
import { othersOfCase } from '../../../shared/domain/case-tickets';
import type { Db, StoredTicket } from './tickets-table';

/** No case has more tickets than this that a claim would take: what writes more is a machine. */
const MOST_OF_CASE = 50;

/** The ticket's case: itself first, then the others (casework.md, "Second mails"). `known` are addresses that join nothing. */
export async function readCase(
  db: Db,
  ticket: StoredTicket,
  known: readonly string[],
): Promise<readonly StoredTicket[]> {
  const others = await db
    .selectFrom('ticket')
    .selectAll()
    .where((of) =>
      of.or([
        of('requester_folded', '=', ticket.requester_folded),
        ...(ticket.transaction_number === null ? [] : [of('transaction_number', '=', ticket.transaction_number)]),
      ]),
    )
    .where('state', '=', 'open')
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(MOST_OF_CASE)
    .execute();
  return [ticket, ...othersOfCase(ticket, others, known)];
}

/** An act of one of these names on a ticket that it claimed: the claim holds on. No change that anybody has to see. */
export async function renewClaim(db: Db, ticket: string, names: readonly string[], now: number): Promise<void> {
  if (names.length === 0) return;
  await db
    .updateTable('ticket')
    .set({ claim_until: now + CLAIM_MS })
    .where('id', '=', ticket)
    .where('assignee', 'in', names)
    .where('claim_until', '>', now)
    .where('claim_until', '<=', now + CLAIM_MS - RENEW_AFTER_MS)
    .execute();
}

/** Tickets whose claim is over. */
export async function lapsedTickets(db: Db, now: number): Promise<readonly StoredTicket[]> {
  return db.selectFrom('ticket').selectAll().where('claim_until', '<=', now).orderBy('claim_until').execute();
}

/** When the next claim ends, epoch ms; null where nobody claimed anything. */
export async function nextLapse(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select((of) => of.fn.min('claim_until').as('next'))
    .where('claim_until', 'is not', null)
    .executeTakeFirst();
  return row?.next ?? null;
}

/** How many tickets of a queue are looked at in one go for the next one that is free. */
const FREE_PAGE = 50;

/** Where a queue was left: the ticket that was on screen. */
export type QueuePlace = Pick<StoredTicket, 'id' | 'updated_at'>;

/**
 * Tickets of a queue that nobody holds, the one that waits longest first, after `place`; those that another desk writes on are
 * left out. `now` in epoch ms.
 */
export async function freeTickets(
  db: Db,
  queue: string,
  place: QueuePlace | null,
  besides: { readonly desk: string; readonly now: number },
): Promise<readonly StoredTicket[]> {
  const { desk, now } = besides;
  let query = db
    .selectFrom('ticket')
    .selectAll()
    .where('queue', '=', queue)
    .where((of) => of.or([of('assignee', 'is', null), of('claim_until', '<=', now)]))
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('presence')
            .select('presence.desk')
            .whereRef('presence.ticket_id', '=', 'ticket.id')
            .where('presence.doing', '=', 'writing')
            .where('presence.until_at', '>', now)
            .where('presence.desk', '!=', desk),
        ),
      ),
    );
  if (place !== null) {
    query = query.where((of) =>
      of.or([
        of('updated_at', '>', place.updated_at),
        of.and([of('updated_at', '=', place.updated_at), of('id', '>', place.id)]),
      ]),
    );
  }
  return query.orderBy('updated_at').orderBy('id').limit(FREE_PAGE).execute();
}

/** All that somebody holds and that is not over, the longest waiting first. */
export async function ticketsHeldBy(db: Db, names: readonly string[], now: number): Promise<readonly StoredTicket[]> {
  if (names.length === 0) return [];
  return db
    .selectFrom('ticket')
    .selectAll()
    .where('assignee', 'in', names)
    .where('state', 'not in', ['done', 'ignored'])
    .where((of) => of.or([of('claim_until', 'is', null), of('claim_until', '>', now)]))
    .orderBy('updated_at')
    .orderBy('id')
    .execute();
}
