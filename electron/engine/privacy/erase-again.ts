import { foldAddress } from '../../../shared/domain/address';
import { addressesNamed } from '../../../shared/domain/erasure';
import { behindSince } from '../outbox/catch-up';
import { DESK_ACTOR } from '../store/events-table';
import { readErased } from '../store/erased-people-table';
import type { Db } from '../store/tickets-table';
import { beginErasure, finishErasure } from './erase-person';
import type { ErasureRoom } from './erase-person';
import { mustEraseAgain, settleEraseAgain, takeOverList } from './erased-list';
import { countPerson } from './find-person';
import { NAMING_TABLES, rowsWithAddresses } from './naming-rows';

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

/** Every address that the store names, folded. */
async function addressesOf(db: Db): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const add = (rows: readonly { readonly address: string }[]): void => {
    for (const { address } of rows) found.add(foldAddress(address));
  };
  add(await db.selectFrom('ticket').select('requester_folded as address').distinct().execute());
  add(await db.selectFrom('message').select('from_folded as address').distinct().execute());
  add(await db.selectFrom('outbox').select('requester_folded as address').distinct().execute());
  add(await db.selectFrom('purchase').select('buyer_folded as address').distinct().execute());
  add(await db.selectFrom('subscription').select('buyer_folded as address').distinct().execute());
  add(await db.selectFrom('club_access').select('member_folded as address').distinct().execute());
  const read = (text: string): void => {
    for (const address of addressesNamed(text)) found.add(address);
  };
  for (const table of NAMING_TABLES) await rowsWithAddresses(db, table, read);
  for (const draft of await db.selectFrom('draft').select(['text', 'fields']).execute())
    read(`${draft.text}\n${draft.fields}`);
  for (const { name } of await db.selectFrom('label').select('name').execute()) read(name);
  for (const { reason } of await db.selectFrom('import_refusal').select('reason').execute()) read(reason);
  for (const { id } of await db.selectFrom('quarantine').select('id').where('bytes', 'is not', null).execute()) {
    const row = await db.selectFrom('quarantine').select('bytes').where('id', '=', id).executeTakeFirst();
    read(Buffer.from(row?.bytes ?? []).toString('latin1'));
  }
  return found;
}
