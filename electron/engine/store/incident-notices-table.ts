import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { RunningNotice } from '../../../shared/domain/incident';
import { noticeMacro } from '../../../shared/domain/incident';
import type { NoticeMoment } from '../../../shared/domain/incident-surge';
import { LONGEST_UNDO_MS } from '../outbox/states';
import type { IncidentNoticeTable } from './schema';
import { insertRows } from './insert-rows';
import type { Db, StoredTicket } from './tickets-table';

export type StoredNotice = Selectable<IncidentNoticeTable>;

/** A mail that will never be read by anybody tells nobody anything. */
const NEVER_SENT = ['cancelled', 'refused'];
/** More than a lead looks back on. */
const MOST_LISTED = 20;

/** Those that run at `now` (epoch ms), the newest first. */
export async function runningNotices(db: Db, now: number): Promise<readonly RunningNotice[]> {
  const rows = await db
    .selectFrom('incident_notice')
    .selectAll()
    .where('from_at', '<=', now)
    .where('until_at', '>', now)
    .where('ended_at', 'is', null)
    .orderBy('from_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    productId: row.product_id,
    producerName: row.producer_name,
    texts: textsOf(row),
    until: row.until_at,
    by: row.by,
  }));
}

/**
 * Those that ended since then, or were ended. None that told nobody, as what came before it is still to be answered, and none
 * that was taken back at once.
 */
export async function endedNotices(db: Db, since: number, now: number): Promise<readonly NoticeMoment[]> {
  const rows = await db
    .selectFrom('incident_notice')
    .select(['id', 'product_id', 'producer_name', 'from_at', 'until_at', 'ended_at'])
    .where('until_at', '>', since)
    .execute();
  const ended = rows
    .map((row) => ({ ...row, at: Math.min(row.until_at, row.ended_at ?? row.until_at) }))
    .filter(({ from_at: from, at }) => at > since && at <= now && at - from > LONGEST_UNDO_MS);
  const told = await toldTickets(
    db,
    ended.map(({ id }) => id),
  );
  return ended
    .filter(({ id }) => told.has(id))
    .map(({ product_id: productId, producer_name: producerName, at }) => ({ productId, producerName, at }));
}

/** What it says, by language. */
export function textsOf(row: Pick<StoredNotice, 'texts_json'>): RunningNotice['texts'] {
  return JSON.parse(row.texts_json) as RunningNotice['texts'];
}

/** The newest ones, whether they run or not. */
export async function newestNotices(db: Db): Promise<readonly StoredNotice[]> {
  return db
    .selectFrom('incident_notice')
    .selectAll()
    .orderBy('from_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_LISTED)
    .execute();
}

export async function readNotice(db: Db, id: string): Promise<StoredNotice | undefined> {
  return db.selectFrom('incident_notice').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function addNotice(db: Db, row: StoredNotice): Promise<void> {
  await insertRows(db, 'incident_notice', [row]);
}

/** Ends one, or (null) lets it run on. */
export async function endNotice(
  db: Db,
  id: string,
  ended: { readonly at: number; readonly by: string } | null,
): Promise<void> {
  await db
    .updateTable('incident_notice')
    .set({ ended_at: ended?.at ?? null, ended_by: ended?.by ?? null })
    .where('id', '=', id)
    .execute();
}

/** Tickets that were told of a notice, and those of them that are in the queues again. */
export type Told = { readonly tickets: readonly string[]; readonly back: readonly string[] };

/** Who was told of these notices, by notice. */
export async function toldTickets(db: Db, notices: readonly string[]): Promise<ReadonlyMap<string, Told>> {
  if (notices.length === 0) return new Map();
  const byMacro = new Map(notices.map((id) => [noticeMacro({ id }), id]));
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('ticket', 'ticket.id', 'outbox.ticket_id')
    .select(['outbox.macro', 'ticket.id', 'ticket.state'])
    .where('outbox.macro', 'in', [...byMacro.keys()])
    .where('outbox.state', 'not in', NEVER_SENT)
    .orderBy('outbox.created_at')
    .execute();
  const told = new Map<string, Map<string, string>>();
  for (const { macro, id: ticket, state } of rows) {
    const notice = byMacro.get(macro ?? '') ?? '';
    told.set(notice, (told.get(notice) ?? new Map<string, string>()).set(ticket, state));
  }
  return new Map(
    [...told].map(([notice, states]) => [
      notice,
      {
        tickets: [...states.keys()],
        back: [...states].flatMap(([ticket, state]) => (state === 'open' ? [ticket] : [])),
      },
    ]),
  );
}

/** Of the tickets that were told of it, those that still sleep until its end; at most `limit`. */
export async function sleepingTickets(db: Db, notice: StoredNotice, limit: number): Promise<readonly StoredTicket[]> {
  return (
    db
      .selectFrom('ticket')
      .selectAll()
      // Written out: with a parameter SQLite would not use the partial index.
      .where('state', '=', sql.lit('snoozed'))
      .where('snoozed_until', '=', notice.until_at)
      .where((of) =>
        of.exists(
          of
            .selectFrom('outbox')
            .select('outbox.id')
            .whereRef('outbox.ticket_id', '=', 'ticket.id')
            .where('outbox.macro', '=', noticeMacro(notice))
            .where('outbox.state', 'not in', NEVER_SENT),
        ),
      )
      .orderBy('id')
      .limit(limit)
      .execute()
  );
}
