import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onDisk } from '../../electron/engine/purchases/files/import-file';
import { importProducts } from '../../electron/engine/purchases/import-products';
import { importSales } from '../../electron/engine/purchases/import-sales';
import type { ImportOrder } from '../../electron/engine/purchases/run-import';
import { storeSource } from '../../electron/engine/purchases/store-source';
import type { Store } from '../../electron/engine/store/store';
import { lastImportAt } from '../../electron/engine/store/imports-table';
import { ruleDelivery } from '../../electron/engine/store/products-table';
import { ruleStatus } from '../../electron/engine/store/status-rulings-table';
import { makeFolder, makeStore, silentLog, stillClock } from '../support/make-store';
import { manySales, writeProducts, writeSales } from '../support/sales-file';
import type { ProductCells, SaleCells } from '../support/sales-file';

const NOW = Date.UTC(2026, 0, 15, 9);
let rows = 0;
const outside = { clock: stillClock(NOW), log: silentLog, ids: { row: () => `row-${(rows += 1)}`, secret: () => '' } };

const byHand: ImportOrder = { source: 'file', name: 'sales.csv', asOf: null };
const sell = (store: Store, sales: readonly SaleCells[], order: Partial<ImportOrder> = {}) =>
  importSales(store, onDisk(writeSales(join(makeFolder(), 'sales.csv'), sales)), outside, { ...byHand, ...order });
const list = (store: Store, products: readonly ProductCells[]) =>
  importProducts(store, onDisk(writeProducts(join(makeFolder(), 'products.csv'), products)), outside, byHand);
const counts = (read: number, added: number, changed: number, unchanged: number, refused = 0) => ({
  read,
  added,
  changed,
  unchanged,
  refused,
});

