import { sql } from 'kysely';
import type { ExpressionBuilder, Kysely, RawBuilder } from 'kysely';
import type { StoreTables } from '../schema';
import { MOST_RANKED } from '../search-index';
import type { SearchEntry, SearchIndex, TicketCondition } from '../search-index';
import type { SearchTerm, SearchText } from '../search-text';
import { indexedText, plainWords } from '../search-words';

/**
 * Full-text search over tickets on PostgreSQL, with the meaning that FTS5 gives it on SQLite: the same words (runs of letters
 * and digits, accents folded), each a prefix, all required, words that a blank does not part standing beside each other.
 * PostgreSQL's own parser is not asked: it takes addresses, numbers with a sign and paths for one word.
 */

type TeamSearchTables = StoreTables & { ticket_search: { ticket_id: string; words: string } };

/** A tsvector keeps no longer word (2,046 bytes) and no higher position; what is beyond says nothing for search. */
const LONGEST_WORD = 200;
const LAST_POSITION = 16_383;
/** A tsvector holds 1 MB; accents and Hangul grow when they are folded. What comes after is not found. */
const LARGEST_VECTOR = 800_000;
/** What a word costs beside its bytes: an entry, padding, a count of places. */
const WORD_BYTES = 8;
/** PostgreSQL keeps at most 256 places of one word. */
const MOST_PLACES = 255;

/** The table of the index; called by its migration. */
export async function createTeamSearch(db: Kysely<unknown>): Promise<void> {
  await sql`create table ticket_search (ticket_id text collate "C" primary key, words tsvector not null)`.execute(db);
  await sql`create index ticket_search_words on ticket_search using gin (words)`.execute(db);
}

/** The index of an open store. */
export function createSearchOfTeam(db: Kysely<StoreTables>): SearchIndex {
  return {
    index: (within, ticket, text) => indexTickets(within.withTables<TeamSearchTables>(), [{ ticket, text }]),
    indexAll: (within, entries) => indexTickets(within.withTables<TeamSearchTables>(), entries),
    find: (text, limit) => findBest(db.withTables<TeamSearchTables>(), text, limit),
    few: (text, most) => findFew(db.withTables<TeamSearchTables>(), text, most),
    among: (text, tickets) => findAmong(db.withTables<TeamSearchTables>(), text, tickets),
    newest: (text, holds, limit) => findNewest(db.withTables<TeamSearchTables>(), text, holds, limit),
  };
}

async function indexTickets(db: Kysely<TeamSearchTables>, entries: readonly SearchEntry[]): Promise<void> {
  const last = new Map(entries.map(({ ticket, text }) => [ticket, text]));
  const gone = [...last].filter(([, text]) => text === '').map(([ticket]) => ticket);
  if (gone.length > 0) await db.deleteFrom('ticket_search').where('ticket_id', 'in', gone).execute();
  const rows = [...last]
    .filter(([, text]) => text !== '')
    .map(([ticket_id, text]) => ({ ticket_id, words: sql<string>`${searchVector(text)}::text::tsvector` }));
  if (rows.length === 0) return;
  await db
    .insertInto('ticket_search')
    .values(rows)
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet((of) => ({ words: of.ref('excluded.words') })))
    .execute();
}

async function findBest(db: Kysely<TeamSearchTables>, text: SearchText, limit: number): Promise<string[]> {
  if (limit < 1) return [];
  const asked = searchQuery(text);
  const matches = matching(text);
  // Materialized, or the limit would stand after the ranking of all.
  const ranked = await db
    .with(
      (cte) => cte('few').materialized(),
      (of) =>
        of
          .selectFrom('ticket_search')
          .select(['ticket_id', 'words'])
          .where(matches)
          .limit(MOST_RANKED + 1),
    )
    .selectFrom('few')
    .select(['ticket_id', sql<number>`count(*) over ()`.as('matched')])
    .orderBy(sql`ts_rank(words, ${asked}::text::tsquery)`, 'desc')
    .orderBy('ticket_id', 'desc')
    .limit(limit)
    .execute();
  if ((ranked[0]?.matched ?? 0) <= MOST_RANKED) return ranked.map((row) => row.ticket_id);
  const newest = await db
    .selectFrom('ticket')
    .innerJoin('ticket_search', 'ticket_search.ticket_id', 'ticket.id')
    .select('ticket_id')
    .where(matches)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return newest.map((row) => row.ticket_id);
}

