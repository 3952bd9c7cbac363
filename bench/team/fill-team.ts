import { Client } from 'pg';
import type { MessageRow } from '../../electron/engine/store/messages-table';
import { searchVector } from '../../electron/engine/store/postgres/team-search';
import { readMails, rowsOfTicket } from '../passes/made-rows';
import { SCHEMA } from './bench-team';

/** Rows of one insert: some megabytes of JSON. */
const BATCH = 4_000;
/** Inserts under way at once: while one is made the server takes in the other. */
const AT_ONCE = 2;
/** Of the tickets, the newest tenth has one open in two: 5 % of all. */
const OPEN_FROM = 0.9;
/** Tickets lie over two years, as a desk's do. */
const YEARS_MS = 2 * 365 * 24 * 3_600_000;
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
    const at = now - Math.round(((tickets - index) / tickets) * YEARS_MS);
    const isOpen = index >= tickets * OPEN_FROM && index % 2 === 0;
    const { ticket, message, event, purchase, text } = rowsOfTicket(made, index, {
      at,
      isOpen,
      isBought: index % 3 === 0,
    });
    rows.ticket.push(ticket);
    rows.message.push(message);
    rows.ticket_event.push(event);
    rows.ticket_search.push({ ticket_id: ticket.id, words: searchVector(text) });
    if (purchase) rows.purchase.push(purchase);
  }
  return rows;
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
