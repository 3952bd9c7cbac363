import { expressionBuilder, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Among, FigureId, FigureWord, Group, ReportAsk, Spread } from '../../../shared/domain/report';
import { FIGURE_WORDS, spreadOf } from '../../../shared/domain/report';
import type { StoreTables } from '../store/schema';
import type { Db } from '../store/tickets-table';

/**
 * The rows of a figure: a statement that gives `ticket_id`, `at` (since when it is there), its words as text, and `took` (ms)
 * where it tells of a time. Counts and lists are made of the same rows, so that a figure opens what it counted.
 */
export type FigureRows = RawBuilder<unknown>;

/** A table of the store inside a statement: a team's lies in a schema of its own, which its handle puts before the name. */
export function table(name: keyof StoreTables): RawBuilder<unknown> {
  return sql`(${expressionBuilder<StoreTables>().selectFrom(name).selectAll()})`;
}

/** Replies that a mail server took. */
export const ANSWERED = sql`kind = 'reply' and accepted_at is not null`;

/** Figures counted in groups of which a ticket may have several rows: a reply or a side conversation each. */
const SEVERAL: readonly FigureId[] = ['wrote-again', 'trouble', 'silent-producers'];

/** Tickets by the words that they share, one statement. */
export async function countGroups(db: Db, figure: FigureId, rows: FigureRows): Promise<readonly Group[]> {
  const words: readonly FigureWord[] = FIGURE_WORDS[figure];
  const columns = words.map((word) => sql.ref(word));
  const listed = columns.length === 0 ? sql`` : sql`, ${sql.join(columns)}`;
  const grouped = columns.length === 0 ? sql`` : sql`group by ${sql.join(columns)}`;
  const isSeveral = SEVERAL.includes(figure);
  // Told apart here: SQLite takes three times as long for it.
  const tickets = isSeveral ? sql`string_agg(ticket_id, ',')` : sql`count(*)`;
  type Counted = Among & { readonly tickets: number | string | null; readonly oldest: number | null };
  const counted = await sql<Counted>`
    select ${tickets} as tickets, min(at) as oldest ${listed} from (${rows}) as counted ${grouped}`.execute(db);
  return counted.rows.map((row) => ({
    words: Object.fromEntries(words.map((word) => [word, row[word] ?? null])),
    count: isSeveral ? countListed(String(row.tickets ?? '')) : Number(row.tickets),
    oldestAt: row.oldest === null ? null : Number(row.oldest),
  }));
}

/** How many tickets a figure has, all in all. */
export async function countTickets(db: Db, rows: FigureRows): Promise<number> {
  const counted = await sql<{ tickets: number }>`
    select count(distinct ticket_id) as tickets from (${rows}) as counted`.execute(db);
  return Number(counted.rows[0]?.tickets ?? 0);
}

/** Ids of some of a figure's tickets, the oldest first, and how many there are. */
export async function listTickets(
  db: Db,
  rows: FigureRows,
  among: Among,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly ids: readonly string[] }> {
  const conditions = Object.entries(among).map(([word, value]) =>
    value === null ? sql`${sql.ref(word)} is null` : sql`${sql.ref(word)} = ${value}`,
  );
  const chosen = sql`(${rows}) as listed ${conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`}`;
  const listed = await sql<{ ticket_id: string }>`
    select ticket_id from ${chosen} group by ticket_id order by min(at), ticket_id
    limit ${page.limit} offset ${page.offset}`.execute(db);
  const counted = await sql<{ tickets: number }>`select count(distinct ticket_id) as tickets from ${chosen}`.execute(
    db,
  );
  return { total: Number(counted.rows[0]?.tickets ?? 0), ids: listed.rows.map((row) => row.ticket_id) };
}

/** The spread of `took` for each value of a word; rows without a time are left out. */
export async function spreadsBy(
  db: Db,
  rows: FigureRows,
  word: FigureWord,
): Promise<ReadonlyMap<string | null, Spread>> {
  const found = await sql<{ readonly value: string | null; readonly times: string }>`
    select ${sql.ref(word)} as value, ${TIMES} as times from (${rows}) as taken
    where took is not null group by ${sql.ref(word)}`.execute(db);
  return new Map(found.rows.map(({ value, times }) => [value, spreadOf(times.split(',').map(Number))]));
}

/** When each ticket of some rows is there (`at`) and, where that is known, what it took (ms): two lists, in no order. */
export type Times = { readonly at: readonly number[]; readonly took: readonly number[] };

/**
 * The times of all rows, a ticket each: two texts of the store, as a window, a group or a sorting over a year's tickets takes
 * SQLite several times as long as this and the counting of it here.
 */
export async function readTimes(db: Db, rows: FigureRows): Promise<Times> {
  const found = await sql<{ readonly at: string | null; readonly took: string | null }>`
    select string_agg(cast(at as text), ',') as at, ${TIMES} as took from (${rows}) as taken`.execute(db);
  const numbers = (text: string | null | undefined): number[] => JSON.parse(`[${text ?? ''}]`) as number[];
  return { at: numbers(found.rows[0]?.at), took: numbers(found.rows[0]?.took) };
}

const TIMES = sql`string_agg(cast(took as text), ',')`;

/** How many different tickets `string_agg` put together with commas; ids hold none. */
export function countListed(tickets: string | null): number {
  return tickets ? new Set(tickets.split(',')).size : 0;
}

/** What a figure's rows are made for. */
export type Asked = Pick<ReportAsk, 'from' | 'to' | 'at' | 'silentAfterDays'>;
