import { sql } from 'kysely';
import type { Kysely, Selectable, Updateable } from 'kysely';
import { SportelloError } from '../../../shared/contract/errors';
import type { QueueCount } from '../../../shared/contract/views';
import type { DecisionId } from '../../../shared/domain/decision';
import { QUEUES, queueOf } from '../../../shared/domain/ticket';
import type { Queue, TicketState } from '../../../shared/domain/ticket';
import type { StoreTables, TicketTable } from './schema';
import { insertRows } from './insert-rows';
import type { QueueSize } from './queue-sizes';
import { readSetting, writeSetting } from './settings-table';
import type { Store } from './store';

export type Db = Kysely<StoreTables>;
export type StoredTicket = Selectable<TicketTable>;
/** A ticket before it is added. */
export type NewTicket = Omit<StoredTicket, 'queue' | 'revision'>;
export type TicketChange = Omit<Updateable<TicketTable>, 'id' | 'number' | 'queue' | 'revision'>;

/** Queues whose next step is ours: `mine` shows those of one agent. */
const OWED_QUEUES: readonly Queue[] = ['inbox', 'support', 'classify', 'problems'];
/** Written out in a statement: with a parameter SQLite would not use the partial index. */
const SNOOZED = sql.lit('snoozed');
const NEXT_NUMBER = 'ticket.next-number';

/** The queue of a stored ticket, from its own columns. */
export function queueOfTicket(
  ticket: Pick<StoredTicket, 'state' | 'decision' | 'handed_over' | 'junk' | 'problem'>,
): Exclude<Queue, 'mine'> {
  return queueOf({
    state: ticket.state as TicketState,
    decision: ticket.decision as DecisionId | null,
    handedOver: ticket.handed_over === 1,
    junk: ticket.junk === 1,
    problem: ticket.problem === 1,
  });
}

/** Takes `count` ticket numbers; answers the first. Inside a transaction only, so that no two tickets share one. */
export async function takeTicketNumbers(db: Db, count: number): Promise<number> {
  const first = Number((await readSetting(db, NEXT_NUMBER)) ?? '1');
  await writeSetting(db, NEXT_NUMBER, String(first + count));
  return first;
}

/** Adds a ticket; its queue follows from its other columns. */
export async function insertTicket(db: Db, ticket: NewTicket): Promise<void> {
  await insertTickets(db, [ticket]);
}

/** Adds tickets in one statement; the queue of each follows from its other columns. Answers them as they lie there. */
export async function insertTickets(db: Db, tickets: readonly NewTicket[]): Promise<readonly StoredTicket[]> {
  const rows = tickets.map((ticket) => ({ ...ticket, queue: queueOfTicket(ticket), revision: 0 }));
  await insertRows(db, 'ticket', rows);
  return rows;
}

/** @throws SportelloError `not-found` */
export async function readTicket(db: Db, id: string): Promise<StoredTicket> {
  const row = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst();
  if (row) return row;
  throw noTicket(id);
}

export function noTicket(id: string): SportelloError {
  return new SportelloError('not-found', `There is no ticket ${id}`, {
    reason: 'ticket',
    action: 'It may have been joined with another ticket: search for its requester.',
    detail: { ticket: id },
  });
}

/** The tickets of these ids, in no order. */
export async function readTickets(db: Db, ids: readonly string[]): Promise<readonly StoredTicket[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('ticket').selectAll().where('id', 'in', ids).execute();
}

/**
 * Writes to the ticket as it was read. `visible` says that a colleague must see it before writing: then the revision
 * rises. Answers the ticket's revision.
 * @throws SportelloError `stale-revision` where somebody wrote in between.
 */
export async function changeTicket(
  db: Db,
  ticket: StoredTicket,
  change: TicketChange,
  options: { readonly visible: boolean },
): Promise<number> {
  const revision = ticket.revision + (options.visible ? 1 : 0);
  const merged = { ...ticket, ...change } as StoredTicket;
  const done = await db
    .updateTable('ticket')
    // Opened again, it is no ticket without an answer any more.
    .set({
      ...change,
      ...(merged.state === 'done' ? {} : { no_answer_at: null }),
      queue: queueOfTicket(merged),
      revision,
    })
    .where('id', '=', ticket.id)
    .where('revision', '=', ticket.revision)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) throw staleRevision(ticket.id);
  return revision;
}

/** A ticket as it was read just now, inside the same transaction, and what a decision makes of it. */
export type DecidedTicket = { readonly ticket: StoredTicket; readonly change: TicketChange; readonly visible: boolean };

/** What a decision may change. */
const DECIDED_COLUMNS = [
  'requester_name',
  'requester_address',
  'requester_folded',
  'preview',
  'language',
  'state',
  'queue',
  'filed_reason',
  'snoozed_until',
  'handed_over',
  'problem',
  'intent',
  'match_status',
  'basis',
  'identity',
  'transaction_number',
  'product_id',
  'delivery',
  'decision',
  'unmatched_reason',
  'undecided',
  'case_json',
  'revision',
] as const;

/** Writes what was decided of several tickets in one statement; no other column of theirs is touched. */
export async function saveDecisions(db: Db, decided: readonly DecidedTicket[]): Promise<void> {
  if (decided.length === 0) return;
  const rows = decided.map(({ ticket, change, visible }) => {
    const merged = { ...ticket, ...change } as StoredTicket;
    return { ...merged, queue: queueOfTicket(merged), revision: ticket.revision + (visible ? 1 : 0) };
  });
  await insertRows(db, 'ticket', rows, DECIDED_COLUMNS);
}

