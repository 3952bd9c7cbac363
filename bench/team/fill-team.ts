import { Client } from 'pg';
import { readOneMessage } from '../../electron/engine/mail/read-one-message';
import { readRow } from '../../electron/engine/store/messages-table';
import type { MessageRow } from '../../electron/engine/store/messages-table';
import { searchVector } from '../../electron/engine/store/postgres/team-search';
import { mirrored } from '../../electron/engine/store/purchases-table';
import { queueOfTicket } from '../../electron/engine/store/tickets-table';
import { newTicket } from '../../electron/engine/tickets/new-ticket';
import { foldAddress } from '../../shared/domain/address';
import type { DecisionId } from '../../shared/domain/decision';
import { makeMail } from '../../tests/support/mail-maker';
import { SCHEMA } from './bench-team';
import { nameOf, numberOf, senderOf } from './made-people';

/** Rows of one insert: some megabytes of JSON. */
const BATCH = 4_000;
/** Inserts under way at once: while one is made the server takes in the other. */
const AT_ONCE = 2;
/** Of the tickets, the newest tenth has one open in two: 5 % of all. */
const OPEN_FROM = 0.9;
/** Tickets lie over two years, as a desk's do. */
const YEARS_MS = 2 * 365 * 24 * 3_600_000;
/** Different mails of `makeMail` by their words; all else in them is told apart by number. */
const MADE_MAILS = 70;

/** What the mails of `makeMail` ask for, in their order. */
const DECISIONS: readonly DecisionId[] = [
  'club.first-access',
  'club.password-reset',
  'club.product-link',
  'classify.product',
  'route.support',
];

const FILLED = ['ticket', 'message', 'ticket_event', 'purchase', 'ticket_search'] as const;
type Rows = Readonly<Record<(typeof FILLED)[number], object[]>>;

/**
 * Writes this many tickets with one message each as the server's superuser: no right, no trigger and no constraint is asked,
 * since what is written is what the engine would write. Every third requester has a purchase.
 */
export async function fillTeam(superuser: string, tickets: number, now: number): Promise<void> {
  const made = await readMails();
  const clients = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const client = new Client(superuser);
      await client.connect();
      await client.query('set session_replication_role = replica');
      await client.query('set synchronous_commit = off');
      await client.query("set maintenance_work_mem = '512MB'");
      return client;
    }),
  );
  const [first] = clients;
  if (!first) throw new Error('There is no connection');
  const indices = await dropIndices(first);
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (next < tickets) {
        const from = next;
        next = Math.min(tickets, from + BATCH);
        await writeRows(client, rowsOf(made, { from, to: next, tickets, now }));
      }
    }),
  );
  // Half of them each: making one is work for one processor.
  await Promise.all(
    clients.map(async (client) => {
      for (let statement = indices.pop(); statement !== undefined; statement = indices.pop())
        await client.query(statement);
    }),
  );
  await first.query(
    `insert into ${SCHEMA}.setting (name, value) values ('ticket.next-number', $1)
     on conflict (name) do update set value = excluded.value`,
    [String(tickets + 1)],
  );
  await first.query(`select ${SCHEMA}.recount_queues()`);
  for (const client of clients) await client.query('reset session_replication_role');
  // What a server that was filled over two years has behind it.
  await first.query('vacuum analyze');
  await first.query('checkpoint');
  for (const client of clients) await client.end();
}

