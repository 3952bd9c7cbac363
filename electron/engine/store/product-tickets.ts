import { QUEUES } from '../../../shared/domain/ticket';
import type { Queue } from '../../../shared/domain/ticket';
import type { Db, StoredTicket } from './tickets-table';

/** Queues of tickets that are neither done nor filed: found by their index, without walking years of done ones. */
const OPEN_QUEUES: readonly Queue[] = QUEUES.filter((queue) => !['mine', 'done', 'filed'].includes(queue));

/** Tickets that are neither done nor filed and are matched to a purchase of this product. */
export async function ticketsOfProduct(db: Db, productId: string): Promise<readonly StoredTicket[]> {
  return db
    .selectFrom('ticket')
    .selectAll()
    .where('queue', 'in', OPEN_QUEUES)
    .where('state', 'not in', ['done', 'ignored'])
    .where('product_id', '=', productId)
    .where('match_status', '=', 'matched')
    .where('decision', 'is not', null)
    .orderBy('number')
    .execute();
}

/** How many open tickets wait until somebody says where their product lives, by product. */
export async function waitingByProduct(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('ticket')
    .select((of) => ['product_id', of.fn.countAll<number>().as('tickets')])
    .where('queue', 'in', OPEN_QUEUES)
    .where('state', 'not in', ['done', 'ignored'])
    .where('decision', '=', 'classify.product')
    .where('delivery', '=', 'unknown')
    .groupBy('product_id')
    .execute();
  return new Map(rows.flatMap((row) => (row.product_id === null ? [] : [[row.product_id, Number(row.tickets)]])));
}
