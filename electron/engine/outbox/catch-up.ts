import { readSetting, writeSetting } from '../store/settings-table';
import type { Db } from '../store/tickets-table';

/**
 * Setting of a store that a copy was restored to: since when, epoch ms, it has not caught up with its mailbox. What was
 * answered after the copy was written stands in it as open, so until Sent was read nothing may go out on its word
 * (design.md, invariant 3; reliability.md F33).
 */
const BEHIND_SINCE = 'behind_since_restore';

/** Says that the store is behind its mailbox from now on. */
export async function fallBehind(db: Db, now: number): Promise<void> {
  await writeSetting(db, BEHIND_SINCE, String(now));
}

/** Since when the store is behind its mailbox, epoch ms; null where it is not. */
export async function behindSince(db: Db): Promise<number | null> {
  const since = await readSetting(db, BEHIND_SINCE);
  return since === null ? null : Number(since);
}

/** Every folder was read through since the restore, and what was in it is filed. */
export async function catchUp(db: Db): Promise<void> {
  await db.deleteFrom('setting').where('name', '=', BEHIND_SINCE).execute();
}
