import { OVER } from '../../../shared/domain/erasure';
import { moveTickets } from '../store/change-tickets';
import { DESK_ACTOR, addEvents } from '../store/events-table';
import { readTickets } from '../store/tickets-table';
import type { Db, StoredTicket } from '../store/tickets-table';
import { clockSettings } from '../clock/clock-settings';
import { clocksOf } from './clocks-of';
import type { ClockRoom } from './clocks-of';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Tickets that close in one transaction: some 20 ms. */
const MOST_CLOSED = 200;

/**
 * Closes every ticket whose customer has been silent for the team's limit of working days, as "no answer" (casework.md, "Second
 * mails"); answers them. One with a mail of ours on its way is left alone, and any answer opens it again.
 */
export async function closeSilent(room: ClockRoom): Promise<readonly string[]> {
  const { store, outside } = room;
  const { customerCloseDays } = await clockSettings(room);
  // So many working days never take less than one day less of the calendar.
  const before = outside.clock.now() - (customerCloseDays - 1) * DAY_MS;
  const waiting = await waitingSince(store.db, before);
  const closed: string[] = [];
  for (let first = 0; first < waiting.length; first += MOST_CLOSED) {
    closed.push(...(await closePart(room, waiting.slice(first, first + MOST_CLOSED))));
  }
  return closed;
}

/** When to look again, epoch ms: a limit that was changed, and a day that came, are seen within the hour. */
export function nextLook({ outside }: Pick<ClockRoom, 'outside'>): number {
  return outside.clock.now() + HOUR_MS;
}

async function closePart(room: ClockRoom, ids: readonly string[]): Promise<readonly string[]> {
  const { store, outside } = room;
  const now = outside.clock.now();
  const seen = await readTickets(store.db, ids);
  const clocks = await clocksOf(room, seen);
  const due = new Map(
    seen
      .filter(({ id }) => (clocks.get(id)?.silence?.closeAt ?? Number.POSITIVE_INFINITY) <= now)
      .map(({ id, revision }) => [id, revision]),
  );
  if (due.size === 0) return [];
  return store.transaction(async (db) => {
    const busy = await withMailUnderWay(db, [...due.keys()]);
    const still = (await readTickets(db, [...due.keys()])).filter(
      ({ id, revision, state }) => state === 'waiting.customer' && revision === due.get(id) && !busy.has(id),
    );
    const change = { state: 'done', no_answer_at: now, handed_over: 0, unread: 0 } as const;
    await moveTickets(
      db,
      still.map((ticket) => ({ ticket, change })),
    );
    await addEvents(
      db,
      outside,
      still.map(({ id: ticket, state: from }) => ({
        ticket,
        actor: DESK_ACTOR,
        kind: 'no-answer' as const,
        detail: { from, to: change.state },
      })),
    );
    return still.map(({ id }) => id);
  });
}

/** Tickets that wait for their customer and in which nothing came or went since then, oldest first. One with a problem waits for us. */
async function waitingSince(db: Db, before: number): Promise<readonly StoredTicket['id'][]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('queue', 'in', ['waiting.customer', 'support'])
    .where('updated_at', '<=', before)
    .where('state', '=', 'waiting.customer')
    .orderBy('updated_at')
    .execute();
  return rows.map(({ id }) => id);
}

async function withMailUnderWay(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('outbox')
    .select('ticket_id')
    .where('ticket_id', 'in', ids)
    .where('state', 'not in', OVER)
    .execute();
  return new Set(rows.map((row) => row.ticket_id));
}
