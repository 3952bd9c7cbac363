import { fillProducts, productsWithoutContact } from '../store/api-products-table';
import type { MissingContact } from '../store/api-products-table';
import type { ReadCounts } from '../../../shared/contract/hotmart';
import { refused } from './api-failure';
import { pageOf } from './page';
import { PARTICIPANTS_PATH } from './pass-reader';
import { readParticipants } from './read-participants';
import type { Participants } from './read-participants';
import { noteUndecided } from '../store/undecided-arrivals';
import { NOTHING_READ, readVainContacts, sumCounts, writeVainContact } from './round-store';
import type { RoundRoom } from './run-pass';

/** Products whose contact is asked for in one round, one request each: an account with more gets the rest in the next ones. */
const MOST_PRODUCTS = 200;
/** A product whose producer has no address there is asked about again after this time. */
const VAIN_MS = 30 * 24 * 3_600_000;

/**
 * Who produces the sold products that have no contact yet: by the participants of one sale of each (sales/users), since neither
 * the sales nor the products say it. Each product is written on its own. Rejects as `HotmartApi.ask`.
 */
export async function readContacts(room: RoundRoom): Promise<ReadCounts> {
  const { store, outside } = room;
  const vain = await readVainContacts(store.db);
  const now = outside.clock.now();
  const missing = await productsWithoutContact(store.db, MOST_PRODUCTS + vain.size);
  const wanted = missing.filter(({ productId }) => now - (vain.get(productId) ?? 0) >= VAIN_MS).slice(0, MOST_PRODUCTS);
  let counts = NOTHING_READ;
  for (const product of wanted) {
    const found = await participantsOf(room, product);
    counts = sumCounts(counts, await saveContact(room, product, found));
  }
  return counts;
}

async function saveContact(
  { store, outside }: RoundRoom,
  product: MissingContact,
  found: Participants | null,
): Promise<ReadCounts> {
  const at = outside.clock.now();
  const { productId, productName: name } = product;
  return store.transaction(async (db) => {
    if (found === null || found.producerEmail === '') {
      await writeVainContact(db, productId, at);
      return { ...NOTHING_READ, read: 1, unchanged: 1 };
    }
    const { producerName, producerEmail } = found;
    const saved = await fillProducts(db, [{ productId, name, producerName, producerEmail }], at);
    if (saved.added + saved.changed > 0) await noteUndecided(db, { importId: null, at });
    return { ...saved, read: 1, refused: 0 };
  });
}

/** null: the answer says nothing usable of this sale. */
async function participantsOf({ api }: RoundRoom, { transaction }: MissingContact): Promise<Participants | null> {
  const what = 'who produces the products';
  const answer = await api.ask({ path: PARTICIPANTS_PATH, params: { transaction }, what }, 'round');
  const page = pageOf(answer);
  if (page === null) {
    if (answer.kind === 'nothing') return null;
    throw refused(what, 200, 'the answer holds no list');
  }
  for (const item of page.items) {
    const read = readParticipants(item);
    if (read.kind === 'row' && read.row.transaction === transaction) return read.row;
  }
  return null;
}
