import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { likenessOf, namesPerson } from '../../../shared/domain/erasure';
import type { Db } from '../store/tickets-table';

/** Texts that may name a person, by table; each table has one id. */
const TEXTS = {
  message: ['subject', 'new_text', 'quoted_text', 'signature', 'parsed', 'html', 'from_address'],
  ticket: ['subject', 'preview', 'case_json', 'requester_address'],
  note: ['text'],
  outbox: ['envelope_to', 'subject', 'body_text', 'copies_json', 'before_json', 'error_text', 'delivery_text'],
  ticket_event: ['detail'],
  import_run: ['file_name', 'report', 'problem'],
} as const;
export type NamingTable = keyof typeof TEXTS;

/** Whose data these are: what came after `upTo`, epoch ms, is a customer's again and stays. */
export type Person = { readonly folded: string; readonly upTo: number };

/** When a row of a table was written; rows of the others are of no time. */
const TIMES: Readonly<Partial<Record<NamingTable, string>>> = {
  message: 'received_at',
  note: 'at',
  outbox: 'created_at',
  ticket_event: 'at',
  import_run: 'started_at',
};

/** Rows that are looked through in one statement, some ms of them: everything else of the engine has its turn in between. */
const ROWS_AT_ONCE = 200;

/** A row that names the person, with its texts. */
export type NamingRow = { readonly id: string; readonly texts: Readonly<Record<string, string>> };

/** Every table with such texts. */
export const NAMING_TABLES = Object.keys(TEXTS) as readonly NamingTable[];

/** Rows of a table that name this folded address, in whatever spelling. */
export async function rowsNaming(db: Db, table: NamingTable, { folded, upTo }: Person): Promise<readonly NamingRow[]> {
  const { pattern, dotless } = likenessOf(folded);
  const like = TEXTS[table].map((column) => {
    const lower = sql<string>`lower(coalesce(${sql.ref(column)}, ''))`;
    return sql<boolean>`${dotless ? sql`replace(${lower}, '.', '')` : lower} like ${pattern}`;
  });
  const found: NamingRow[] = [];
  await readRows(db, table, [writtenBy(db, table, upTo), anyOf(like)], ({ id, texts }) => {
    if (Object.values(texts).some((text) => namesPerson(text, new Set([folded])))) found.push({ id, texts });
  });
  return found;
}

function writtenBy(db: Db, table: NamingTable, upTo: number): RawBuilder<boolean> {
  const time = TIMES[table];
  if (time !== undefined) return sql`${sql.ref(time)} <= ${upTo}`;
  // A ticket's own times are those that its mails claim.
  if (table !== 'ticket') return sql`1 = 1`;
  const later = db
    .selectFrom('message')
    .select('message.id')
    .where(sql<boolean>`message.ticket_id = page.id`)
    .where('message.received_at', '>', upTo);
  return sql`not exists ${later}`;
}

/** Reads every text of a table that may hold an address. */
export async function rowsWithAddresses(db: Db, table: NamingTable, read: (text: string) => void): Promise<void> {
  // The sign, or an escape of it as `addressesNamed` reads it.
  const like = TEXTS[table].flatMap((column) =>
    ['%@%', '%!%40%', '%&%'].map((sign) => sql<boolean>`coalesce(${sql.ref(column)}, '') like ${sign} escape '!'`),
  );
  await readRows(db, table, [anyOf(like)], ({ texts }) => {
    for (const text of Object.values(texts)) read(text);
  });
}

function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** The tables of `TEXTS`, of which any has an id and texts. */
type TextTables = Record<NamingTable, Readonly<Record<string, string | null>>>;

/** Reads a table page by page, of each page the rows for which all conditions hold. Not within a transaction: it takes seconds. */
async function readRows(
  db: Db,
  table: NamingTable,
  conditions: readonly RawBuilder<boolean>[],
  read: (row: NamingRow) => void,
): Promise<void> {
  const texts = db as unknown as Kysely<TextTables>;
  for (let last = ''; ;) {
    const page = texts
      .selectFrom(table)
      .selectAll()
      .where('id', '>', last)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .as('page');
    let query = texts.selectFrom(page).select(['id', ...TEXTS[table]]);
    for (const condition of conditions) query = query.where(condition);
    for (const { id, ...row } of await query.execute())
      read({ id: id ?? '', texts: Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text ?? ''])) });
    const end = await texts
      .selectFrom(page)
      .select((of) => of.fn.max('id').as('id'))
      .executeTakeFirst();
    if (typeof end?.id !== 'string') return;
    last = end.id;
    await setImmediate();
  }
}
