import { CLAIM_MS, RENEW_AFTER_MS } from '../../../shared/domain/claim';
import { joinedWith } from '../../../shared/domain/case-links';
import type { CaseLink } from '../../../shared/domain/case-links';
import { isSharedAddress, othersOfCase } from '../../../shared/domain/case-tickets';
import { linksAround, linksBesides } from './case-links-table';
import { readTickets } from './tickets-table';
import type { Db, StoredTicket } from './tickets-table';

/** No case has more tickets than this that a claim would take: what writes more is a machine. */
export const MOST_OF_CASE = 50;
/** Tickets that are looked at for one case, before agents' links lead no further. */
const MOST_READ = 200;

/**
 * The ticket's case: itself first, then the others (casework.md, "Second mails"), joined and parted as agents said. `known` are
 * addresses that join nothing by the rule; `without`: as if this other ticket were not there.
 */
export async function readCase(
  db: Db,
  ticket: StoredTicket,
  known: readonly string[],
  without: string | null = null,
): Promise<readonly StoredTicket[]> {
  if (ticket.state !== 'open') return [ticket];
  const found = new Map<string, StoredTicket>();
  const asked = new Set<string>();
  let links: readonly CaseLink[] = [];
  let asking: readonly StoredTicket[] = [ticket];
  while (asking.length > 0 && found.size < MOST_READ) {
    for (const { id } of asking) asked.add(id);
    for (const one of await nearTickets(db, asking, known)) found.set(one.id, one);
    links = linksBesides(await linksAround(db, [ticket.id, ...found.keys()]), without);
    await readOpen(db, new Set([ticket.id, ...found.keys()].flatMap((id) => [...joinedWith(id, links)])), found);
    // What the rule joins with a joined ticket is of the case as well.
    asking = [...found.values()].filter(({ id }) => !asked.has(id) && joinedWith(id, links).size > 1);
  }
  const others = [...found.values()].filter(({ id }) => id !== without);
  return [ticket, ...othersOfCase(ticket, others, known, links)];
}

/**
 * Open tickets of which the rule may join some with one of these: those of their purchases, then those of their people, the newest first. An
 * address that can be two people's joins nothing, and its many tickets must not keep out what does.
 */
async function nearTickets(
  db: Db,
  tickets: readonly StoredTicket[],
  known: readonly string[],
): Promise<readonly StoredTicket[]> {
  const addresses = [...new Set(tickets.map((one) => one.requester_folded))];
  const people = addresses.filter((address) => !isSharedAddress(address, known));
  const purchases = [...new Set(tickets.flatMap((one) => one.transaction_number ?? []))];
  if (people.length === 0 && purchases.length === 0) return [];
  return db
    .selectFrom('ticket')
    .selectAll()
    .where((of) =>
      of.or([
        ...(people.length === 0 ? [] : [of('requester_folded', 'in', people)]),
        ...(purchases.length === 0 ? [] : [of('transaction_number', 'in', purchases)]),
      ]),
    )
    .where('state', '=', 'open')
    .$if(people.length > 0 && purchases.length > 0, (query) =>
      query.orderBy((of) => of.case().when('transaction_number', 'in', purchases).then(0).else(1).end()),
    )
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(MOST_OF_CASE)
    .execute();
}

/** Reads those of these tickets that are open into `found`, where they are not yet. */
async function readOpen(db: Db, ids: ReadonlySet<string>, found: Map<string, StoredTicket>): Promise<void> {
  const missing = [...ids].filter((id) => !found.has(id));
  for (const one of await readTickets(db, missing)) if (one.state === 'open') found.set(one.id, one);
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
