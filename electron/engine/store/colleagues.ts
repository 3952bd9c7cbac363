import type { Colleague } from '../../../shared/contract/team-work';
import { mentionedIds } from '../../../shared/domain/mention';
import type { Db } from './tickets-table';

/**
 * Whom a ticket can be given to, by name: the people of the team, and where no team was written down (one desk, SQLite) those
 * whom the store knows from what they did. `besides` are the words for the one who asks.
 */
export async function readColleagues(db: Db, besides: readonly string[]): Promise<readonly Colleague[]> {
  const members = await db
    .selectFrom('member')
    .select(['login as id', 'name', 'email'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  const known = members.length > 0 ? members : (await namesInStore(db)).map((name) => ({ id: name, name, email: '' }));
  return known.filter(({ name, email }) => !besides.includes(name) && (email === '' || !besides.includes(email)));
}

/** What a person is told by: the login of the member of that name or address, else the word itself. */
export async function idOfColleague(db: Db, word: string): Promise<string> {
  const member = await db
    .selectFrom('member')
    .select('login')
    .where('removed_at', 'is', null)
    .where((of) => of.or([of('name', '=', word), of('email', '=', word)]))
    .orderBy('login')
    .executeTakeFirst();
  return member?.login ?? word;
}

/** Who is meant by the ids in these kept notes: members of today or of once; the id itself is a name where the note is older than the team. */
export async function peopleNamed(
  db: Db,
  notes: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
  const ids = [...new Set(notes.flatMap(mentionedIds))];
  if (ids.length === 0) return new Map();
  const members = await db.selectFrom('member').select(['login', 'name']).execute();
  const nameOf = new Map(members.map(({ login, name }) => [login, name]));
  return new Map(ids.map((id) => [id, { id, name: nameOf.get(id) ?? id }]));
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
