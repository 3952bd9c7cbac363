import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import type { ErasureCount } from '../../../shared/contract/erasures';
import { namesPerson, OVER, patternsOf } from '../../../shared/domain/erasure';
import type { OutboxRow } from '../store/outbox-table';
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

/** Rows that are looked through in one statement: other work has its turn in between. */
const ROWS_AT_ONCE = 2000;

/** A row that names the person, with its texts. */
export type NamingRow = { readonly id: string; readonly texts: Readonly<Record<string, string>> };

/** Every table with such texts. */
export const NAMING_TABLES = Object.keys(TEXTS) as readonly NamingTable[];

/** Rows of a table that name this folded address, in whatever spelling. */
export async function rowsNaming(db: Db, table: NamingTable, { folded, upTo }: Person): Promise<readonly NamingRow[]> {
  const like = TEXTS[table].flatMap((column) =>
    patternsOf([folded], []).map((pattern) => sql<boolean>`lower(coalesce(${sql.ref(column)}, '')) like ${pattern}`),
  );
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
  const like = TEXTS[table].map((column) => sql<boolean>`coalesce(${sql.ref(column)}, '') like '%@%'`);
  await readRows(db, table, [anyOf(like)], ({ texts }) => {
    for (const text of Object.values(texts)) read(text);
  });
}

function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** The tables of `TEXTS`, of which any has an id and texts. */
type TextTables = Record<NamingTable, Readonly<Record<string, string | null>>>;

/** Reads a table page by page, of each page the rows for which all conditions hold. */
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
  }
}

/**
 * The buyers of a transaction number, folded: of that item alone where `C<n>` names one (of a checkout each item may have been
 * bought for somebody else), else of the whole checkout.
 */
export async function buyersOf(db: Db, transaction: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('purchase')
    .select('buyer_folded')
    .where((row) => row.or([row('transaction_number', '=', transaction), row('base_number', '=', transaction)]))
    .where('buyer_folded', '!=', '')
    .execute();
  return [...new Set(rows.map((row) => row.buyer_folded))];
}

/** Ids of the person's tickets that still hold something, oldest first. */
export async function ticketsOf(db: Db, { folded, upTo }: Person): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('requester_folded', '=', folded)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('message')
            .select('message.id')
            .whereRef('message.ticket_id', '=', 'ticket.id')
            .where('message.received_at', '>', upTo),
        ),
      ),
    )
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}

/** Messages of these tickets, and those that the person wrote in others. */
export async function messagesOf(
  db: Db,
  { folded, upTo }: Person,
  tickets: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('parse_state', '!=', 'erased')
    .where('received_at', '<=', upTo)
    .where((row) =>
      row.or([row('from_folded', '=', folded), ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : [])]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Mails of ours in these tickets or to the person. */
export async function repliesOf(db: Db, person: Person, tickets: readonly string[]): Promise<readonly OutboxRow[]> {
  const named = (await rowsNaming(db, 'outbox', person)).map((row) => row.id);
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('created_at', '<=', person.upTo)
    .where('envelope_to', '!=', '')
    .where((row) =>
      row.or([
        row('requester_folded', '=', person.folded),
        ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : []),
        ...(named.length > 0 ? [row('id', 'in', named)] : []),
      ]),
    )
    .execute();
  return rows as readonly OutboxRow[];
}

/** Mail that was put aside and names the person: the header of a mail is plain text. */
export async function putAsideOf(db: Db, { folded, upTo }: Person): Promise<readonly { readonly id: string }[]> {
  const rows = await db
    .selectFrom('quarantine')
    .select(['id', 'bytes'])
    .where('bytes', 'is not', null)
    .where('at', '<=', upTo)
    .execute();
  return rows.filter(({ bytes }) => bytes && namesPerson(Buffer.from(bytes).toString('latin1'), new Set([folded])));
}

/** When the newest message came, by its server's clock, epoch ms; 0 where there is none. */
export async function newestMessageAt(db: Db): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select((of) => of.fn.max('received_at').as('at'))
    .executeTakeFirst();
  return Number(row?.at ?? 0);
}

/** How much there is of a person. */
export async function countPerson(db: Db, person: Person): Promise<ErasureCount> {
  const { folded } = person;
  const tickets = await ticketsOf(db, person);
  const own = new Set(tickets);
  const messages = await messagesOf(db, person, tickets);
  const replies = await repliesOf(db, person, tickets);
  const none = ['-'];
  const of = tickets.length === 0 ? none : tickets;
  const [notes, drafts, purchases, subscriptions, members, others, otherTickets, aside] = await Promise.all([
    db.selectFrom('note').select('id').where('ticket_id', 'in', of).execute(),
    db
      .selectFrom('draft')
      .select('agent')
      .where('ticket_id', 'in', [...of, ...of.map((id) => `forward:${id}`)])
      .execute(),
    db
      .selectFrom('purchase')
      .select('transaction_number')
      .where('buyer_folded', '=', folded)
      .where('ordered_at', '<=', person.upTo)
      .execute(),
    db.selectFrom('subscription').select('subscriber_code').where('buyer_folded', '=', folded).execute(),
    db.selectFrom('club_access').select('area').where('member_folded', '=', folded).execute(),
    rowsNaming(db, 'message', person),
    rowsNaming(db, 'ticket', person),
    putAsideOf(db, person),
  ]);
  const known = new Set(messages);
  return {
    address: folded,
    counts: {
      tickets: tickets.length,
      messages: messages.length,
      replies: replies.length,
      notes: notes.length,
      drafts: drafts.length,
      purchases: purchases.length,
      memberships: subscriptions.length + members.length,
      unreadable: aside.length,
      mentions:
        others.filter((row) => !known.has(row.id)).length + otherTickets.filter((row) => !own.has(row.id)).length,
    },
    waiting: [...new Set(replies.filter((row) => !OVER.includes(row.state)).map((row) => row.ticket_id))],
  };
}
