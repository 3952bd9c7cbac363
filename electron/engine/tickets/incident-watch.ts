import { DECLINED_DAYS, HOUR_MS } from '../../../shared/domain/incident-surge';
import type { BusyProduct, UsualCount } from '../../../shared/domain/incident-surge';
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
/** Counting four weeks reads as many entries of an index as there were tickets; the usual hour changes by the hour. */
const USUAL_MS = 15 * 60_000;

/** `changed` is called when what `busy` answers is another thing; `failed` hears of a failure that nobody waits for. */
export function createIncidentWatch(room: {
  readonly store: Pick<Store, 'db'>;
  readonly clock: Clock;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}): IncidentWatch {
  const { store, clock } = room;
  const known = new Map<string, { readonly at: number; readonly usual: UsualCount }>();
  let busy: readonly NamedBusyProduct[] = [];
  // The start has other work.
  let countedAt = clock.now();
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  async function usualOf(products: readonly string[], now: number): Promise<void> {
    for (const [id, { at }] of known) if (Math.abs(now - at) >= USUAL_MS) known.delete(id);
    const unknown = products.filter((id) => !known.has(id));
    if (unknown.length === 0) return;
    const counted = await usualCounts(store.db, unknown, now);
    const none: UsualCount = { tickets: 0, sameHour: 0, firstAt: null };
    for (const id of unknown) known.set(id, { at: now, usual: counted.get(id) ?? none });
  }

  async function count(): Promise<readonly NamedBusyProduct[]> {
    const { db } = store;
    const now = clock.now();
    countedAt = now;
    const products = await busyProducts(db, now - HOUR_MS);
    if (products.length === 0) return [];
    await usualOf(products, now);
    const recent = await recentTickets(db, products, now - HOUR_MS);
    const declined = await declinedSince(db, now - DECLINED_DAYS * DAY_MS);
    const since = Math.min(now, ...declined.map(({ at }) => at));
    const hours = since < now ? await ticketsByHour(db, products, { since, now }) : null;
    const names = await namesOf(db, products);
    return products.map((productId) => ({
      productId,
      name: names.get(productId)?.name || productId,
      producerName: names.get(productId)?.producerName ?? '',
      recent: recent.get(productId) ?? [],
      usual: known.get(productId)?.usual ?? { tickets: 0, sameHour: 0, firstAt: null },
      hours: hours?.get(productId) ?? [],
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
