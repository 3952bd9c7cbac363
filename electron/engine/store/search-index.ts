import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';
import { indexedText, typedWords } from './search-words';

/** Full-text search over tickets on SQLite, by FTS5; `postgres/team-search.ts` is the same for a team's server. */

type SearchTables = StoreTables & {
  /** Gives each ticket the row number by which FTS5 knows its text. */
  search_document: { row: number; ticket_id: string };
  /** FTS5 table; `ticket_search` compared with MATCH. */
  ticket_search: { rowid: number; text: string };
};

/** What a ticket is found by. */
export type SearchEntry = { readonly ticket: string; readonly text: string };

export type SearchIndex = {
  /** Makes `text` what this ticket is found by, in place of what it was before; '' takes it out. */
  index(db: Kysely<StoreTables>, ticketId: string, text: string): Promise<void>;
  /** The same for several tickets at once. */
  indexAll(db: Kysely<StoreTables>, entries: readonly SearchEntry[]): Promise<void>;
  /** Ids of the tickets that hold every word of the query, or a word that begins with it; best first. Never throws for what was typed. */
  find(query: string, limit: number): Promise<string[]>;
};

/**
 * The tables of the index. Called by its migration. Without a prefix index: on 100,000 tickets it spares a search of two
 * letters a third of its time and others nothing, since ranking what was found costs most, but doubles what every mail
 * costs to index.
 */
export async function createSearchIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create table search_document (row integer primary key, ticket_id text not null unique)`.execute(db);
  await sql`create virtual table ticket_search using fts5(
    text, tokenize = "unicode61 remove_diacritics 2"
  )`.execute(db);
  // Without it the words of an erased ticket would stay in the index file.
  await sql`insert into ticket_search(ticket_search, rank) values ('secure-delete', 1)`.execute(db);
}

/** The index of an open store. */
export function createSearch(db: Kysely<StoreTables>): SearchIndex {
  return {
    index: (within, ticket, text) => indexTickets(within.withTables<SearchTables>(), [{ ticket, text }]),
    indexAll: (within, entries) => indexTickets(within.withTables<SearchTables>(), entries),
    find: (query, limit) => findTickets(db.withTables<SearchTables>(), query, limit),
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

async function findTickets(db: Kysely<SearchTables>, query: string, limit: number): Promise<string[]> {
  const match = matchExpression(query);
  if (match === null || limit < 1) return [];
  const found = await sql<{ ticket_id: string }>`
    select search_document.ticket_id from ticket_search
    join search_document on search_document.row = ticket_search.rowid
    where ticket_search match ${match} order by ticket_search.rank limit ${limit}
  `.execute(db);
  return found.rows.map((row) => row.ticket_id);
}

/** What was typed as an FTS5 expression in which nothing is an operator: each word a quoted prefix, all required. Null where no word is left. */
export function matchExpression(query: string): string | null {
  const words = typedWords(query);
  return words.length === 0 ? null : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');
}
