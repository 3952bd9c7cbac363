import type { HistoryEntry } from '../../../shared/contract/views';
import { TURN_KINDS } from '../../../shared/domain/ticket-turns';
import type { Outside } from '../outside';
import { sql } from 'kysely';
import { followTickets } from './escalations-table';
import { unmarkReviewed } from './reviewed-tickets-table';
import { readRevisions } from './tickets-table';
import type { Db } from './tickets-table';
import { insertRows } from './insert-rows';

/** Who acted where no person did. */
export const DESK_ACTOR = 'desk';

export type NewEvent = {
  readonly ticket: string;
  readonly actor: string;
  readonly kind: HistoryEntry['kind'];
  /** Plain values for the sentence, never a body. */
  readonly detail: HistoryEntry['detail'];
};

/** Key in an event's detail under which the ticket's revision after it is kept, for the history only of who was first. */
const REVISION = 'revision';

/**
 * Adds to the history; nothing here is ever changed. Called after the ticket itself was written: each event keeps the revision
 * that it led to, so that whoever saw an older one can be told what came in between.
 */
export async function addEvents(db: Db, outside: Outside, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = outside.clock.now();
  const revisions = await readRevisions(db, [...new Set(events.map((event) => event.ticket))]);
  const rows = events.map((event) => ({
    id: outside.ids.row(),
    ticket_id: event.ticket,
    at,
    actor: event.actor,
    kind: event.kind,
    detail: JSON.stringify({ ...event.detail, [REVISION]: revisions.get(event.ticket) ?? null }),
  }));
  await insertRows(db, 'ticket_event', rows);
  await keepTimes(db, events, at);
  const put = events.filter(({ kind }) => MOVES.includes(kind) || AWAY.includes(kind)).map(({ ticket }) => ticket);
  if (put.length > 0) await followTickets(db, [...new Set(put)], at);
  const news = events.filter(({ kind }) => ENDS_REVIEW.includes(kind)).map(({ ticket }) => ticket);
  await unmarkReviewed(db, [...new Set(news)]);
}

/** What somebody does to a ticket that may close it or open it again. */
const MOVES: readonly HistoryEntry['kind'][] = ['state', 'case-closed', 'no-answer', 'accepted', 'put-back', 'undone'];

/** What may make it another one's turn was not there when a lead looked at the ticket. */
const ENDS_REVIEW: readonly HistoryEntry['kind'][] = TURN_KINDS;

/** What puts a ticket away without closing it. */
const AWAY: readonly HistoryEntry['kind'][] = ['spam', 'sender-blocked', 'filed'];

/**
 * Keeps at the ticket when it was first answered and last closed: the figures of a year cannot look for that in its history.
 * Raises no revision, since nobody sees it.
 */
async function keepTimes(db: Db, events: readonly NewEvent[], at: number): Promise<void> {
  const moved = events.filter(({ kind }) => MOVES.includes(kind)).map(({ ticket }) => ticket);
  if (moved.length > 0) {
    await db
      .updateTable('ticket')
      .set({ closed_at: sql`case when state = 'done' then cast(${at} as bigint) end` })
      .where('id', 'in', moved)
      .where((of) => of.or([of('state', '=', 'done'), of('closed_at', 'is not', null)]))
      .execute();
  }
  const answered = events.filter(({ kind, detail }) => kind === 'sent' && detail['kind'] === 'reply');
  if (answered.length === 0) return;
  await db
    .updateTable('ticket')
    .set({ answered_at: at })
    .where(
      'id',
      'in',
      answered.map(({ ticket }) => ticket),
    )
    .where('answered_at', 'is', null)
    .execute();
}

/** The history of a ticket, oldest first. */
export async function eventsOfTicket(db: Db, ticket: string): Promise<readonly HistoryEntry[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .select(['at', 'actor', 'kind', 'detail'])
    .where('ticket_id', '=', ticket)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => entryOf(row).entry);
}

/** What of the histories of these tickets says whose turn it was, by ticket, oldest first. */
export async function turnEvents(
  db: Db,
  tickets: readonly string[],
): Promise<ReadonlyMap<string, readonly HistoryEntry[]>> {
  if (tickets.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket_event')
    .select(['ticket_id', 'at', 'actor', 'kind', 'detail'])
    .where('ticket_id', 'in', tickets)
    .where('kind', 'in', TURN_KINDS)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const found = new Map<string, HistoryEntry[]>();
  for (const row of rows) {
    const history = found.get(row.ticket_id) ?? [];
    found.set(row.ticket_id, history);
    history.push(entryOf(row).entry);
  }
  return found;
}

/** What changed a ticket after the revision that somebody saw, oldest first. */
export async function eventsAfter(db: Db, ticket: string, seen: number): Promise<readonly HistoryEntry[]> {
  const rows = await db
    .selectFrom('ticket_event')
    .select(['at', 'actor', 'kind', 'detail'])
    .where('ticket_id', '=', ticket)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    // More than that nobody does to one ticket between a look and a press.
    .limit(100)
    .execute();
  const after: HistoryEntry[] = [];
  for (const { entry, revision } of rows.map(entryOf)) if (revision !== null && revision > seen) after.unshift(entry);
  return after;
}

/** What says that somebody goes on with a ticket that was handed over. */
const GOES_ON: readonly HistoryEntry['kind'][] = [
  'claimed',
  'taken-over',
  'assigned',
  'released',
  'given-back',
  'accepted',
  'note',
];

/** Who handed these tickets over, by ticket, where nobody has gone on with them since. */
export async function handedOverBy(db: Db, tickets: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (tickets.length === 0) return new Map();
  const rows = await db
    .selectFrom('ticket_event')
    .select(['ticket_id', 'actor', 'kind'])
    .where('ticket_id', 'in', tickets)
    .where('kind', 'in', ['handed-over', ...GOES_ON])
    .orderBy('at')
    .orderBy('id')
    .execute();
  const last = new Map(rows.map((row) => [row.ticket_id, row]));
  return new Map([...last].flatMap(([ticket, { kind, actor }]) => (kind === 'handed-over' ? [[ticket, actor]] : [])));
}

/** The same of one ticket, whose whole history is at hand. */
export function handedOverIn(history: readonly HistoryEntry[]): string | null {
  const last = history.findLast(({ kind }) => kind === 'handed-over' || GOES_ON.includes(kind));
  return last?.kind === 'handed-over' ? last.actor : null;
}

function entryOf(row: {
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  readonly detail: string;
}): {
  readonly entry: HistoryEntry;
  readonly revision: number | null;
} {
  const { [REVISION]: revision, ...detail } = JSON.parse(row.detail) as HistoryEntry['detail'];
  const { at, actor } = row;
  return {
    entry: { at, actor, kind: row.kind as HistoryEntry['kind'], detail },
    revision: typeof revision === 'number' ? revision : null,
  };
}
