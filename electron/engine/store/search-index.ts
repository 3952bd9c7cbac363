import { sql } from 'kysely';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { StoreTables } from './schema';
import type { SearchTerm, SearchText } from './search-text';
import { indexedText } from './search-words';

/** Full-text search over tickets on SQLite, by FTS5; `postgres/team-search.ts` is the same for a team's server. */

type SearchTables = StoreTables & {
  /** Gives each ticket the row number by which FTS5 knows its text. */
  search_document: { row: number; ticket_id: string };
  /** FTS5 table; `ticket_search` compared with MATCH. */
  ticket_search: { rowid: number; text: string };
};

/**
 * Of more matches than this the newest are shown: words that so many have written rank none above the others, and ranking a hundred
 * thousand takes a fifth of a second of one desk, and a second of a whole team's server.
 */
export const MOST_RANKED = 2_000;

/** What a ticket is found by. */
export type SearchEntry = { readonly ticket: string; readonly text: string };

export type SearchIndex = {
  /** Makes `text` what this ticket is found by, in place of what it was before; '' takes it out. */
  index(db: Kysely<StoreTables>, ticketId: string, text: string): Promise<void>;
  /** The same for several tickets at once. */
  indexAll(db: Kysely<StoreTables>, entries: readonly SearchEntry[]): Promise<void>;
  /** Ids of the tickets that have all of the text, best first, of very many (`MOST_RANKED`) the newest. Never throws for what was typed. */
  find(text: SearchText, limit: number): Promise<string[]>;
  /** All of them, in no order; null where there are more than `most`. */
  few(text: SearchText, most: number): Promise<string[] | null>;
  /** Those among these tickets. */
  among(text: SearchText, tickets: readonly string[]): Promise<string[]>;
  /** Of very many the newest for which the condition holds. */
  newest(text: SearchText, holds: TicketCondition, limit: number): Promise<string[]>;
};

/** A condition on a ticket's own columns, in the SQL of both engines. */
export type TicketCondition = (of: ExpressionBuilder<StoreTables, 'ticket'>) => Expression<SqlBool>;

/**
 * The tables of the index. Called by its migration. Without a prefix index: on 100,000 tickets it spares a search of two
 * letters a third of its time and others nothing, since ranking what was found costs most, but doubles what every mail
 * costs to index.
 */
export async function createSearchIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create table search_document (row integer primary key, ticket_id text not null unique)`.execute(db);
  await createTextIndex(db);
}

async function createTextIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table ticket_search using fts5(
    text, tokenize = "unicode61 remove_diacritics 2"
  )`.execute(db);
  // Without it the words of an erased ticket would stay in the index file.
  await sql`insert into ticket_search(ticket_search, rank) values ('secure-delete', 1)`.execute(db);
}

