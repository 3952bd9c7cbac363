import { sql } from 'kysely';
import type { ErasureCount } from '../../../shared/contract/erasures';
import { foldAddress } from '../../../shared/domain/address';
import { namesPerson, OVER, patternsOf } from '../../../shared/domain/erasure';
import { baseNumber } from '../../../shared/domain/transaction-number';
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

/** Rows that are looked through in one statement: other work has its turn in between. */
const ROWS_AT_ONCE = 2000;

/** A row that names the person, with its texts. */
export type NamingRow = { readonly id: string; readonly texts: Readonly<Record<string, string>> };

/** Rows of a table that name this folded address, in whatever spelling. */
export async function rowsNaming(db: Db, table: NamingTable, folded: string): Promise<readonly NamingRow[]> {
  const columns = TEXTS[table];
  const found: NamingRow[] = [];
  const like = sql.join(
    columns.flatMap((column) =>
      patternsOf([folded], []).map((pattern) => sql`lower(coalesce(${sql.ref(column)}, '')) like ${pattern}`),
    ),
    sql` or `,
  );
  for (let last = ''; ;) {
    const page = sql`select * from ${sql.table(table)} where id > ${last} order by id limit ${ROWS_AT_ONCE}`;
    const { rows } = await sql<Record<string, string | null> & { id: string }>`
      select id, ${sql.join(columns.map((column) => sql.ref(column)))} from (${page}) as page where ${like}`.execute(
      db,
    );
    for (const { id, ...columnTexts } of rows) {
      const texts = Object.fromEntries(Object.entries(columnTexts).map(([name, text]) => [name, text ?? '']));
      if (Object.values(texts).some((text) => namesPerson(text, new Set([folded])))) found.push({ id, texts });
    }
    const { rows: ends } = await sql<{ id: string | null }>`select max(id) as id from (${page}) as page`.execute(db);
    const end = ends[0]?.id ?? null;
    if (end === null) return found;
    last = end;
  }
}

/** The buyers of a transaction number, folded; with or without its item. */
export async function buyersOf(db: Db, transaction: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('purchase')
    .select('buyer_folded')
    .where('base_number', '=', baseNumber(transaction))
    .where('buyer_folded', '!=', '')
    .execute();
  return [...new Set(rows.map((row) => row.buyer_folded))];
}

/** Ids of the person's tickets that still hold something, oldest first. */
export async function ticketsOf(db: Db, folded: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('requester_folded', '=', folded)
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}

/** Messages of these tickets, and those that the person wrote in others. */
export async function messagesOf(db: Db, folded: string, tickets: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('parse_state', '!=', 'erased')
    .where((row) =>
      row.or([row('from_folded', '=', folded), ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : [])]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Mails of ours in these tickets or to the person. */
export async function repliesOf(db: Db, folded: string, tickets: readonly string[]): Promise<readonly OutboxRow[]> {
  const named = (await rowsNaming(db, 'outbox', folded)).map((row) => row.id);
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where((row) =>
      row.or([
        row('requester_folded', '=', folded),
        ...(tickets.length > 0 ? [row('ticket_id', 'in', tickets)] : []),
        ...(named.length > 0 ? [row('id', 'in', named)] : []),
      ]),
    )
    .execute();
  return rows.filter((row) => row.raw.byteLength > 0) as readonly OutboxRow[];
}

/** Mail that was put aside and names the person: the header of a mail is plain text. */
export async function putAsideOf(db: Db, folded: string): Promise<readonly { readonly id: string }[]> {
  const rows = await db.selectFrom('quarantine').select(['id', 'bytes']).where('bytes', 'is not', null).execute();
  return rows.filter(({ bytes }) => bytes && namesPerson(Buffer.from(bytes).toString('latin1'), new Set([folded])));
}

/** How much there is of a person. */
export async function countPerson(db: Db, address: string): Promise<ErasureCount> {
  const folded = foldAddress(address);
  const tickets = await ticketsOf(db, folded);
  const own = new Set(tickets);
  const messages = await messagesOf(db, folded, tickets);
  const replies = await repliesOf(db, folded, tickets);
  const none = ['-'];
  const of = tickets.length === 0 ? none : tickets;
  const [notes, drafts, purchases, subscriptions, members, others, otherTickets, aside] = await Promise.all([
    db.selectFrom('note').select('id').where('ticket_id', 'in', of).execute(),
    db
      .selectFrom('draft')
      .select('agent')
      .where('ticket_id', 'in', [...of, ...of.map((id) => `forward:${id}`)])
      .execute(),
    db.selectFrom('purchase').select('transaction_number').where('buyer_folded', '=', folded).execute(),
    db.selectFrom('subscription').select('subscriber_code').where('buyer_folded', '=', folded).execute(),
    db.selectFrom('club_access').select('area').where('member_folded', '=', folded).execute(),
    rowsNaming(db, 'message', folded),
    rowsNaming(db, 'ticket', folded),
    putAsideOf(db, folded),
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
