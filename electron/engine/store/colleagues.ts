import type { Colleague } from '../../../shared/contract/team-work';
import type { Db } from './tickets-table';

/**
 * Whom a ticket can be given to, by name: the people of the team, and where no team was written down (one desk, SQLite) those
 * whom the store knows from what they did. `besides` are the words for the one who asks.
 */
export async function readColleagues(db: Db, besides: readonly string[]): Promise<readonly Colleague[]> {
  const members = await db
    .selectFrom('member')
    .select(['name', 'email'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  const known = members.length > 0 ? members : (await namesInStore(db)).map((name) => ({ name, email: '' }));
  return known.filter(({ name, email }) => !besides.includes(name) && (email === '' || !besides.includes(email)));
}

async function namesInStore(db: Db): Promise<readonly string[]> {
  const lists = await Promise.all([
    db.selectFrom('ticket').select('assignee as name').distinct().where('assignee', 'is not', null).execute(),
    db.selectFrom('draft').select('agent as name').distinct().execute(),
    db.selectFrom('outbox').select('created_by as name').distinct().execute(),
    db.selectFrom('note').select('by as name').distinct().execute(),
  ]);
  const names = new Set(lists.flat().flatMap(({ name }) => (name === null || name === '' ? [] : [name])));
  return [...names].sort((one, other) => one.localeCompare(other));
}
