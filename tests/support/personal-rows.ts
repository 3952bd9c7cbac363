import { sql } from 'kysely';
import { PERSONAL_COLUMNS } from '../../electron/engine/privacy/personal-columns';
import type { StoreTables } from '../../electron/engine/store/schema';
import type { Store } from '../../electron/engine/store/store';

export const HER_ADDRESS = 'giulia.ferri@posta.example';
/** As she writes it herself. */
const SPELLED = 'Giulia.Ferri+corsi@Posta.example';

export type Table = keyof StoreTables;
type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** One row of every table that is, or speaks of, the person's; columns that are erased or named hold a canary each. */
export function personalRows(): { readonly rows: ReadonlyMap<Table, Row>; readonly canaries: readonly string[] } {
  const canaries: string[] = [];
  const rows = new Map<Table, Row>();
  for (const [table, columns] of Object.entries(PERSONAL_COLUMNS) as [Table, Readonly<Record<string, string>>][]) {
    const row: Record<string, string | number | Uint8Array | null> = { ...FIXED[table] };
    if (FIXED[table] === undefined) continue;
    for (const [column, fate] of Object.entries(columns)) {
      if (fate === 'named') row[column] = WRAPPED[`${table}.${column}`]?.(SPELLED) ?? SPELLED;
      if (fate !== 'erased' || column in row) continue;
      const canary = `kanarienvogel${String(canaries.length).padStart(2, '0')}${table}`.replaceAll('_', '');
      canaries.push(canary);
      row[column] = WRAPPED[`${table}.${column}`]?.(canary) ?? canary;
    }
    rows.set(table, row);
  }
  return { rows, canaries };
}

/** Puts them into a store. */
export async function addPersonalRows(store: Store, rows: ReadonlyMap<Table, Row>): Promise<void> {
  await store.transaction(async (db) => {
    for (const [table, row] of rows) await db.insertInto(table).values(row).execute();
    await store.search.index(db, 'T-1', `canarino ${HER_ADDRESS}`);
  });
}

/** Every value of every table of a store on SQLite, hidden ones of the search index among them. */
export async function dumpOf(store: Store): Promise<string> {
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(store.db);
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(store.db);
    for (const row of rows) texts.push(JSON.stringify(row, (_, value: unknown) => readable(value)));
  }
  return texts.join('\n').toLowerCase();
}

function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return value;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Columns that are not plain text: a canary or an address in the form that they have. */
const WRAPPED: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  'message.parsed': (text) => JSON.stringify({ subject: text, attachments: [] }),
  'message_raw.bytes': bytes,
  'quarantine.bytes': (text) => bytes(`From: ${SPELLED}\r\nSubject: ${text}\r\n\r\n`),
  'ticket.case_json': (text) => JSON.stringify({ buyer: text }),
  'ticket.corrected_json': (text) => JSON.stringify({ transaction: text }),
  'ticket_event.detail': (text) => JSON.stringify({ was: text, to: 'open', name: text }),
  'draft_file.bytes': bytes,
  'outbox.raw': bytes,
  'outbox.before_json': (text) => JSON.stringify({ state: 'open', revision: 1, draft: text, fields: { to: text } }),
  'outbox.copies_json': (text) => JSON.stringify([{ address: text }]),
  'outbox.files_json': (text) => JSON.stringify([{ name: text }]),
  'import_run.report': (text) => JSON.stringify({ notes: [text] }),
  'import_run.problem': (text) => JSON.stringify({ code: 'internal', message: text }),
  'import_refusal.reason': (text) => `${SPELLED} is no address of ${text}`,
};

const AT = Date.UTC(2026, 0, 10);

/** What of a row is no canary: keys, and by what the row is the person's. A table without an entry holds nobody. */
const FIXED: Readonly<Partial<Record<Table, Row>>> = {
  message: {
    id: 'm1',
    mailbox_id: 'main',
    digest: 'd1',
    same_mail: 'd1',
    direction: 'inbound',
    ticket_id: 'T-1',
    from_folded: HER_ADDRESS,
    received_at: AT,
    parse_state: 'parsed',
    parse_attempts: 1,
    is_auto: 0,
  },
  message_location: { mailbox_id: 'main', folder: 'INBOX', uidvalidity: '1', uid: 1, message_id: 'm1', answered: 0 },
  message_raw: { message_id: 'm1', size: 10 },
  server_part: { message_id: 'm1', position: 0, size: 10 },
  message_reference: { message_id: 'm1' },
  unread_picture: { message_id: 'm1', attempts: 0 },
  quarantine: { id: 'q1', mailbox_id: 'main', folder: 'INBOX', uidvalidity: '1', uid: 2, at: AT },
  ticket: {
    id: 'T-1',
    number: 1,
    mailbox_id: 'main',
    requester_folded: HER_ADDRESS,
    language: 'it',
    state: 'ignored',
    queue: 'filed',
    handed_over: 0,
    junk: 0,
    problem: 0,
    unread: 1,
    decision: 'other',
    undecided: 0,
    messages: 1,
    created_at: AT,
    updated_at: AT,
    last_inbound_at: AT,
    revision: 3,
  },
  ticket_event: { id: 'e1', ticket_id: 'T-1', at: AT, actor: 'Anna', kind: 'note' },
  note: { id: 'n1', ticket_id: 'T-1', at: AT, by: 'Anna' },
  draft: { ticket_id: 'forward:T-1', agent: 'Anna', updated_at: AT },
  draft_file: { id: 'f1', ticket_id: 'T-1', agent: 'Anna', size: 3, added_at: AT, removed: 0 },
  purchase: {
    transaction_number: 'HP4410020311C2',
    base_number: 'HP4410020311',
    status_word: 'APPROVED',
    status: 'valid',
    ordered_at: AT,
    product_id: '41',
    product_name: 'Pasta',
    producer_name: 'Nonna',
    buyer_folded: HER_ADDRESS,
    price: '49.00',
    currency: 'EUR',
    imported_at: AT,
    as_of: AT,
  },
  import_run: { id: 'i1', kind: 'sales', started_at: AT },
  import_refusal: { import_id: 'i1', position: 0, line: 7 },
  subscription: {
    subscriber_code: 'S1',
    product_id: '41',
    product_name: 'Pasta',
    buyer_folded: HER_ADDRESS,
    status_word: 'ACTIVE',
    plan_name: 'Mensile',
    as_of: AT,
  },
  club_access: { area: 'club:pasta', member_folded: HER_ADDRESS, as_of: AT },
  outbox: {
    id: 'o1',
    block: 'b1',
    mailbox_id: 'main',
    ticket_id: 'T-1',
    kind: 'reply',
    state: 'file_failed',
    rules_version: '1',
    envelope_from: 'support@corsi.example',
    message_id: 'random@corsi.example',
    known_revision: 1,
    requester_folded: HER_ADDRESS,
    until_at: AT,
    attempts: 1,
    created_at: AT,
    created_by: 'Anna',
    delivery: 'failed',
  },
  label: { key: HER_ADDRESS, colour: 'red', by: 'Anna', at: AT },
  case_link: { one: 'T-1', other: 'T-9', word: 'joined', by: 'Anna', at: AT, taken_back: 0, revision: 1 },
  reviewed_ticket: { ticket_id: 'T-1', by: 'Anna', at: AT },
  ticket_label: { ticket_id: 'T-9', label: HER_ADDRESS, by: 'Anna', at: AT },
  suggestion_case: {
    id: 's1',
    ticket_id: 'T-1',
    decision: 'other',
    agreement: 'taken',
    requester_folded: HER_ADDRESS,
    at: AT,
    by: 'Anna',
  },
};