describe('an import of sales', () => {
  it('adds, changes and leaves alone', async () => {
    const store = await makeStore();
    expect(await sell(store, manySales(3))).toEqual({ ...counts(3, 3, 0, 0), refusals: [] });
    expect(await sell(store, manySales(3))).toMatchObject(counts(3, 0, 0, 3));
    const next = [
      ...manySales(2),
      { transaction: 'HP1000000003', status: 'REFUNDED' },
      { transaction: 'HP9000000001' },
    ];
    expect(await sell(store, next)).toMatchObject(counts(4, 1, 1, 2));
    const [refunded] = await storeSource(store).byNumbers(['HP1000000003']);
    expect(refunded?.status).toBe('inactive');
  });

  it('makes what is known newer where a newer source says the same, so that an old one changes nothing', async () => {
    const store = await makeStore();
    const day = 86_400_000;
    await sell(store, [{}], { asOf: NOW - 10 * day });
    expect(await sell(store, [{}], { asOf: NOW - day })).toMatchObject(counts(1, 0, 0, 1));
    expect(await sell(store, [{ status: 'DISPUTE' }], { asOf: NOW - 5 * day })).toMatchObject(counts(1, 0, 0, 1));
    expect((await storeSource(store).byNumbers(['HP4410020311']))[0]?.statusWord).toBe('APPROVED');
  });

  it('knows of what time the purchases are: a late report of yesterday is of yesterday', async () => {
    const store = await makeStore();
    await sell(store, [{ buyer_email: '' }]);
    expect(await lastImportAt(store.db, 'sales')).toBeNull();
    await sell(store, [{}], { source: 'mail', asOf: NOW - 50_000 });
    expect(await lastImportAt(store.db, 'sales')).toBe(NOW - 50_000);
  });

  it('lists broken rows by line and imports the others', async () => {
    const store = await makeStore();
    const report = await sell(store, [{}, { transaction: 'x' }, { buyer_email: '' }, { transaction: 'HP1000000009' }]);
    expect(report).toEqual({
      ...counts(4, 2, 0, 0, 2),
      refusals: [
        { line: 3, reason: 'transaction is not HP and 9 to 16 digits' },
        { line: 4, reason: 'buyer_email is empty' },
      ],
    });
  });

  it('takes a number that stands twice once, and refuses it where the rows differ', async () => {
    const store = await makeStore();
    const twice = [{}, {}, { status: 'REFUNDED' }];
    const refusals = [{ line: 4, reason: 'the same transaction stands in line 2 with other data' }];
    expect(await sell(store, twice)).toEqual({ ...counts(3, 1, 0, 1, 1), refusals });
    expect(await sell(store, twice)).toEqual({ ...counts(3, 0, 0, 2, 1), refusals });
  });

  it('changes nothing when the file cannot be read', async () => {
    const store = await makeStore();
    await sell(store, [{}]);
    const path = join(makeFolder(), 'sales.csv');
    writeFileSync(path, 'transaction,status\nHP1234567890,APPROVED\n');
    await expect(importSales(store, onDisk(path), outside, byHand)).rejects.toMatchObject({ code: 'import-columns' });
    expect(await store.db.selectFrom('import_run').select('kind').execute()).toEqual([{ kind: 'sales' }]);
  });

  it('gives an unknown status word the meaning that a person ruled, now and later', async () => {
    const store = await makeStore();
    await sell(store, [{ status: 'Em Órbita' }]);
    const source = storeSource(store);
    expect((await source.byNumbers(['HP4410020311']))[0]?.status).toBe('unknown');
    const ruling = { word: 'em órbita ', status: 'active', by: 'anna', at: NOW } as const;
    expect(await store.transaction((db) => ruleStatus(db, ruling))).toBe(1);
    expect((await source.byNumbers(['HP4410020311']))[0]?.status).toBe('active');
    expect(await sell(store, [{ status: 'Em Órbita' }, { transaction: 'HP1', status: 'x' }])).toMatchObject({
      unchanged: 1,
    });
    await sell(store, [{ transaction: 'HP4410020399', status: 'EM ÓRBITA' }]);
    expect((await source.byNumbers(['HP4410020399']))[0]?.status).toBe('active');
  });

  it('does not let a ruling change a word that the rules know', async () => {
    const store = await makeStore();
    await sell(store, [{ status: 'REFUNDED' }]);
    expect(await ruleStatus(store.db, { word: 'refunded', status: 'active', by: 'anna', at: NOW })).toBe(0);
    expect((await storeSource(store).byNumbers(['HP4410020311']))[0]?.status).toBe('inactive');
  });

  it('takes 50,000 rows, reports progress, and lets other work have its turn', { timeout: 90_000 }, async () => {
    const store = await makeStore();
    const path = writeSales(join(makeFolder(), 'sales.csv'), manySales(50_000));
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    const progress: string[] = [];
    const onProgress: ImportOrder['onProgress'] = ({ phase, rows }) => progress.push(`${phase} ${rows}`);
    const report = await importSales(store, onDisk(path), outside, { ...byHand, onProgress });
    clearInterval(timer);
    expect(report).toMatchObject(counts(50_000, 50_000, 0, 0));
    expect(progress).toContain('reading 50000');
    expect(progress.at(-1)).toBe('saving 50000');
    expect(ticks).toBeGreaterThan(20);
  });
});

describe('an import of products', () => {
  it('adds, changes and leaves alone', async () => {
    const store = await makeStore();
    expect(await list(store, [{}, { product_id: '42', delivery: 'club' }])).toMatchObject(counts(2, 2, 0, 0));
    expect(await list(store, [{}, { product_id: '42', delivery: 'producer' }])).toMatchObject(counts(2, 0, 1, 1));
    expect((await storeSource(store).products(['42', '43'])).map((product) => product.delivery)).toEqual(['producer']);
  });

  it.each([
    ['unknown', 'producer'],
    ['club', 'club'],
  ])('that says %s leaves a delivery ruled as producer at %s', async (imported, kept) => {
    const store = await makeStore();
    await list(store, [{}]);
    expect(await ruleDelivery(store.db, '41', 'producer', NOW)).toBe(true);
    await list(store, [{ delivery: imported, producer_email: 'aiuto@nonna.example' }]);
    expect(await storeSource(store).products(['41'])).toMatchObject([
      { delivery: kept, producerEmail: 'aiuto@nonna.example' },
    ]);
  });

  it('is not needed to rule a product that was sold', async () => {
    const store = await makeStore();
    expect(await ruleDelivery(store.db, '41', 'club', NOW)).toBe(false);
    await sell(store, [{}]);
    expect(await ruleDelivery(store.db, '41', 'club', NOW)).toBe(true);
    expect(await storeSource(store).products(['41'])).toMatchObject([
      { productId: '41', name: 'Pasta', delivery: 'club', producerName: 'Nonna' },
    ]);
  });
});

