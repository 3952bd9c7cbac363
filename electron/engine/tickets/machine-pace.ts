import { sql } from 'kysely';
import { machineBurst, MOST_ALIKE, MOST_MAILS } from '../../../shared/domain/machine-pace';
import type { Outside } from '../outside';
import { addEvents, DESK_ACTOR } from '../store/events-table';
import { readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';

/** How long after a burst nothing goes at one key to that address. */
export const FROZEN_MS = 24 * 3_600_000;
/** Newest mails of an address that are looked at. */
const MOST_LOOKED_AT = 200;

/** Mails of the ticket's requester in ten minutes, where they are as only a machine writes; 0 where not. */
export async function burstOf(db: Db, ticket: Pick<StoredTicket, 'requester_folded'>, now: number): Promise<number> {
  if (ticket.requester_folded === '') return 0;
  const rows = await db
    .selectFrom('message')
    .select(['received_at as at', 'new_text as text'])
    .where('from_folded', '=', ticket.requester_folded)
    .where('direction', '=', 'inbound')
    .where('received_at', '>=', now - FROZEN_MS)
    .orderBy('received_at', 'desc')
    .limit(MOST_LOOKED_AT)
    .execute();
  return machineBurst(rows);
}

/** A requester who writes as only a machine does, for the lead. */
export type Suspect = { readonly ticket: string; readonly address: string; readonly mails: number };

/**
 * Looks at who has just written to these tickets, and writes it in the history of each where it is as only a machine
 * writes: once a day. Answers the new ones.
 */
export async function noteSuspects(
  db: Db,
  outside: Outside,
  arrivals: readonly { readonly ticket: string; readonly from: string; readonly receivedAt: number }[],
): Promise<readonly Suspect[]> {
  const now = outside.clock.now();
  const recent = arrivals.filter(({ receivedAt, from }) => receivedAt >= now - FROZEN_MS && from !== '');
  const ids = [...new Set(recent.map(({ ticket }) => ticket))];
  const busy = await busyAddresses(db, [...new Set(recent.map(({ from }) => from))], now);
  if (busy.size === 0) return [];
  const suspects: Suspect[] = [];
  for (const ticket of await readTickets(db, ids)) {
    if (!busy.has(ticket.requester_folded)) continue;
    const mails = await burstOf(db, ticket, now);
    if (mails === 0 || (await isNoted(db, ticket.id, now))) continue;
    await addEvents(db, outside, [{ ticket: ticket.id, actor: DESK_ACTOR, kind: 'machine', detail: { mails } }]);
    outside.log.warn('intake', 'machine.suspected', { ticket: ticket.id, mails });
    suspects.push({ ticket: ticket.id, address: ticket.requester_address, mails });
  }
  return suspects;
}

/** Those of these addresses with mails enough for a burst: of nearly all there is one, and nothing more to look at. */
async function busyAddresses(db: Db, addresses: readonly string[], now: number): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await db
    .selectFrom('message')
    .select('from_folded')
    .where('from_folded', 'in', addresses)
    .where('direction', '=', 'inbound')
    .where('received_at', '>=', now - FROZEN_MS)
    .groupBy('from_folded')
    .having((eb) => eb.fn.countAll(), '>', Math.min(MOST_ALIKE, MOST_MAILS))
    .execute();
  return new Set(rows.map((row) => row.from_folded));
}

async function isNoted(db: Db, ticket: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('ticket_event')
    .select('id')
    .where('ticket_id', '=', ticket)
    .where('at', '>=', now - FROZEN_MS)
    .where('kind', '=', 'machine')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Tickets of the last days whose requester writes as only a machine does, newest first. */
export async function suspectedTickets(db: Db, since: number, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .select(['ticket_id', 'at'])
    // Written out: with a parameter SQLite would not use the partial index.
    .where('kind', '=', sql.lit('machine'))
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return [...new Set(rows.map((row) => row.ticket_id))];
}