function matching(text: SearchText): RawBuilder<boolean> {
  return sql<boolean>`words @@ ${searchQuery(text)}::text::tsquery`;
}

async function findFew(db: Kysely<TeamSearchTables>, text: SearchText, most: number): Promise<string[] | null> {
  const found = await db
    .selectFrom('ticket_search')
    .select('ticket_id')
    .where(matching(text))
    .limit(most + 1)
    .execute();
  return found.length > most ? null : found.map((row) => row.ticket_id);
}

async function findAmong(
  db: Kysely<TeamSearchTables>,
  text: SearchText,
  tickets: readonly string[],
): Promise<string[]> {
  if (tickets.length === 0) return [];
  const found = await db
    .selectFrom('ticket_search')
    .select('ticket_id')
    .where('ticket_id', 'in', tickets)
    .where(matching(text))
    .execute();
  return found.map((row) => row.ticket_id);
}

async function findNewest(
  db: Kysely<TeamSearchTables>,
  text: SearchText,
  holds: TicketCondition,
  limit: number,
): Promise<string[]> {
  const found = await db
    .selectFrom('ticket')
    .select('id')
    .where((of) =>
      of.exists(
        of
          .selectFrom('ticket_search')
          .select(sql.lit(1).as('found'))
          .whereRef('ticket_search.ticket_id', '=', 'ticket.id')
          .where(matching(text))
          // Or PostgreSQL would take all matches out of the index first.
          .offset(0),
      ),
    )
    .where((of) => holds(of as unknown as ExpressionBuilder<StoreTables, 'ticket'>))
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return found.map((row) => row.id);
}

/** Puts a line before the text of every ticket: `lineOf` gives those of some. Called by the migration that made fields of search. */
export async function prependToTeamIndex(
  db: Kysely<unknown>,
  lineOf: (tickets: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  const search = db.withTables<TeamSearchTables>();
  for (let last = ''; ;) {
    const found = await search
      .selectFrom('ticket_search')
      .select('ticket_id')
      .where('ticket_id', '>', last)
      .orderBy('ticket_id')
      .limit(REINDEXED_AT_ONCE)
      .execute();
    const end = found.at(-1);
    if (end === undefined) return;
    last = end.ticket_id;
    const lines = await lineOf(found.map((row) => row.ticket_id));
    const values = [...lines].map(([ticket, line]) => sql`(${ticket}::text, ${searchVector(line)}::text)`);
    if (values.length === 0) continue;
    await sql`update ticket_search set words = lines.line::tsvector || words
      from (values ${sql.join(values)}) as lines(ticket, line) where ticket_id = lines.ticket`.execute(search);
  }
}

/** Tickets of one statement. */
const REINDEXED_AT_ONCE = 1_000;

/** The words of a text in order, none longer than the server keeps. */
function foldedWords(text: string): readonly string[] {
  return plainWords(text).map((word) => word.slice(0, LONGEST_WORD));
}

/** A text as a tsvector is written: `'word':1,5 'other':2`. Words hold nothing that would need quoting. */
export function searchVector(text: string): string {
  const places = new Map<string, number[]>();
  let position = 0;
  let size = 0;
  for (const word of foldedWords(indexedText(text))) {
    position = Math.min(position + 1, LAST_POSITION);
    const known = places.get(word);
    size += known === undefined ? Buffer.byteLength(word) + WORD_BYTES : 2;
    if (size > LARGEST_VECTOR) break;
    if (known === undefined) places.set(word, [position]);
    else if (known.length < MOST_PLACES && known.at(-1) !== position) known.push(position);
  }
  return [...places].map(([word, at]) => `'${word}':${at.join()}`).join(' ');
}

/** A text as a tsquery in which nothing that was typed is an operator. */
export function searchQuery({ all, none }: SearchText): string {
  const wanted = all.flatMap(queryTerm);
  return [...wanted, ...none.flatMap(queryTerm).map((term) => `!${term}`)].join(' & ');
}

function queryTerm({ text, whole }: SearchTerm): readonly string[] {
  const words = foldedWords(text).map((word) => `'${word}'`);
  return words.length === 0 ? [] : [`(${words.join(' <-> ')}${whole ? '' : ':*'})`];
}
