import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { fileFailure } from '../copies/file-failure';
import type { Log } from '../outside';
import { addErased } from '../store/erased-people-table';
import type { ErasedPerson } from '../store/erased-people-table';
import { readSetting, writeSetting } from '../store/settings-table';
import type { AnyStore, FileStore } from '../store/store';
import type { Db } from '../store/tickets-table';

/** Lies beside the store and not in it, so that a restore leaves it there. */
function listOf(storePath: string): string {
  return `${storePath}.erased`;
}

const line = z.object({ hash: z.string(), salt: z.string(), up_to: z.number() });

/** Those of the list beside the store; a last line that a kill cut off was never whole, and its erasure goes on. */
function readList(storePath: string): readonly ErasedPerson[] {
  const path = listOf(storePath);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [line.parse(JSON.parse(text))];
      } catch {
        // An empty line, or half of one.
        return [];
      }
    });
}

/**
 * Writes who was erased beside the store, too. On a team's server copies are its administrator's, and so is erasing again.
 * @throws SportelloError `file-unreadable`, `copy-no-room`
 */
export async function noteBesideStore(store: AnyStore): Promise<void> {
  if (store.kind !== 'file') return;
  const rows = await store.db.selectFrom('erased_person').selectAll().execute();
  try {
    const known = new Set(readList(store.path).map(({ hash, up_to }) => `${hash} ${String(up_to)}`));
    const fresh = rows.filter(({ hash, up_to }) => !known.has(`${hash} ${String(up_to)}`));
    const text = fresh.map(({ hash, salt, up_to }) => `\n${JSON.stringify({ hash, salt, up_to })}`).join('');
    if (text !== '') appendFileSync(listOf(store.path), text, { mode: 0o600 });
  } catch (error) {
    throw fileFailure(error, listOf(store.path));
  }
}

/** Setting of a store that a copy brought back, or that read a mailbox for the first time: who was erased may be in it. */
const ERASE_AGAIN = 'erase_again';

/** Takes over what the list beside the store says and the store does not; imports know it from then on. */
export async function takeOverList(store: FileStore, log: Log): Promise<void> {
  const rows = await store.db.selectFrom('erased_person').selectAll().execute();
  const known = new Map(rows.map(({ hash, up_to }) => [hash, up_to]));
  const missing = readList(store.path).filter(({ hash, up_to }) => (known.get(hash) ?? -1) < up_to);
  if (missing.length === 0) return;
  await store.transaction(async (db) => {
    for (const person of missing) await addErased(db, person);
    await askToEraseAgain(db);
  });
  log.info('privacy', 'taken-over', { people: missing.length });
}

/** From now on who was erased must be looked for once more. */
export async function askToEraseAgain(db: Db): Promise<void> {
  await writeSetting(db, ERASE_AGAIN, '1');
}

/** Whether who was erased must be looked for once more. */
export async function mustEraseAgain(db: Db): Promise<boolean> {
  return (await readSetting(db, ERASE_AGAIN)) !== null;
}

/** They were looked for in all that this store can hold of them. */
export async function settleEraseAgain(db: Db): Promise<void> {
  await db.deleteFrom('setting').where('name', '=', ERASE_AGAIN).execute();
}
