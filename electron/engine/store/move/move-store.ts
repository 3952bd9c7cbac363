import { sql } from 'kysely';
import { SportelloError, packError } from '../../../../shared/contract/errors';
import type { Outside } from '../../outside';
import { importInterrupted } from '../../purchases/import-interrupted';
import { closeInterrupted } from '../imports-table';
import type { Db } from '../tickets-table';
import { sumTable } from './checksum';
import type { TableSum } from './checksum';
import { copyRows } from './copy-rows';
import type { MoveProgress } from './copy-rows';
import { MOVE_CURSOR, STAYING_SETTINGS, clearMark, readMark, storeMoved, writeMark } from './move-mark';
import type { MoveSide } from './move-side';
import { FILLED, MOVED_TABLES } from './moved-tables';
import type { MovedTable } from './moved-tables';

/** What was moved, table by table, the same in both stores. */
export type MoveReport = { readonly tables: Readonly<Record<MovedTable, TableSum>> };

export type Move = {
  readonly source: MoveSide;
  readonly target: MoveSide;
  readonly outside: Pick<Outside, 'clock' | 'ids' | 'log'>;
  readonly tell: MoveProgress;
};

/** Replies of which the old store alone knows how far they are. */
const BETWEEN = ['checking', 'sending', 'final_pending'];

/**
 * Moves everything that lies in one store into another, proves it, and leaves the old one closed for good. Killed anywhere, the
 * same call goes on: from its first row on the old store is closed, and the new one opens only when the old one is marked as
 * moved; so no moment has two open stores. The caller then names the new one in the profile.
 * @throws SportelloError `move-refused` (the target holds something, a reply is being sent), `store-moved` (it went elsewhere),
 * `move-differs` (the new store is not the same: nothing is switched)
 */
export async function moveStore(move: Move): Promise<MoveReport> {
  const { source, target, outside } = move;
  const mark = await readMark(source.store.db);
  if (mark !== null && (mark.state === 'arriving' || mark.to !== target.place)) throw storeMoved(mark);
  const id = mark?.id ?? outside.ids.row();
  if (mark?.state !== 'moved') {
    await refuseBetween(source.store.db);
    await beginTarget(move, id);
    if (mark === null) await closeSource(move, id);
    await copyRows(source.store, target.store, move.tell);
  }
  const report = await compare(move);
  if (mark?.state !== 'moved') {
    await source.store.transaction(async (db) => {
      await writeMark(db, { state: 'moved', id, to: target.place, at: outside.clock.now() });
      await source.note(db, 'store-moved-out', target.place);
    });
    outside.log.info('move', 'closed');
  }
  await openTarget(move, id);
  return report;
}

/**
 * Gives a move up that has not come to its end: the old store is open again. What the new one holds already is taken away by the next
 * move into it.
 * @throws SportelloError `store-moved` where the move has ended, `move-refused` where there is none
 */
export async function cancelMove(source: MoveSide): Promise<void> {
  await source.store.transaction(async (db) => {
    const mark = await readMark(db);
    if (mark === null) throw refused('No move of this store is under way.', 'There is nothing to give up.');
    if (mark.state !== 'moving') throw storeMoved(mark);
    await clearMark(db);
    await source.lift(db);
  });
}

async function beginTarget({ source, target, outside }: Move, id: string): Promise<void> {
  await target.store.transaction(async (db) => {
    await target.bar(db);
    const mark = await readMark(db);
    if (mark !== null) {
      if (mark.state !== 'arriving' || mark.from !== source.place) throw storeMoved(mark);
      if (mark.id === id) return;
      // Half filled by a move that was given up: what it holds may be old.
      await target.empty(db);
    } else {
      await refuseFilled(db, target.place);
    }
    await db
      .deleteFrom('setting')
      .where('name', 'not in', [...STAYING_SETTINGS])
      .execute();
    await db.deleteFrom('setting').where('name', '=', MOVE_CURSOR).execute();
    await writeMark(db, { state: 'arriving', id, from: source.place, at: outside.clock.now() });
  });
  outside.log.info('move', 'begun');
}

async function closeSource({ source, target, outside }: Move, id: string): Promise<void> {
  await source.store.transaction(async (db) => {
    await source.bar(db);
    await refuseBetween(db);
    // Nobody is at work any more: in the new store it would be under way for ever.
    await closeInterrupted(db, null, packError(importInterrupted()), outside.clock.now());
    await writeMark(db, { state: 'moving', id, to: target.place, at: outside.clock.now() });
  });
}

async function openTarget({ source, target, outside }: Move, id: string): Promise<void> {
  await target.store.transaction(async (db) => {
    const mark = await readMark(db);
    // Open since an earlier call, which did not get as far as the profile.
    if (mark === null) return;
    if (mark.state !== 'arriving' || mark.id !== id) throw storeMoved(mark);
    await clearMark(db);
    await target.lift(db);
    await target.note(db, 'store-moved-in', source.place);
  });
  outside.log.info('move', 'opened');
}

/** Sums both up. Where the new one is in use already (the profile alone was left over), the old one speaks for itself. */
async function compare({ source, target, tell }: Move): Promise<MoveReport> {
  const isOpen = (await readMark(target.store.db)) === null;
  const tables: Partial<Record<MovedTable, TableSum>> = {};
  for (const table of MOVED_TABLES) {
    const said = (of: number) => (rows: number) => tell(`checking ${table.name}`, rows, of);
    const before = await sumTable(source.store.db, table);
    tables[table.name] = before;
    if (isOpen) continue;
    const after = await sumTable(target.store.db, table, said(before.rows));
    if (before.rows === after.rows && before.checksum === after.checksum) continue;
    throw new SportelloError(
      'move-differs',
      `The table ${table.name} is not the same on both sides: ${String(before.rows)} rows in ${source.place}, ${String(after.rows)} in ${target.place}.`,
      {
        action:
          'Nothing was switched and nothing is lost: `move --profile DIR --cancel` opens the old store again. Then move once more, and report it where that ends the same way.',
        detail: { table: table.name, before: before.rows, after: after.rows },
      },
    );
  }
  return { tables: tables as Record<MovedTable, TableSum> };
}

async function refuseBetween(db: Db): Promise<void> {
  const row = await db.selectFrom('outbox').select('id').where('state', 'in', BETWEEN).limit(1).executeTakeFirst();
  if (row === undefined) return;
  throw refused(
    'A reply is being sent at this moment, or was when the desk stopped.',
    'Run `outbox --profile DIR --flush` first: it finds out what became of it. Then move again.',
  );
}

async function refuseFilled(db: Db, place: string): Promise<void> {
  for (const name of FILLED) {
    const row = await db
      .selectFrom(name)
      .select(sql<number>`1`.as('one'))
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) continue;
    throw refused(
      `The store ${place} holds something already (${name}).`,
      'A store is moved into an empty one: make a new team (`team create` with another schema in its address), or move the file away.',
    );
  }
}

function refused(message: string, action: string): SportelloError {
  return new SportelloError('move-refused', message, { action });
}
