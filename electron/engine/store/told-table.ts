import type { ToldKind, ToldView } from '../../../shared/contract/told';
import { CLOSED } from '../../../shared/domain/erasure';
import { MAX_TOLD } from '../../../shared/contract/told';
import type { Outside } from '../outside';
import { insertRows } from './insert-rows';
import type { Db } from './tickets-table';

/** Something to tell somebody. */
export type NewTold = {
  /** Login, or name where the store has no members. */
  readonly person: string;
  readonly kind: ToldKind;
  readonly ticket: string;
  readonly note: string | null;
  readonly by: string;
};

/** Tells it; nothing is told twice of one note. */
export async function tell(db: Db, outside: Outside, told: readonly NewTold[]): Promise<void> {
  const at = outside.clock.now();
  const rows = told.map(({ person, kind, ticket, note, by }) => ({
    id: outside.ids.row(),
    person,
    kind,
    ticket_id: ticket,
    note_id: note,
    by,
    at,
    read_at: null,
  }));
  await insertRows(db, 'told', rows);
}

/** Takes back that `by` gave these tickets to somebody, where that has not been read yet. */
export async function untellGiven(db: Db, tickets: readonly string[], by: string): Promise<void> {
  if (tickets.length === 0) return;
  await db
    .deleteFrom('told')
    .where('ticket_id', 'in', tickets)
    .where('kind', '=', 'given')
    .where('by', '=', by)
    .where('read_at', 'is', null)
    .execute();
}

/** What these words for one person were told and have not read, the newest first; not that a ticket is theirs which is so no more. */
export async function unreadTold(db: Db, me: readonly string[]): Promise<readonly ToldView[]> {
  if (me.length === 0) return [];
  const rows = await db
    .selectFrom('told')
    .innerJoin('ticket', 'ticket.id', 'told.ticket_id')
    .select(['told.id', 'told.kind', 'told.ticket_id', 'told.by', 'told.at'])
    .select(['ticket.requester_name', 'ticket.requester_address', 'ticket.subject'])
    .where('told.person', 'in', me)
    .where('told.read_at', 'is', null)
    .where((of) =>
      of.or([
        of('told.kind', '<>', 'given'),
        of.and([of('ticket.assignee', 'in', me), of('ticket.state', 'not in', CLOSED)]),
      ]),
    )
    .orderBy('told.at', 'desc')
    .orderBy('told.id', 'desc')
    .limit(MAX_TOLD)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ToldKind,
    ticket: row.ticket_id,
    name: row.requester_name || row.requester_address,
    subject: row.subject,
    by: row.by,
    at: row.at,
  }));
}

/** Marks these read; answers how many were not. */
export async function markTold(db: Db, ids: readonly string[], me: readonly string[], at: number): Promise<number> {
  if (me.length === 0) return 0;
  const done = await db
    .updateTable('told')
    .set({ read_at: at })
    .where('id', 'in', ids)
    .where('person', 'in', me)
    .where('read_at', 'is', null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}
