import { z } from 'zod';
import { searchText } from '../../tickets/search-entry';
import { insertRows } from '../insert-rows';
import { readSetting, writeSetting } from '../settings-table';
import type { Store } from '../store';
import { conversationRows } from '../thread-table';
import { readTickets } from '../tickets-table';
import type { Db } from '../tickets-table';
import { MOVE_CURSOR } from './move-mark';
import { MOVED_TABLES } from './moved-tables';
import { countRows, keyOf, readPage } from './table-pages';
import type { RowKey } from './table-pages';

/** Tickets whose index is made in one batch: with all their texts in memory, each up to some hundred thousand characters. */
const TICKETS_PER_BATCH = 50;

/** How far a move has come: this step, up to this key. */
const cursorSchema = z.object({
  step: z.string(),
  after: z.array(z.union([z.string(), z.number()])).nullable(),
  done: z.number(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** Hears how far the move is. `step`: a table, or `search`. */
export type MoveProgress = (step: string, done: number, of: number) => void;

const SEARCH = 'search';
const STEPS: readonly string[] = [...MOVED_TABLES.map(({ name }) => name), SEARCH];

/**
 * Copies what is not there yet. Each batch is one transaction that also notes how far it came, so a copy that ended anywhere goes on
 * from there; nobody else writes either store meanwhile.
 */
export async function copyRows(source: Store, target: Store, tell: MoveProgress): Promise<void> {
  for (const table of MOVED_TABLES) {
    const begun = await beginStep(target.db, table.name);
    if (begun === null) continue;
    const of = await countRows(source.db, table);
    for (let { after, done } = begun; ;) {
      tell(table.name, done, of);
      const page = await readPage(source.db, table, after);
      const last = page.at(-1);
      if (last === undefined) break;
      after = [...keyOf(table, last)];
      done += page.length;
      const cursor: Cursor = { step: table.name, after, done };
      await target.transaction(async (db) => {
        await insertRows(db, table.name, page as never);
        await writeCursor(db, cursor);
      }, 'repeatable');
    }
  }
  await indexTickets(target, tell);
}

/** Makes every ticket's text findable, from the rows that were copied: the two engines keep an index of different kinds. */
async function indexTickets(target: Store, tell: MoveProgress): Promise<void> {
  const tickets = MOVED_TABLES.find(({ name }) => name === 'ticket');
  const begun = await beginStep(target.db, SEARCH);
  if (begun === null || tickets === undefined) return;
  const of = await countRows(target.db, tickets);
  for (let { after, done } = begun; ;) {
    tell(SEARCH, done, of);
    const ids = await nextTickets(target.db, after);
    const last = ids.at(-1);
    if (last === undefined) return;
    const rows = await conversationRows(target.db, ids);
    const entries = (await readTickets(target.db, ids)).map((ticket) => ({
      ticket: ticket.id,
      text: searchText(
        ticket,
        rows.filter((row) => row.ticket_id === ticket.id),
        ticket.transaction_number,
      ),
    }));
    after = [last];
    done += ids.length;
    const cursor: Cursor = { step: SEARCH, after, done };
    await target.transaction(async (db) => {
      await target.search.indexAll(db, entries);
      await writeCursor(db, cursor);
    }, 'repeatable');
  }
}

async function nextTickets(db: Db, after: RowKey | null): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('id', '>', String(after?.[0] ?? ''))
    .orderBy('id')
    .limit(TICKETS_PER_BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

/** Where this step goes on; null where it was done before. */
async function beginStep(db: Db, step: string): Promise<Cursor | null> {
  const value = await readSetting(db, MOVE_CURSOR);
  const cursor = value === null ? null : cursorSchema.parse(JSON.parse(value));
  if (cursor?.step === step) return cursor;
  const isDone = cursor !== null && STEPS.indexOf(cursor.step) > STEPS.indexOf(step);
  return isDone ? null : { step, after: null, done: 0 };
}

async function writeCursor(db: Db, cursor: Cursor): Promise<void> {
  await writeSetting(db, MOVE_CURSOR, JSON.stringify(cursor));
}
