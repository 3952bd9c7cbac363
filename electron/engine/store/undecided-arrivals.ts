import { dropCursors, readCursor, writeCursor } from './fetch-cursors-table';
import type { Db } from './tickets-table';

/** Says that purchases came on which the open tickets are not decided yet; written in the transaction that saved them. */
const UNDECIDED = 'arrivals.undecided';

/** `by.importId` with `by.at` tells one arrival from the next. */
export async function noteUndecided(
  db: Db,
  by: { readonly importId: string | null; readonly at: number },
): Promise<void> {
  await writeCursor(db, { name: UNDECIDED, value: `${by.importId ?? ''} ${String(by.at)}`, at: by.at });
}

/** What was written last and not decided on; null: nothing. */
export async function readUndecided(db: Db): Promise<string | null> {
  return readCursor(db, UNDECIDED);
}

/** The open tickets were decided on that; what was written meanwhile is still to be decided on. */
export async function settleUndecided(db: Db, decided: string): Promise<void> {
  if ((await readCursor(db, UNDECIDED)) === decided) await dropCursors(db, UNDECIDED);
}
