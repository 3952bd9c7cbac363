import type { Kysely } from 'kysely';
import type { StoreTables } from './schema';

/** How many tickets lie in one queue and since when (epoch ms) its oldest waits. */
export type QueueSize = { readonly queue: string; readonly count: number; readonly oldestAt: number | null };

/** Sizes of the queues as the store has them; `mine` is no queue of the store. */
export type QueueSizes = {
  /** Those of every queue that holds something. */
  all(): Promise<readonly QueueSize[]>;
  of(queue: string): Promise<number>;
};

/** Counts the rows, which an index holds in the order of the queues. */
export function countedSizes(db: Kysely<StoreTables>): QueueSizes {
  return {
    async all() {
      const rows = await db
        .selectFrom('ticket')
        .select((of) => ['queue', of.fn.countAll<number>().as('count'), of.fn.min('updated_at').as('oldest')])
        .groupBy('queue')
        .execute();
      return rows.map(({ queue, count, oldest }) => ({ queue, count: Number(count), oldestAt: oldest }));
    },
    async of(queue) {
      const counted = db.selectFrom('ticket').select((of) => of.fn.countAll<number>().as('count'));
      return Number((await counted.where('queue', '=', queue).executeTakeFirstOrThrow()).count);
    },
  };
}
