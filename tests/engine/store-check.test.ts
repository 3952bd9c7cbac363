import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../electron/engine/store/open-store';
import type { Store } from '../../electron/engine/store/store';
import { savePurchases } from '../../electron/engine/store/purchases-table';
import { makeFileStore, silentLog, stillClock } from '../support/make-store';

const idsOf = async (store: Store) => (await store.check()).map((finding) => `${finding.severity} ${finding.id}`);

async function fill(store: Store): Promise<void> {
  const purchase = {
    statusWord: 'APPROVED',
    status: 'active',
    orderedAt: 1,
    approvedAt: null,
    productId: '4',
    productName: 'Pasta'.repeat(40),
    producerName: 'Nonna',
    buyerName: 'Giulia',
    buyerEmail: 'giulia@posta.example',
    buyerFolded: 'giulia@posta.example',
    recurrence: null,
    price: '1',
    currency: 'EUR',
    guaranteeEndsAt: null,
    parentTransaction: null,
    subscriberCode: null,
    paymentWord: '',
  } as const;
  const many = Array.from({ length: 400 }, (_, index) => ({ ...purchase, transaction: `HP${1e9 + index}` }));
  await savePurchases(store.db, many, { importId: null, asOf: 1, at: 1 });
}

describe('the check of a store', () => {
  it.each([[null], ['some key']])('finds nothing wrong in a sound one (key %j)', async (key) => {
    const store = await makeFileStore({ key });
    await fill(store);
    await store.search.index(store.db, 'T-1', 'password');
    expect(await idsOf(store)).toEqual(['ok store.integrity']);
  });

  it('finds pages that were overwritten, and says what to do', async () => {
    const store = await makeFileStore();
    await fill(store);
    await store.close();
    const bytes = readFileSync(store.path);
    bytes.fill(0x5a, bytes.length - 40_000, bytes.length - 20_000);
    writeFileSync(store.path, bytes);
    const damaged = await makeFileStore({ path: store.path });
    expect(await damaged.check()).toMatchObject([
      { id: 'store.integrity', severity: 'error', do: expect.stringContaining('Restore the newest copy') },
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'never answers wrongly from an encrypted store with a page overwritten (%s)',
    async (page) => {
      const store = await makeFileStore({ key: 'k' });
      await fill(store);
      await store.close();
      const bytes = readFileSync(store.path);
      const at = Math.floor((bytes.length / 7) * page);
      bytes.fill(0x5a, at, at + 8192);
      writeFileSync(store.path, bytes);
      const outcome = await openStore({ path: store.path, key: 'k', clock: stillClock(), log: silentLog }).then(
        async (damaged) => {
          const found = (await idsOf(damaged)).join();
          await damaged.close();
          return found;
        },
        (error: { code: string }) => error.code,
      );
      expect(['error store.integrity', 'error store.search', 'store-corrupt']).toContain(outcome);
    },
  );

  it('finds messages and drafts whose ticket is gone', async () => {
    const store = await makeFileStore();
    await store.db.insertInto('draft').values({ ticket_id: 'T-9', agent: 'anna', text: 'x', updated_at: 1 }).execute();
    await sql`pragma foreign_keys = off`.execute(store.db);
    await store.db.insertInto('message_reference').values({ message_id: 'gone', reference: 'r' }).execute();
    expect(await idsOf(store)).toEqual([
      'ok store.integrity',
      'warning store.links.message_reference',
      'warning store.links.draft',
    ]);
  });

  it('finds a search index that lost its tickets', async () => {
    const store = await makeFileStore();
    await store.search.index(store.db, 'T-1', 'password');
    await sql`delete from ticket_search_content`.execute(store.db);
    expect(await idsOf(store)).toEqual(['error store.search']);
  });

  it('finds a file that others may read', async () => {
    const store = await makeFileStore();
    chmodSync(store.path, 0o644);
    expect(await idsOf(store)).toEqual(['error store.access']);
  });
});

describe('a full disk', () => {
  async function fullStore(): Promise<Store> {
    const store = await makeFileStore();
    await fill(store);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 2}`).execute(store.db);
    return store;
  }
  const big = { name: 'big', value: 'x'.repeat(100_000) };

  it('says so, keeps what was stored and takes the transaction back', async () => {
    const store = await fullStore();
    const work = store.transaction(async (db) => {
      await db.insertInto('setting').values({ name: 'small', value: '1' }).execute();
      await db.insertInto('setting').values(big).execute();
    });
    await expect(work).rejects.toMatchObject({ code: 'store-full', retryable: true });
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([]);
    expect(await idsOf(store)).toEqual(['ok store.integrity']);
    await sql`pragma max_page_count = 100000`.execute(store.db);
    await store.db.insertInto('setting').values(big).execute();
  });

  it('never lets work go on as if the transaction still held', async () => {
    const store = await fullStore();
    const work = store.transaction(async (db) => {
      await db.insertInto('setting').values({ name: 'first', value: '1' }).execute();
      await db
        .insertInto('setting')
        .values(big)
        .execute()
        .catch(() => undefined);
      // What SQLite does on a real full disk: the whole transaction is gone by now.
      await sql`rollback`.execute(db);
      await db.insertInto('setting').values({ name: 'second', value: '2' }).execute();
    });
    await expect(work).rejects.toThrow('rolled back by an earlier failure');
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([]);
  });
});
