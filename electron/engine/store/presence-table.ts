import type { PresenceView } from '../../../shared/contract/team-work';
import { PRESENCE_MS } from '../../../shared/domain/presence';
import type { Doing } from '../../../shared/domain/presence';
import type { Db } from './tickets-table';

/** What one desk shows and does, said by its engine. */
export type NewPresence = {
  readonly desk: string;
  readonly agent: string;
  readonly name: string;
  readonly ticket: string;
  readonly doing: Doing;
};

/**
 * Writes what a desk has on screen; it holds 45 s. Answers the tickets of which others see something new: none where it was
 * only said again.
 */
export async function tellPresence(db: Db, presence: NewPresence, now: number): Promise<readonly string[]> {
  const before = await readOwn(db, presence.desk);
  const until_at = now + PRESENCE_MS;
  const isSame = before?.ticket_id === presence.ticket && before.doing === presence.doing && before.until_at > now;
  const { desk, agent, name, ticket: ticket_id, doing } = presence;
  const said = { agent, name, ticket_id, doing, since: isSame ? before.since : now, until_at };
  await db
    .insertInto('presence')
    .values({ desk, ...said })
    .onConflict((conflict) => conflict.column('desk').doUpdateSet(said))
    .execute();
  if (isSame) return [];
  return [...new Set([...(before ? [before.ticket_id] : []), ticket_id])];
}

/** The desk has no ticket on screen any more. Answers the ticket that it had. */
export async function endPresence(db: Db, desk: string): Promise<readonly string[]> {
  const before = await readOwn(db, desk);
  if (before === undefined) return [];
  await db.deleteFrom('presence').where('desk', '=', desk).execute();
  return [before.ticket_id];
}

/** Takes away what crashed desks left. */
export async function forgetPresence(db: Db, now: number): Promise<void> {
  await db.deleteFrom('presence').where('until_at', '<=', now).execute();
}

/** Who else looks at or writes on these tickets (null: on any), never the desk itself; writers first, then by name. */
export async function othersPresent(
  db: Db,
  tickets: readonly string[] | null,
  besides: { readonly desk: string; readonly now: number },
): Promise<readonly PresenceView[]> {
  if (tickets?.length === 0) return [];
  const all = db
    .selectFrom('presence')
    .selectAll()
    .where('desk', '!=', besides.desk)
    .where('until_at', '>', besides.now);
  const rows = await (tickets === null ? all : all.where('ticket_id', 'in', tickets)).orderBy('name').execute();
  const views = rows.map((row) => ({
    ticket: row.ticket_id,
    name: row.name,
    doing: row.doing as Doing,
    since: row.since,
    until: row.until_at,
  }));
  return views.sort((one, other) => Number(other.doing === 'writing') - Number(one.doing === 'writing'));
}

async function readOwn(db: Db, desk: string) {
  return db.selectFrom('presence').selectAll().where('desk', '=', desk).executeTakeFirst();
}
