import type { Kysely } from 'kysely';
import { z } from 'zod';
import { assertNever } from '../../../../shared/assert';
import { SportelloError } from '../../../../shared/contract/errors';
import type { StoreTables } from '../schema';
import { readSetting, writeSetting } from '../settings-table';

/**
 * Setting of a store that takes part in a move. Under the prefix of what only leads write (`table-rights.ts`): an agent could
 * close the team to everybody by it.
 */
const MOVE_MARK = 'team.move';
/** How far the move has come, in the store that it fills. */
export const MOVE_CURSOR = 'move.cursor';
/** Settings that tell of one store and not of what lies in it. */
export const STAYING_SETTINGS: readonly string[] = [MOVE_MARK, MOVE_CURSOR, 'team.name'];

const markSchema = z.discriminatedUnion('state', [
  // The old store: closed from the first row that is copied, so that the copy is of one moment.
  z.object({ state: z.literal('moving'), id: z.string(), to: z.string(), at: z.number() }),
  z.object({ state: z.literal('moved'), id: z.string(), to: z.string(), at: z.number() }),
  // The new one, until everything is there.
  z.object({ state: z.literal('arriving'), id: z.string(), from: z.string(), at: z.number() }),
]);

/** What a store says of a move: where it goes to or comes from, as `MoveSide.place` says it; `at` epoch ms. */
export type MoveMark = z.infer<typeof markSchema>;

/** The mark of a store; null in one that is simply in use. */
export async function readMark(db: Kysely<StoreTables>): Promise<MoveMark | null> {
  const value = await readSetting(db, MOVE_MARK);
  return value === null ? null : markSchema.parse(JSON.parse(value));
}

/** Writes the mark over what it was. */
export async function writeMark(db: Kysely<StoreTables>, mark: MoveMark): Promise<void> {
  await writeSetting(db, MOVE_MARK, JSON.stringify(mark));
}

/** Takes the mark and the cursor away: the store is in use. */
export async function clearMark(db: Kysely<StoreTables>): Promise<void> {
  await db.deleteFrom('setting').where('name', 'in', [MOVE_MARK, MOVE_CURSOR]).execute();
}

/**
 * Refuses a store that was moved, is being moved, or is not filled yet: from two stores of one mailbox the same reply could go
 * out twice. Every engine asks before anything else.
 * @throws SportelloError `store-moved` with where it went
 */
export async function refuseMoved(db: Kysely<StoreTables>): Promise<void> {
  const mark = await readMark(db);
  if (mark !== null) throw storeMoved(mark);
}

/** Why a store with this mark does not open. */
export function storeMoved(mark: MoveMark): SportelloError {
  switch (mark.state) {
    case 'moved':
      return new SportelloError('store-moved', `This store was moved to ${mark.to}.`, {
        reason: 'there',
        action:
          'Work goes on there: open the profile that names it. What lies here is as it was then and stays closed. `move` brings everything back from there.',
        detail: { to: mark.to, at: mark.at },
      });
    case 'moving':
      return new SportelloError('store-moved', `This store is being moved to ${mark.to}.`, {
        reason: 'moving',
        action:
          'Run the same `move` command again: it goes on where it was. `move --profile DIR --cancel` gives up and opens this store again.',
        detail: { to: mark.to, at: mark.at },
      });
    case 'arriving':
      return new SportelloError('store-moved', `This store is still being filled from ${mark.from}.`, {
        reason: 'filling',
        action:
          'Wait for `move` to end; where it was interrupted, run the same command again on the computer that began it.',
        detail: { from: mark.from, at: mark.at },
      });
    default:
      return assertNever(mark);
  }
}