/** Rows that are written all at once are put into an index all at once; answers how the indices are made again. */
async function dropIndices(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = $1::regnamespace and c.relname = any($2)
       and not exists (select 1 from pg_constraint where conindid = i.indexrelid)`,
    [SCHEMA, FILLED],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ made }) => made);
}

async function readMails(): Promise<readonly MessageRow[]> {
  const rows: MessageRow[] = [];
  for (let index = 0; rows.length < MADE_MAILS; index += 1) {
    // Those that answer another one have no ticket of their own.
    if (index % 7 === 6) continue;
    const read = await readOneMessage(Buffer.from(makeMail(index)), { authservId: null, depth: 'text' });
    const fromFolded = foldAddress(read.message.from?.address ?? '');
    rows.push(readRow(EMPTY, { ...read, fromFolded, isAuto: false }));
  }
  return rows;
}

function rowsOf(
  made: readonly MessageRow[],
  {
    from,
    to,
    tickets,
    now,
  }: { readonly from: number; readonly to: number; readonly tickets: number; readonly now: number },
): Rows {
  const rows: Rows = { ticket: [], message: [], ticket_event: [], purchase: [], ticket_search: [] };
  for (let index = from; index < to; index += 1) {
    const template = made[index % made.length];
    if (!template) throw new Error('There is no mail');
    const at = now - Math.round(((tickets - index) / tickets) * YEARS_MS);
    const id = `T-${String(index + 1)}`;
    const message = renumbered(template, index, id, at);
    const decision = DECISIONS[index % DECISIONS.length] ?? 'club.first-access';
    const isOpen = index >= tickets * OPEN_FROM && index % 2 === 0;
    const party = { name: message.from_name, address: message.from_address };
    const opened = newTicket(index + 1, message, { from: party, subject: message.subject }, 'inbox', null);
    const isBought = index % 3 === 0;
    const number = numberOf(index);
    const ticket = {
      ...opened,
      preview: message.new_text.slice(0, 160),
      language: 'it',
      state: isOpen ? 'open' : 'done',
      unread: isOpen ? 1 : 0,
      intent: 'access.first_login',
      match_status: isBought ? 'matched' : 'unmatched',
      transaction_number: isBought ? number : null,
      product_id: isBought ? String(4_000_100 + (index % 10)) : null,
      decision,
      undecided: 0,
      messages: 1,
      last_inbound_at: at,
    };
    rows.ticket.push({ ...ticket, queue: queueOfTicket(ticket), revision: 1 });
    rows.message.push(message);
    rows.ticket_event.push({ id: `E-${id}`, ticket_id: id, at, actor: '', kind: 'created', detail: '{}' });
    const text = [id, message.subject, party.name, party.address, number, message.new_text].join('\n');
    rows.ticket_search.push({ ticket_id: id, words: searchVector(text) });
    if (isBought) rows.purchase.push(purchaseOf(index, number, message, at));
  }
  return rows;
}

/** The mail as another person would have written it, to another ticket. */
function renumbered(template: MessageRow, index: number, ticket: string, at: number): MessageRow {
  const [address, name] = [senderOf(index), nameOf(index)];
  const other = (text: string): string =>
    text
      .replaceAll(template.from_address, address)
      .replaceAll(template.from_name, name)
      .replaceAll(/HP30\d{8}/g, numberOf(index));
  return {
    ...template,
    id: `M-${String(index)}`,
    digest: `D-${String(index)}`,
    ticket_id: ticket,
    message_id: `${String(index)}.mail@mail.example`,
    from_name: name,
    from_address: address,
    from_folded: foldAddress(address),
    sent_at: at,
    received_at: at,
    new_text: other(template.new_text),
    signature: other(template.signature),
    parsed: other(template.parsed),
  };
}

function purchaseOf(index: number, number: string, message: MessageRow, at: number): object {
  return {
    transaction_number: number,
    base_number: number,
    status_word: 'APPROVED',
    status: 'active',
    ordered_at: at - 3_600_000,
    approved_at: at - 3_600_000,
    product_id: String(4_000_100 + (index % 10)),
    product_name: `Corso di prova ${String((index % 10) + 1)}`,
    producer_name: `Produttore ${String(index % 10)}`,
    buyer_name: message.from_name,
    buyer_email: message.from_address,
    buyer_folded: message.from_folded,
    buyer_mirrored: mirrored(message.from_folded),
    recurrence: null,
    price: '49.00',
    currency: 'EUR',
    guarantee_ends_at: null,
    parent_number: null,
    subscriber_code: null,
    payment_word: '',
    as_of: at,
    import_id: null,
    imported_at: at,
  };
}

async function writeRows(client: Client, rows: Rows): Promise<void> {
  for (const [table, some] of Object.entries(rows)) {
    if (some.length === 0) continue;
    const name = `${SCHEMA}.${table}`;
    await client.query(`insert into ${name} select * from json_populate_recordset(null::${name}, $1)`, [
      JSON.stringify(some),
    ]);
  }
}

const EMPTY: MessageRow = {
  id: '',
  mailbox_id: 'main',
  digest: '',
  direction: 'inbound',
  ticket_id: null,
  message_id: null,
  from_name: '',
  from_address: '',
  from_folded: '',
  subject: '',
  sent_at: null,
  received_at: 0,
  new_text: '',
  quoted_text: '',
  signature: '',
  parsed: '',
  html: null,
  parse_state: 'pending',
  parse_attempts: 0,
  is_auto: 0,
};
