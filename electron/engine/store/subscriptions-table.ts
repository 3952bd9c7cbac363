import type { Kysely, Selectable } from 'kysely';
import type { Subscription } from '../../../shared/domain/subscription';
import { readErased } from './erased-people-table';
import { insertRows } from './insert-rows';
import { WORTH_RENEWING_MS } from './purchases-table';
import type { WrittenBy } from './purchases-table';
import type { StoreTables, SubscriptionTable } from './schema';

/** Subscriptions as they stand, with the time of which that is told, epoch ms. */
export type KnownSubscription = Subscription & { readonly asOf: number; readonly importId: string | null };

/** Adds and changes subscriptions by their code; what an older source says of a known one is left out. Answers how many changed. */
export async function saveSubscriptions(
  db: Kysely<StoreTables>,
  subscriptions: readonly Subscription[],
  by: WrittenBy,
): Promise<number> {
  const erased = await readErased(db);
  // Whose buyer was erased keeps none, unless it began later.
  const isErased = (one: Subscription): boolean => (one.startedAt ?? 0) <= (erased?.upTo(one.buyerFolded) ?? -1);
  const named = subscriptions.map((one) => (isErased(one) ? { ...one, buyerFolded: '' } : one));
  const newest = new Map(named.map((one) => [one.subscriberCode, one]));
  const known = await knownRows(db, [...newest.keys()]);
  const rows = [...newest.values()].flatMap((subscription) => {
    const row = known.get(subscription.subscriberCode);
    if (!row) return [rowOf(subscription, by)];
    if (by.asOf < row.as_of) return [];
    const merged = mergeSubscription(subscriptionOf(row), subscription);
    const isSame = (Object.keys(merged) as (keyof Subscription)[]).every(
      (key) => merged[key] === subscriptionOf(row)[key],
    );
    return isSame && by.asOf - row.as_of < WORTH_RENEWING_MS ? [] : [rowOf(merged, by)];
  });
  await insertRows(db, 'subscription', rows, REWRITTEN, 'subscriber_code');
  return rows.length;
}

/** The subscriptions of these folded addresses, newest word first. */
export async function subscriptionsOfBuyers(
  db: Kysely<StoreTables>,
  folded: readonly string[],
): Promise<readonly KnownSubscription[]> {
  if (folded.length === 0) return [];
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('buyer_folded', 'in', [...folded])
    .orderBy('as_of', 'desc')
    .execute();
  return rows.map((row) => ({ ...subscriptionOf(row), asOf: row.as_of, importId: row.import_id }));
}

const REWRITTEN = [
  'product_id',
  'product_name',
  'buyer_folded',
  'status_word',
  'plan_name',
  'started_at',
  'ended_at',
  'next_charge_at',
  'as_of',
  'import_id',
] as const;

/** What a newer source leaves open stays; that there is no next charge any more is said by the status. */
function mergeSubscription(older: Subscription, newer: Subscription): Subscription {
  return {
    subscriberCode: older.subscriberCode,
    productId: newer.productId || older.productId,
    productName: newer.productName || older.productName,
    buyerFolded: newer.buyerFolded || older.buyerFolded,
    statusWord: newer.statusWord || older.statusWord,
    planName: newer.planName || older.planName,
    startedAt: newer.startedAt ?? older.startedAt,
    endedAt: newer.endedAt ?? older.endedAt,
    nextChargeAt: newer.nextChargeAt ?? older.nextChargeAt,
  };
}

async function knownRows(
  db: Kysely<StoreTables>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Selectable<SubscriptionTable>>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('subscriber_code', 'in', [...codes])
    .execute();
  return new Map(rows.map((row) => [row.subscriber_code, row]));
}

function subscriptionOf(row: Selectable<SubscriptionTable>): Subscription {
  return {
    subscriberCode: row.subscriber_code,
    productId: row.product_id,
    productName: row.product_name,
    buyerFolded: row.buyer_folded,
    statusWord: row.status_word,
    planName: row.plan_name,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    nextChargeAt: row.next_charge_at,
  };
}

function rowOf(subscription: Subscription, by: WrittenBy): Selectable<SubscriptionTable> {
  return {
    subscriber_code: subscription.subscriberCode,
    product_id: subscription.productId,
    product_name: subscription.productName,
    buyer_folded: subscription.buyerFolded,
    status_word: subscription.statusWord,
    plan_name: subscription.planName,
    started_at: subscription.startedAt,
    ended_at: subscription.endedAt,
    next_charge_at: subscription.nextChargeAt,
    as_of: by.asOf,
    import_id: by.importId,
  };
}
