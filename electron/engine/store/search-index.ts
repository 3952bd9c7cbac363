import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** The one file of the store whose SQL is SQLite's own: full-text search over tickets by FTS5. */

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

const LONGEST_QUERY = 500;
const MOST_WORDS = 20;
/** A transaction number as people write it: ten or more digits, perhaps in groups. */
const WRITTEN_NUMBER = /\d(?:[\s.\-/]{0,2}\d){9,19}/g;

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

/** The text with the digits of every long number once more in one piece, however it was written. */
export function indexedText(text: string): string {
  const numbers = new Set<string>();
  for (const [written] of text.matchAll(WRITTEN_NUMBER)) numbers.add(written.replace(/\D/g, ''));
  return numbers.size === 0 ? text : `${text}\n${[...numbers].join(' ')}`;
}

/**
 * What was typed as an FTS5 expression in which nothing is an operator: each word a quoted prefix, all required.
 * A transaction number counts as its digits, with or without HP, blanks and `C<n>`. Null where no word is left.
 */
export function matchExpression(query: string): string | null {
  const typed = query
    .slice(0, LONGEST_QUERY)
    .replaceAll('\0', ' ')
    .replace(/\b(?:HP\s*)?(\d(?:[\s.\-/]{0,2}\d){9,19})(?:\s*C\d{1,3})?\b/gi, (_, digits: string) =>
      digits.replace(/\D/g, ''),
    )
    .replace(/\bHP\s*(\d+)/gi, '$1');
  const words = typed
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, MOST_WORDS);
  return words.length === 0 ? null : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');
}
