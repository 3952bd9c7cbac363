import type { NoticeScope } from '../../../shared/domain/incident';
import { DECLINED_DAYS, HOUR_MS, touches } from '../../../shared/domain/incident-surge';
import type { BusyProduct, NoticeMoment, UsualCount } from '../../../shared/domain/incident-surge';
import { DAY_MS } from '../../../shared/domain/report-periods';
import type { Clock } from '../outside';
import { declinedSince } from '../store/declined-incidents-table';
import { busyProducts, recentTickets, ticketsByHour, usualCounts } from '../store/incident-surges';
import { newestSale } from '../store/product-deliveries';
import { findProducts } from '../store/products-table';
import type { Store } from '../store/store';
import type { Db } from '../store/tickets-table';

/** A product that is busy, with its name for people. */
export type NamedBusyProduct = BusyProduct & { readonly name: string };

/** Counts what comes in, so that a surge is seen within a minute (casework.md, "Peaks and incidents"). */
export type IncidentWatch = {
  /** Tickets came in, or may have. */
  look(): void;
  /** Products that may have a surge, as they were counted last. */
  busy(): readonly NamedBusyProduct[];
  /** Settles when nothing of it uses the store any more. */
  close(): Promise<void>;
};

/** A surge that is a minute old is as good as a new one, and a first sync of thousands of mails costs one count a minute. */
const LOOK_MS = 60_000;
/**
 * Counting four weeks reads as many entries of an index as there were tickets, and a name may be looked for in all sales of a
 * product; the usual hour changes by the hour, a name hardly ever.
 */
const KNOWN_MS = 15 * 60_000;

const UNKNOWN: Known = { name: '', producerName: '', usual: { tickets: 0, sameHour: 0, firstAt: null } };

/** `changed` is called when what `busy` answers is another thing; `failed` hears of a failure that nobody waits for. */
export function createIncidentWatch(room: {
  readonly store: Pick<Store, 'db'>;
  readonly clock: Clock;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}): IncidentWatch {
  const { store, clock } = room;
  const known = new Map<string, Known & { readonly at: number }>();
  let busy: readonly NamedBusyProduct[] = [];
  // The start has other work.
  let countedAt = clock.now();
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  async function learn(products: readonly string[], now: number): Promise<void> {
    for (const [id, { at }] of known) if (Math.abs(now - at) >= KNOWN_MS) known.delete(id);
    const unknown = products.filter((id) => !known.has(id));
    if (unknown.length === 0) return;
    const counted = await usualCounts(store.db, unknown, now);
    const names = await namesOf(store.db, unknown);
    for (const id of unknown) {
      known.set(id, { ...UNKNOWN, ...names.get(id), at: now, usual: counted.get(id) ?? UNKNOWN.usual });
    }
  }

  async function count(): Promise<readonly NamedBusyProduct[]> {
    const { db } = store;
    const now = clock.now();
    countedAt = now;
    const products = await busyProducts(db, now - HOUR_MS);
    if (products.length === 0) return [];
    await learn(products, now);
    const recent = await recentTickets(db, products, now - HOUR_MS);
    const declined = await declinedSince(db, now - DECLINED_DAYS * DAY_MS);
    const named = products.map((productId) => {
      const { usual, name, producerName } = known.get(productId) ?? UNKNOWN;
      return { productId, name: name || productId, producerName, usual, recent: recent.get(productId) ?? [] };
    });
    const hours = await hoursSince(db, named, { declined, now });
    return named.map((one) => ({
      ...one,
      hoursSince: hours.get(one.productId) ?? new Map<number, readonly number[]>(),
    }));
  }

  async function run(): Promise<void> {
    if (closed) return;
    const before = busy;
    busy = await count();
    if (busy.length === 0 && before.length === 0) return;
    room.changed();
    // That it is over shows by nothing that comes in.
    look();
  }

  function look(): void {
    if (closed || cancel !== null) return;
    // A clock that was set back must not put it off for longer.
    const wait = Math.min(LOOK_MS, Math.max(0, countedAt + LOOK_MS - clock.now()));
    cancel = clock.after(wait, () => {
      cancel = null;
      running = running.then(run).catch(room.failed);
    });
  }

  return {
    look,
    busy: () => busy,
    async close() {
      closed = true;
      cancel?.();
      await running;
    },
  };
}

/** For each product the hours since every decline that touches it (`BusyProduct.hoursSince`). */
async function hoursSince(
  db: Db,
  products: readonly NoticeScope[],
  { declined, now }: { readonly declined: readonly NoticeMoment[]; readonly now: number },
): Promise<ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>> {
  const hours = new Map(products.map(({ productId }) => [productId, new Map<number, readonly number[]>()]));
  for (const scope of declined) {
    const touched = products.filter((product) => touches(scope, product)).map(({ productId }) => productId);
    // One ahead of now was said at a desk whose clock goes fast.
    if (touched.length === 0 || scope.at > now) continue;
    const counted = await ticketsByHour(db, touched, { since: scope.at - HOUR_MS, now });
    for (const [id, each] of counted) hours.get(id)?.set(scope.at, each);
  }
  return hours;
}

/** What is known of a product for a while. */
type Known = Names & { readonly usual: UsualCount };
type Names = { readonly name: string; readonly producerName: string };

/** By the catalogue, else by the newest sale. */
async function namesOf(db: Db, products: readonly string[]): Promise<ReadonlyMap<string, Names>> {
  const names = new Map<string, Names>();
  for (const { productId, name, producerName } of await findProducts(db, products)) {
    names.set(productId, { name, producerName });
  }
  for (const id of products) {
    const known = names.get(id);
    if (known && known.name !== '' && known.producerName !== '') continue;
    const sale = await newestSale(db, id);
    names.set(id, {
      name: known?.name || (sale?.product_name ?? ''),
      producerName: known?.producerName || (sale?.producer_name ?? ''),
    });
  }
  return names;
}
