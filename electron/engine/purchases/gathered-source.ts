import { once } from '../../../shared/once';
import { baseNumber } from '../../../shared/domain/transaction-number';
import type { Purchase } from '../../../shared/domain/purchase';
import { newestFirst } from '../store/purchases-table';
import type { PurchaseSource } from './purchase-source';

/**
 * The same purchases for many conversations that are decided at the same time: what they ask for while the others
 * ask too is looked up in one go, and only once. What was found is kept, so a gathered source lives as long as one
 * chunk of decisions and no longer.
 */
export function gatheredSource(source: PurchaseSource): PurchaseSource {
  const byNumbers = gathered(
    (keys) => source.byNumbers(keys),
    ({ transaction }) => [transaction, baseNumber(transaction)],
  );
  const byBuyers = gathered(
    (keys) => source.byBuyers(keys),
    ({ buyerFolded }) => [buyerFolded],
  );
  const catalogue = once(() => source.catalogue());
  return {
    byNumbers: async (numbers) => newestFirst(await byNumbers(numbers)),
    byBuyers: async (folded) => newestFirst(await byBuyers(folded)),
    products: gathered(
      (keys) => source.products(keys),
      ({ productId }) => [productId],
    ),
    clubAccess: gathered(
      (keys) => source.clubAccess(keys),
      ({ memberFolded }) => [memberFolded],
    ),
    catalogue,
    similarBuyers: (folded) => source.similarBuyers(folded),
    importedAt: once(() => source.importedAt()),
  };
}

/**
 * A source that looks for no addresses one typo away. They are a hint for the eye, never a clue that decides (domain.md, rule 5):
 * looked up when a ticket is opened, which decides it afresh. For every mail that comes in it would cost two index walks for each
 * sender who bought nothing.
 */
export function withoutLookAlikes(source: PurchaseSource): PurchaseSource {
  return { ...source, similarBuyers: async () => [] };
}

/** A source of which all purchases of one folded buyer address are known already. */
export function withKnownBuyer(source: PurchaseSource, buyer: string, bought: readonly Purchase[]): PurchaseSource {
  const isKnown = (folded: readonly string[]): boolean => folded.every((address) => address === buyer);
  return {
    ...source,
    byBuyers: async (folded) => (isKnown(folded) && folded.length > 0 ? bought : source.byBuyers(folded)),
  };
}

/** One look-up for all keys that are asked for until the event loop comes round; `keysOf` says what finds an item. */
function gathered<Item>(
  lookUp: (keys: readonly string[]) => Promise<readonly Item[]>,
  keysOf: (item: Item) => readonly string[],
): (keys: readonly string[]) => Promise<readonly Item[]> {
  const found = new Map<string, readonly Item[]>();
  let round: { readonly keys: Set<string>; readonly done: Promise<void> } | null = null;

  async function lookUpTogether(keys: ReadonlySet<string>): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    round = null;
    const items = await lookUp([...keys]);
    const answers = new Map([...keys].map((key) => [key, new Set<Item>()]));
    for (const item of items) for (const key of keysOf(item)) answers.get(key)?.add(item);
    for (const [key, answer] of answers) found.set(key, [...answer]);
  }

  return async (keys) => {
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length > 0) {
      if (round === null) {
        const asked = new Set<string>();
        round = { keys: asked, done: lookUpTogether(asked) };
      }
      for (const key of missing) round.keys.add(key);
      await round.done;
    }
    return [...new Set(keys.flatMap((key) => found.get(key) ?? []))];
  };
}