/** Puts a line before the text of every ticket: `lineOf` gives those of some. Called by the migration that made fields of search. */
export async function prependToIndex(
  db: Kysely<unknown>,
  lineOf: (tickets: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  const search = db.withTables<SearchTables>();
  // Into a new index: taking each text out of the old one first would take many times as long.
  await sql`alter table ticket_search rename to ticket_search_old`.execute(db);
  await createTextIndex(db);
  for (let last = 0; ;) {
    const { rows } = await sql<{ row: number; ticket_id: string; text: string }>`
      select row, ticket_id, text from search_document
      cross join ticket_search_old where ticket_search_old.rowid = search_document.row
      and search_document.row > ${last} order by search_document.row limit ${REINDEXED_AT_ONCE}
    `.execute(db);
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.row;
    const lines = await lineOf(rows.map((row) => row.ticket_id));
    const values = rows.map(({ row, ticket_id, text }) => sql`(${row}, ${`${lines.get(ticket_id) ?? ''}\n${text}`})`);
    await sql`insert into ticket_search(rowid, text) values ${sql.join(values)}`.execute(search);
  }
  await sql`drop table ticket_search_old`.execute(db);
}

/** Texts of one statement: some megabytes. */
const REINDEXED_AT_ONCE = 500;

/** The index of an open store. */
export function createSearch(db: Kysely<StoreTables>): SearchIndex {
  return {
    index: (within, ticket, text) => indexTickets(within.withTables<SearchTables>(), [{ ticket, text }]),
    indexAll: (within, entries) => indexTickets(within.withTables<SearchTables>(), entries),
    find: (text, limit) => findBest(db.withTables<SearchTables>(), text, limit),
    few: (text, most) => findFew(db.withTables<SearchTables>(), text, most),
    among: (text, tickets) => findAmong(db.withTables<SearchTables>(), text, tickets),
    newest: (text, holds, limit) => findNewest(db, text, holds, limit),
  };
}

async function indexTickets(db: Kysely<SearchTables>, entries: readonly SearchEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const known = await rowsOfTickets(
    db,
    entries.map(({ ticket }) => ticket),
  );
  if (known.size > 0)
    await sql`delete from ticket_search where rowid in (${sql.join([...known.values()])})`.execute(db);
  const gone = entries.filter(({ ticket, text }) => text === '' && known.has(ticket)).map(({ ticket }) => ticket);
  if (gone.length > 0) await db.deleteFrom('search_document').where('ticket_id', 'in', gone).execute();
  const found = new Map(entries.filter(({ text }) => text !== '').map(({ ticket, text }) => [ticket, text]));
  const added = [...found.keys()].filter((ticket) => !known.has(ticket));
  const rows = new Map([...known, ...(await addDocuments(db, added))]);
  const values = [...found].map(([ticket, text]) => sql`(${rows.get(ticket)}, ${indexedText(text)})`);
  if (values.length > 0) await sql`insert into ticket_search(rowid, text) values ${sql.join(values)}`.execute(db);
}

async function rowsOfTickets(db: Kysely<SearchTables>, tickets: readonly string[]): Promise<Map<string, number>> {
  const found = await db.selectFrom('search_document').selectAll().where('ticket_id', 'in', tickets).execute();
  return new Map(found.map(({ ticket_id, row }) => [ticket_id, row]));
}

async function addDocuments(db: Kysely<SearchTables>, tickets: readonly string[]): Promise<Map<string, number>> {
  if (tickets.length === 0) return new Map();
  const rows = tickets.map((ticket) => ({ ticket_id: ticket }) as SearchTables['search_document']);
  await db.insertInto('search_document').values(rows).execute();
  return rowsOfTickets(db, tickets);
}

async function findBest(db: Kysely<SearchTables>, text: SearchText, limit: number): Promise<string[]> {
  if (limit < 1) return [];
  const matched = await sql`
    select rowid from ticket_search where ticket_search match ${matchExpression(text)} limit ${MOST_RANKED + 1}
  `.execute(db);
  if (matched.rows.length > MOST_RANKED) return findLast(db, text, limit);
  const found = await sql<{ ticket_id: string }>`
    select search_document.ticket_id from ticket_search
    join search_document on search_document.row = ticket_search.rowid
    where ticket_search match ${matchExpression(text)} order by ticket_search.rank limit ${limit}
  `.execute(db);
  return found.rows.map((row) => row.ticket_id);
}

async function findFew(db: Kysely<SearchTables>, text: SearchText, most: number): Promise<string[] | null> {
  const found = await sql<{ ticket_id: string }>`
    select search_document.ticket_id from (
      select rowid as row from ticket_search where ticket_search match ${matchExpression(text)} limit ${most + 1}
    ) as found cross join search_document where search_document.row = found.row
  `.execute(db);
  return found.rows.length > most ? null : found.rows.map((row) => row.ticket_id);
}

async function findAmong(db: Kysely<SearchTables>, text: SearchText, tickets: readonly string[]): Promise<string[]> {
  if (tickets.length === 0) return [];
  // The sign keeps the rows from being looked up one by one, which for hundreds is slower than going through all matches.
  const found = await sql<{ ticket_id: string }>`
    select search_document.ticket_id from (
      select rowid as row from ticket_search where ticket_search match ${matchExpression(text)}
      and +rowid in (select row from search_document where ticket_id in (${sql.join(tickets)}))
    ) as found cross join search_document where search_document.row = found.row
  `.execute(db);
  return found.rows.map((row) => row.ticket_id);
}

// Rows are numbered as tickets come: from the last one back, it ends with the last that is wanted.
async function findLast(db: Kysely<SearchTables>, text: SearchText, limit: number): Promise<string[]> {
  const found = await sql<{ ticket_id: string }>`
    select search_document.ticket_id from ticket_search cross join search_document
    where search_document.row = ticket_search.rowid and ticket_search match ${matchExpression(text)}
    order by ticket_search.rowid desc limit ${limit}
  `.execute(db);
  return found.rows.map((row) => row.ticket_id);
}

async function findNewest(
  db: Kysely<StoreTables>,
  text: SearchText,
  holds: TicketCondition,
  limit: number,
): Promise<string[]> {
  const found = await db
    .withTables<Pick<SearchTables, 'search_document' | 'ticket_search'>>()
    .selectFrom('ticket_search')
    .crossJoin('search_document')
    .crossJoin('ticket')
    .select('ticket.id')
    .where(sql<boolean>`ticket_search match ${matchExpression(text)}`)
    .whereRef('search_document.row', '=', 'ticket_search.rowid')
    .whereRef('ticket.id', '=', 'search_document.ticket_id')
    .where((of) => holds(of as unknown as ExpressionBuilder<StoreTables, 'ticket'>))
    .orderBy('ticket_search.rowid', 'desc')
    .limit(limit)
    .execute();
  return found.map((row) => row.id);
}

/** A text as an FTS5 expression in which nothing that was typed is an operator. */
export function matchExpression({ all, none }: SearchText): string {
  const wanted = all.map(matchTerm).join(' AND ');
  return none.length === 0 ? wanted : `(${wanted}) NOT (${none.map(matchTerm).join(' OR ')})`;
}

function matchTerm({ text, whole }: SearchTerm): string {
  return `"${text.replaceAll('"', '""')}"${whole ? '' : '*'}`;
}