describe('the files of the demo', () => {
  it('are imported whole', async () => {
    const store = await makeStore();
    const sales = await importSales(store, onDisk('resources/demo/sales.csv'), outside, byHand);
    const products = await importProducts(store, onDisk('resources/demo/products.csv'), outside, byHand);
    expect([sales.refusals, products.refusals]).toEqual([[], []]);
    expect([sales.added > 20, products.added > 5]).toEqual([true, true]);
  });
});

describe('purchases are found', () => {
  it('by a number, and by the number of their whole checkout', async () => {
    const store = await makeStore();
    await sell(
      store,
      ['HP3618221025C1', 'HP3618221025C2', 'HP36182210250'].map((transaction) => ({ transaction })),
    );
    const find = async (number: string) =>
      (await storeSource(store).byNumbers([number])).map((purchase) => purchase.transaction);
    expect(await find('HP3618221025')).toEqual(['HP3618221025C1', 'HP3618221025C2']);
    expect(await find('HP3618221025C2')).toEqual(['HP3618221025C2']);
    expect(await find('HP36182210250')).toEqual(['HP36182210250']);
    expect(await find('HP3618221025C3')).toEqual([]);
  });

  it('by folded buyer, newest first, for many addresses at once', async () => {
    const store = await makeStore();
    await sell(store, [
      { transaction: 'HP1000000001', buyer_email: 'Gi.ulia+a@googlemail.com', order_date: '2026-01-01' },
      { transaction: 'HP1000000002', buyer_email: 'giulia@gmail.com', order_date: '2026-01-02' },
      { transaction: 'HP1000000003', buyer_email: 'marco@posta.example' },
    ]);
    const many = Array.from({ length: 2000 }, (_, index) => `nobody${index}@posta.example`);
    const found = await storeSource(store).byBuyers(['giulia@gmail.com', ...many]);
    expect(found.map((purchase) => purchase.transaction)).toEqual(['HP1000000002', 'HP1000000001']);
  });

  it.each([
    ['a character changed', 'giulja.ferri@posta.example'],
    ['a character dropped at the beginning', 'iulia.ferri@posta.example'],
    ['a character doubled in the middle', 'giulia..ferri@posta.example'],
    ['two swapped around the middle', 'giuli.aferri@posta.example'],
    ['two swapped at the end', 'giulia.ferir@posta.example'],
    ['a slip in the domain', 'giulia.ferri@posta.exmple'],
  ])('as a hint with %s', async (_, typed) => {
    const store = await makeStore();
    await sell(store, [{ buyer_email: 'giulia.ferri@posta.example' }, ...manySales(20)]);
    expect(await storeSource(store).similarBuyers(typed)).toEqual(['giulia.ferri@posta.example']);
  });

  it.each(['giulia.ferri@posta.example', 'gulia.fferri@posta.example', 'ferri', '', '@posta.example'])(
    'with no hint for %j',
    async (typed) => {
      const store = await makeStore();
      await sell(store, [{ buyer_email: 'giulia.ferri@posta.example' }]);
      expect(await storeSource(store).similarBuyers(typed)).toEqual([]);
    },
  );

  it('with at most three hints', async () => {
    const store = await makeStore();
    await sell(
      store,
      manySales(9).map((sale, index) => ({ ...sale, buyer_email: `paola${index}@posta.example` })),
    );
    expect(await storeSource(store).similarBuyers('paola@posta.example')).toHaveLength(3);
  });

  it('with the time of the last import of sales', async () => {
    const store = await makeStore();
    const source = storeSource(store);
    await list(store, [{}]);
    expect(await source.importedAt()).toBeNull();
    await sell(store, [{}]);
    expect(await source.importedAt()).toBe(NOW);
  });

  it('with a catalogue that follows imports and rulings', async () => {
    const store = await makeStore();
    const source = storeSource(store);
    expect(await source.catalogue()).toEqual([]);
    await list(store, [{}]);
    expect(await source.catalogue()).toMatchObject([{ productId: '41', delivery: 'unknown' }]);
    await ruleDelivery(store.db, '41', 'club', NOW);
    expect(await source.catalogue()).toMatchObject([{ productId: '41', delivery: 'club' }]);
  });
});
