import { areParted, joinedWith, pairOf } from '../../../shared/domain/case-links';
import type { CaseLink, CaseWord } from '../../../shared/domain/case-links';
import { readTickets } from './tickets-table';
import type { Db, StoredTicket } from './tickets-table';

/** Tickets that are gone through from one joined ticket to the next: nobody joins as many by hand. */
const MOST_LINKED = 200;

/** The words about these tickets that hold, and about those that were joined with them, by way of others too. */
export async function linksAround(db: Db, tickets: readonly string[]): Promise<readonly CaseLink[]> {
  const found = new Map<string, CaseLink>();
  const asked = new Set<string>();
  let next = [...new Set(tickets)];
  while (next.length > 0 && asked.size < MOST_LINKED) {
    for (const id of next) asked.add(id);
    const ids = next;
    const rows = await db
      .selectFrom('case_link')
      .select(['one', 'other', 'word'])
      .where((of) => of.or([of('one', 'in', ids), of('other', 'in', ids)]))
      .where('taken_back', '=', 0)
      .execute();
    for (const { one, other, word } of rows) found.set(`${one} ${other}`, { one, other, word: word as CaseWord });
    const joined = rows.filter(({ word }) => word === 'joined').flatMap(({ one, other }) => [one, other]);
    next = [...new Set(joined)].filter((id) => !asked.has(id));
  }
  return [...found.values()];
}

/**
 * The other tickets that agents joined with this one, by way of others too, and did not part from it; in whatever state. `without`: as
 * if nothing were said of this one.
 */
export async function ticketsJoinedWith(
  db: Db,
  ticket: string,
  without: string | null = null,
): Promise<readonly StoredTicket[]> {
  const links = linksBesides(await linksAround(db, [ticket]), without);
  const ids = [...joinedWith(ticket, links)].filter((id) => id !== ticket && !areParted(ticket, id, links));
  return readTickets(db, ids);
}

/** These words but for those about one ticket. */
export function linksBesides(links: readonly CaseLink[], without: string | null): readonly CaseLink[] {
  return without === null ? links : links.filter(({ one, other }) => one !== without && other !== without);
}

/** Tickets that joining leads to one in none of these states, by way of others too; and that one itself. */
export function joinedWithOthersThan(db: Db, states: readonly string[]) {
  return db
    .withRecursive('held(id)', (of) =>
      of
        .selectFrom('case_link')
        .innerJoin('ticket as open', (on) =>
          on.on((is) =>
            is.or([is('open.id', '=', is.ref('case_link.one')), is('open.id', '=', is.ref('case_link.other'))]),
          ),
        )
        .where('case_link.word', '=', 'joined')
        .where('case_link.taken_back', '=', 0)
        .where('open.state', 'not in', states)
        .select('open.id as id')
        .union([
          of
            .selectFrom('held')
            .innerJoin('case_link', (on) =>
              on.on((is) =>
                is.or([is('case_link.one', '=', is.ref('held.id')), is('case_link.other', '=', is.ref('held.id'))]),
              ),
            )
            .where('case_link.word', '=', 'joined')
            .where('case_link.taken_back', '=', 0)
            .select((is) =>
              is
                .case()
                .when('case_link.one', '=', is.ref('held.id'))
                .then(is.ref('case_link.other'))
                .else(is.ref('case_link.one'))
                .end()
                .as('id'),
            ),
        ]),
    )
    .selectFrom('held')
    .select('held.id');
}

/** What stands about a pair: the word that holds, null where none does, and the row's revision, 0 where there is none. */
export type StandingWord = { readonly word: CaseWord | null; readonly revision: number };

/** What stands about these two tickets. */
export async function wordAbout(db: Db, ticket: string, second: string): Promise<StandingWord> {
  const { one, other } = pairOf(ticket, second);
  const row = await db
    .selectFrom('case_link')
    .select(['word', 'taken_back', 'revision'])
    .where('one', '=', one)
    .where('other', '=', other)
    .executeTakeFirst();
  if (row === undefined) return { word: null, revision: 0 };
  return { word: row.taken_back === 1 ? null : (row.word as CaseWord), revision: row.revision };
}

/** Says this of two tickets in place of what stands (`before`), or (null) nothing any more. Answers the row's new revision. */
export async function sayOf(
  db: Db,
  { ticket, other, word }: { readonly ticket: string; readonly other: string; readonly word: CaseWord | null },
  before: StandingWord,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<number> {
  const revision = before.revision + 1;
  const said = { word: word ?? before.word ?? 'joined', taken_back: word === null ? 1 : 0, by, at, revision };
  await db
    .insertInto('case_link')
    .values({ ...pairOf(ticket, other), ...said })
    .onConflict((conflict) => conflict.columns(['one', 'other']).doUpdateSet(said))
    .execute();
  return revision;
}

/**
 * Tickets that may well be of one case with this one, in whatever state: of its purchase, or that it came of or came of it; then its
 * person's, by address and name, for an office's address is many people's; then the rest of its address. Each the newest first, itself
 * among them.
 */
export async function nearestTickets(db: Db, ticket: StoredTicket, limit: number): Promise<readonly StoredTicket[]> {
  const { requester_folded: requester, transaction_number: transaction, related_to: related } = ticket;
  return db
    .selectFrom('ticket')
    .selectAll()
    .where((of) =>
      of.or([
        // '' is nobody.
        ...(requester === '' ? [] : [of('requester_folded', '=', requester)]),
        ...(transaction === null ? [] : [of('transaction_number', '=', transaction)]),
        ...(related === null ? [] : [of('id', '=', related)]),
        of('related_to', '=', ticket.id),
      ]),
    )
    .orderBy((of) =>
      of
        .case()
        .when(
          of.or([
            ...(transaction === null ? [] : [of('transaction_number', '=', transaction)]),
            ...(related === null ? [] : [of('id', '=', related)]),
            of('related_to', '=', ticket.id),
          ]),
        )
        .then(0)
        .when('requester_name', '=', ticket.requester_name)
        .then(1)
        .else(2)
        .end(),
    )
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * Takes away whatever was said of a ticket that is erased. Those that were joined by way of it stay joined, each with the next, but
 * for those that an agent parted: its going is nobody's word about them.
 */
export async function dropLinks(
  db: Db,
  ticket: string,
  said: { readonly by: string; readonly at: number },
): Promise<void> {
  const links = await linksAround(db, [ticket]);
  const rest = linksBesides(links, ticket);
  const neighbours = links
    .filter(({ one, other, word }) => word === 'joined' && (one === ticket || other === ticket))
    .map(({ one, other }) => (one === ticket ? other : one));
  const kept: CaseLink[] = [...rest];
  for (const [at, one] of neighbours.entries()) {
    for (const other of neighbours.slice(at + 1)) {
      if (joinedWith(one, kept).has(other) || areParted(one, other, kept)) continue;
      kept.push({ ...pairOf(one, other), word: 'joined' });
      await sayOf(db, { ticket: one, other, word: 'joined' }, await wordAbout(db, one, other), said);
    }
  }
  await db
    .deleteFrom('case_link')
    .where((of) => of.or([of('one', '=', ticket), of('other', '=', ticket)]))
    .execute();
}
