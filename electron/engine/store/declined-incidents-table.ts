import type { NoticeScope } from '../../../shared/domain/incident';
import type { NoticeMoment } from '../../../shared/domain/incident-surge';
import type { Db } from './tickets-table';

/** Proposals that were declined since then. */
export async function declinedSince(db: Db, since: number): Promise<readonly NoticeMoment[]> {
  const rows = await db.selectFrom('declined_incident').selectAll().where('at', '>', since).execute();
  return rows.map((row) => ({ productId: row.product_id, producerName: row.producer_name, at: row.at }));
}

/** Declines one, or says so anew. */
export async function declineIncident(
  db: Db,
  scope: NoticeScope,
  said: { readonly at: number; readonly by: string },
): Promise<void> {
  const { productId: product_id, producerName: producer_name } = scope;
  await db
    .insertInto('declined_incident')
    .values({ product_id, producer_name, ...said })
    .onConflict((conflict) => conflict.columns(['product_id', 'producer_name']).doUpdateSet(said))
    .execute();
}

/** Takes that back. */
export async function proposeAgain(db: Db, { productId, producerName }: NoticeScope): Promise<void> {
  await db
    .deleteFrom('declined_incident')
    .where('product_id', '=', productId)
    .where('producer_name', '=', producerName)
    .execute();
}