/** The revisions of these tickets, by id; a ticket that is gone is absent. */
export async function readRevisions(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('ticket').select(['id', 'revision']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.revision]));
}

/** Reads the ticket at the revision that the caller saw. */
export async function readTicketAt(db: Db, id: string, revision: number): Promise<StoredTicket> {
  const ticket = await readTicket(db, id);
  if (ticket.revision !== revision) throw staleRevision(id);
  return ticket;
}

/** Somebody, or something, changed what the agent looked at. */
export function staleRevision(id: string): SportelloError {
  return new SportelloError('stale-revision', `Ticket ${id} has changed since it was shown`, {
    action: 'Look at the ticket as it stands now and try again.',
    retryable: true,
    detail: { ticket: id },
  });
}

/** One page of a queue, newest activity first. `agent` is whose `mine` it is at `now`: every word that stands for them. */
export async function pageOfQueue(
  { db, sizes }: Pick<Store, 'db' | 'sizes'>,
  page: {
    readonly queue: Queue;
    readonly agent: readonly string[];
    readonly now: number;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ readonly total: number; readonly rows: readonly StoredTicket[] }> {
  const isMine = page.queue === 'mine';
  const lines = isMine ? ofAgent(db, page.agent, page.now) : db.selectFrom('ticket').where('queue', '=', page.queue);
  const [total, rows] = await Promise.all([
    isMine ? countMine(db, page.agent, page.now).then(({ count }) => count) : sizes.of(page.queue),
    lines
      .selectAll()
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
  ]);
  return { total, rows };
}

/** How many tickets lie in each queue and since when the oldest waits, in the order of the desk, empty ones included. */
export async function countQueues(
  { db, sizes }: Pick<Store, 'db' | 'sizes'>,
  agent: readonly string[],
  now: number,
): Promise<readonly QueueCount[]> {
  const [stored, mine] = await Promise.all([sizes.all(), countMine(db, agent, now)]);
  return QUEUES.map((queue) => {
    const size = queue === 'mine' ? mine : stored.find((one) => one.queue === queue);
    return { queue, count: size?.count ?? 0, oldestAt: size?.oldestAt ?? null };
  });
}

/** What an agent, by any of these words, holds at `now` and we owe. */
function ofAgent(db: Db, agent: readonly string[], now: number) {
  return db
    .selectFrom('ticket')
    .where('assignee', 'in', agent)
    .where('queue', 'in', OWED_QUEUES)
    .where((of) => of.or([of('claim_until', 'is', null), of('claim_until', '>', now)]));
}

async function countMine(db: Db, agent: readonly string[], now: number): Promise<Omit<QueueSize, 'queue'>> {
  const { count, oldest } = await ofAgent(db, agent, now)
    .select((of) => [of.fn.countAll<number>().as('count'), of.fn.min('updated_at').as('oldest')])
    .executeTakeFirstOrThrow();
  return { count: Number(count), oldestAt: oldest };
}

/** Ids of the tickets that are neither done nor filed, oldest first. */
export async function unresolvedTicketIds(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('state', 'not in', ['done', 'ignored'])
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}

/** Tickets on which an agent corrected intent, purchase or delivery, oldest first. */
export async function correctedTickets(db: Db): Promise<readonly StoredTicket[]> {
  return db.selectFrom('ticket').selectAll().where('corrected_json', 'is not', null).orderBy('number').execute();
}

/** Tickets with a decision, newest first; those numbered below `below` where it is given: mail that arrives shifts no page. */
export async function decidedTickets(db: Db, below: number | null, limit: number): Promise<readonly StoredTicket[]> {
  const decided = db
    .selectFrom('ticket')
    .selectAll()
    .where('decision', 'is not', null)
    // Of an erased one nothing is left to decide again.
    .where('erased_at', 'is', null);
  return (below === null ? decided : decided.where('number', '<', below))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/** Ids of the tickets that a message was filed in and that are not decided on it yet: a crash lay between. */
export async function undecidedTicketIds(db: Db): Promise<readonly string[]> {
  // Written out: with a parameter SQLite would not use the partial index.
  const rows = await db.selectFrom('ticket').select('id').where('undecided', '=', sql.lit(1)).execute();
  return rows.map((row) => row.id);
}

/** Ids of the tickets of this sale, or of the checkout whose item it is. */
export async function ticketIdsOfTransaction(db: Db, transaction: string, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where((of) =>
      of.or([
        of('transaction_number', '=', transaction),
        of.and([of('transaction_number', '>=', `${transaction}C`), of('transaction_number', '<', `${transaction}D`)]),
      ]),
    )
    .orderBy('updated_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** When the next snooze ends, epoch ms; null where nothing is snoozed. */
export async function nextSnoozeEnd(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select((of) => of.fn.min('snoozed_until').as('next'))
    .where('state', '=', SNOOZED)
    .executeTakeFirst();
  return row?.next ?? null;
}

/** Tickets whose snooze is over. */
export async function ticketsToWake(db: Db, now: number): Promise<readonly StoredTicket[]> {
  return db.selectFrom('ticket').selectAll().where('state', '=', SNOOZED).where('snoozed_until', '<=', now).execute();
}
