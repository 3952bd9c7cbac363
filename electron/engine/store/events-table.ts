import type { HistoryEntry } from '../../../shared/contract/views';
import type { Outside } from '../outside';
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

/** Adds to the history; nothing here is ever changed. */
export async function addEvents(db: Db, outside: Outside, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = outside.clock.now();
  const rows = events.map((event) => ({
    id: outside.ids.row(),
    ticket_id: event.ticket,
    at,
    actor: event.actor,
    kind: event.kind,
    detail: JSON.stringify(event.detail),
  }));
  await insertRows(db, 'ticket_event', rows);
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
  return rows.map((row) => ({
    at: row.at,
    actor: row.actor,
    kind: row.kind as HistoryEntry['kind'],
    detail: JSON.parse(row.detail) as HistoryEntry['detail'],
  }));
}
