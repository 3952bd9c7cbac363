import { sql } from 'kysely';
import { findAddresses, foldAddress } from '../../../shared/domain/address';
import { behindSince } from '../outbox/catch-up';
import { DESK_ACTOR } from '../store/events-table';
import { readErased } from '../store/erased-people-table';
import type { Db } from '../store/tickets-table';
import { beginErasure, finishErasure } from './erase-person';
import type { ErasureRoom } from './erase-person';
import { mustEraseAgain, settleEraseAgain, takeOverList } from './erased-list';
import { countPerson, NAMING_TABLES, rowsWithAddresses } from './find-person';

/**
 * Erases once more who was erased before, in a store that a copy brought back, and again once that store has caught up with its
 * mailbox. Only hashes are known, so every address of the store is tried. What came after the erasure stays. A mail of ours that
 * waits keeps nobody in: the restore held it, and what it answers goes.
 */
export async function eraseAgain(room: ErasureRoom): Promise<void> {
  const { store } = room;
  if (store.kind !== 'file') return;
  const { db } = store;
  await takeOverList(store, room.outside.log);
  const erased = (await mustEraseAgain(db)) ? await readErased(db) : null;
  if (erased === null) return;
  const isBehind = (await behindSince(db)) !== null;
  for (const folded of await addressesOf(db)) {
    const upTo = erased.upTo(folded);
    if (upTo === null) continue;
    const { counts } = await countPerson(db, { folded, upTo });
    if (Object.values(counts).every((count) => count === 0)) continue;
    await finishErasure(room, await beginErasure(room, { folded, upTo }, DESK_ACTOR, counts));
  }
  if (!isBehind) await settleEraseAgain(db);
}

const COLUMNS = [
  ['ticket', 'requester_folded'],
  ['message', 'from_folded'],
  ['outbox', 'requester_folded'],
  ['outbox', 'envelope_to'],
  ['purchase', 'buyer_folded'],
  ['subscription', 'buyer_folded'],
  ['club_access', 'member_folded'],
] as const;

/** Every address that the store names, folded. */
async function addressesOf(db: Db): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const [table, column] of COLUMNS) {
    const { rows } = await sql<{ address: string }>`
      select distinct ${sql.ref(column)} as address from ${sql.table(table)} where ${sql.ref(column)} <> ''`.execute(
      db,
    );
    for (const { address } of rows) found.add(foldAddress(address));
  }
  for (const table of NAMING_TABLES) {
    await rowsWithAddresses(db, table, (text) => {
      for (const address of findAddresses(text)) found.add(foldAddress(address));
    });
  }
  return found;
}
