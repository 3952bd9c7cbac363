import { describe, expect, it } from 'vitest';
import { importEvents } from '../../electron/engine/purchases/import-events';
import { clubAccessOf } from '../../electron/engine/store/club-access-table';
import type { Store } from '../../electron/engine/store/store';
import { surveyFile } from '../../electron/engine/purchases/files/survey-file';
import { lastImportAt } from '../../electron/engine/store/imports-table';
import { findProducts, saveProducts } from '../../electron/engine/store/products-table';
import { findPurchasesByNumbers } from '../../electron/engine/store/purchases-table';
import { subscriptionsOfBuyers } from '../../electron/engine/store/subscriptions-table';
import { makeStore, silentLog, stillClock } from '../support/make-store';

let rows = 0;
const outside = { clock: stillClock(), log: silentLog, ids: { row: () => `row-${(rows += 1)}`, secret: () => '' } };
const order = { source: 'webhook', name: 'events.json', asOf: null } as const;

const bring = (store: Store, content: string) => {
  const bytes = Buffer.from(content);
  const file = { kind: 'memory', fileName: 'events.json', bytes } as const;
  return importEvents(store, { file, size: bytes.length }, outside, order);
};

const NUMBER = 'HP0967750879';
const T0 = Date.UTC(2026, 0, 10, 12);
/** What the clock of `outside` shows. */
const NOW = Date.UTC(2026, 0, 15, 9);

/** A purchase event of webhook 2.0 (reference/hotmart.md §3), everything in it invented. */
function purchaseEvent(
  change: { event?: string; at?: number; status?: string; id?: string; purchase?: object; data?: object } = {},
) {
  return {
    id: change.id ?? `event-${(rows += 1)}`,
    creation_date: change.at ?? T0,
    event: change.event ?? 'PURCHASE_APPROVED',
    version: '2.0.0',
    hottok: 'not-ours-to-keep',
    data: {
      product: {
        id: 4_100_200,
        ucode: 'u',
        name: 'Piano do Zero',
        support_email: 'ajuda@escola.example',
        warranty_date: '2026-01-17T00:00:00Z',
        has_co_production: false,
      },
      buyer: { email: 'Rita.Prova@correio.example', name: 'Rita Prova', checkout_phone: '1' },
      producer: { name: 'Escola de Piano' },
      commissions: [],
      purchase: {
        transaction: NUMBER,
        status: change.status ?? 'APPROVED',
        order_date: T0 - 60_000,
        approved_date: T0,
        recurrence_number: 1,
        price: { value: 347.34, currency_value: 'BRL' },
        payment: { type: 'PIX' },
        order_bump: { is_order_bump: true, parent_purchase_transaction: 'HP0967750800' },
        ...change.purchase,
      },
      subscription: { status: 'ACTIVE', plan: { id: 1, name: 'Mensal' }, subscriber: { code: 'ABC123' } },
      ...change.data,
    },
  };
}

const purchase = async (store: Store) => (await findPurchasesByNumbers(store.db, [NUMBER]))[0];

describe('webhook events in a file', () => {
  it('one event becomes its sale, with the guarantee, the checkout and the subscription', async () => {
    const store = await makeStore();
    expect(await bring(store, JSON.stringify(purchaseEvent()))).toMatchObject({ read: 1, added: 1, refused: 0 });
    expect(await purchase(store)).toEqual({
      transaction: NUMBER,
      statusWord: 'APPROVED',
      status: 'active',
      orderedAt: T0 - 60_000,
      approvedAt: T0,
      productId: '4100200',
      productName: 'Piano do Zero',
      producerName: 'Escola de Piano',
      buyerName: 'Rita Prova',
      buyerEmail: 'Rita.Prova@correio.example',
      buyerFolded: 'rita.prova@correio.example',
      recurrence: 1,
      price: '347.34',
      currency: 'BRL',
      guaranteeEndsAt: Date.UTC(2026, 0, 17),
      parentTransaction: 'HP0967750800',
      subscriberCode: 'ABC123',
      paymentWord: 'PIX',
    });
    expect(await subscriptionsOfBuyers(store.db, ['rita.prova@correio.example'])).toMatchObject([
      { subscriberCode: 'ABC123', statusWord: 'ACTIVE', planName: 'Mensal' },
    ]);
  });

  it('the producer’s support address fills the catalogue, and never writes over it', async () => {
    const store = await makeStore();
    await bring(store, JSON.stringify(purchaseEvent()));
    const catalogue = () => findProducts(store.db, ['4100200']);
    expect(await catalogue()).toMatchObject([
      { name: 'Piano do Zero', producerEmail: 'ajuda@escola.example', delivery: 'unknown' },
    ]);
    await saveProducts(
      store.db,
      (await catalogue()).map((known) => ({ ...known, producerEmail: 'outra@escola.example' })),
      T0,
    );
    await bring(store, JSON.stringify(purchaseEvent({ at: T0 + 5 })));
    expect(await catalogue()).toMatchObject([{ producerEmail: 'outra@escola.example' }]);
  });

  it.each([
    ['a list', (events: readonly object[]) => JSON.stringify(events)],
    ['an object with a list', (events: readonly object[]) => JSON.stringify({ total: 2, items: events })],
    ['one a line', (events: readonly object[]) => events.map((event) => JSON.stringify(event)).join('\r\n')],
    [
      'one a line behind a mark',
      (events: readonly object[]) => `\uFEFF${events.map((event) => JSON.stringify(event)).join('\n')}\n`,
    ],
  ])('several as %s, in any order: the newest has the last word', async (_, write) => {
    const store = await makeStore();
    const refunded = purchaseEvent({ event: 'PURCHASE_REFUNDED', status: 'REFUNDED', at: T0 + 5000 });
    expect(await bring(store, write([refunded, purchaseEvent({ status: 'BILLET_PRINTED' })]))).toMatchObject({
      read: 2,
      refused: 0,
    });
    expect(await purchase(store)).toMatchObject({ status: 'inactive', statusWord: 'REFUNDED' });
  });

  it('an event of the future counts as of now, and one without an order date leaves it as it is known', async () => {
    const store = await makeStore();
    await bring(store, JSON.stringify(purchaseEvent()));
    const future = purchaseEvent({ at: Date.UTC(2150, 0, 1), status: 'COMPLETED', purchase: { order_date: null } });
    await bring(store, JSON.stringify(future));
    expect(await purchase(store)).toMatchObject({ statusWord: 'COMPLETED', orderedAt: T0 - 60_000 });
    await bring(store, JSON.stringify(purchaseEvent({ at: NOW, status: 'REFUNDED' })));
    expect(await purchase(store)).toMatchObject({ statusWord: 'REFUNDED' });
  });

  it('times that are none cost the event, not the ticket', async () => {
    const store = await makeStore();
    const wild = purchaseEvent({ purchase: { order_date: 9e15, approved_date: 1e300 } });
    await bring(store, JSON.stringify(wild));
    expect(await purchase(store)).toMatchObject({ orderedAt: T0, approvedAt: null });
  });

  it('says nothing of how new all purchases are', async () => {
    const store = await makeStore();
    await bring(store, JSON.stringify(purchaseEvent()));
    expect(await lastImportAt(store.db, 'sales')).toBeNull();
  });

  it('that is one line of ten megabytes is read, one of twenty is refused with what to do', async () => {
    const store = await makeStore();
    const list = (bytes: number) => JSON.stringify([{ ...purchaseEvent(), filler: 'x'.repeat(bytes) }]);
    expect(await bring(store, list(10_000_000))).toMatchObject({ added: 1 });
    const bytes = Buffer.from(list(20_000_000));
    await expect(surveyFile({ kind: 'memory', fileName: 'e.json', bytes })).rejects.toMatchObject({
      detail: { problem: 'endless-line' },
    });
  });

  it('an event that comes twice, or again, changes nothing', async () => {
    const store = await makeStore();
    const event = purchaseEvent({ id: 'same' });
    expect(await bring(store, JSON.stringify([event, event]))).toMatchObject({ read: 2, added: 1, unchanged: 1 });
    expect(await bring(store, JSON.stringify([event]))).toMatchObject({ read: 1, added: 0, changed: 0, unchanged: 1 });
  });

  it('a cancellation ends the subscription, a first access is what Club knows', async () => {
    const store = await makeStore();
    const cancellation = {
      id: 'c',
      creation_date: T0 + 9000,
      event: 'SUBSCRIPTION_CANCELLATION',
      version: '2.0.0',
      data: {
        subscriber: { code: 'ABC123', email: 'rita.prova@correio.example' },
        subscription: { id: 4, plan: { name: 'Mensal' } },
        cancellation_date: T0 + 8000,
      },
    };
    const access = {
      id: 'a',
      creationDate: Math.floor(T0 / 1000) + 20,
      event: 'CLUB_FIRST_ACCESS',
      version: '2.0.0',
      data: {
        product: { id: 4_100_200, name: 'Piano do Zero' },
        user: { name: 'Rita', email: 'rita.prova@correio.example' },
      },
    };
    await bring(store, JSON.stringify([purchaseEvent(), cancellation, access]));
    expect(await subscriptionsOfBuyers(store.db, ['rita.prova@correio.example'])).toMatchObject([
      { statusWord: 'CANCELLED', endedAt: T0 + 8000 },
    ]);
    expect(await clubAccessOf(store.db, ['rita.prova@correio.example'])).toMatchObject([
      { area: { kind: 'product', productId: '4100200' }, firstAccessAt: T0 + 20_000 },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an abandoned cart',
      purchaseEvent({ event: 'PURCHASE_OUT_OF_SHOPPING_CART' }),
      'an abandoned cart is no purchase',
    ],
    [
      'another event',
      purchaseEvent({ event: 'CLUB_MODULE_COMPLETED' }),
      'the event CLUB_MODULE_COMPLETED tells nothing of a purchase',
    ],
    [
      'Hotmart’s test',
      purchaseEvent({ data: { product: { id: 0, name: 'Produto test postback2' } } }),
      "it is Hotmart's test of a webhook",
    ],
    ['a wrong number', purchaseEvent({ purchase: { transaction: '12' } }), 'transaction is not HP and 9 to 16 digits'],
    ['a missing buyer', purchaseEvent({ data: { buyer: null } }), 'data.buyer is missing or unusable'],
    ['no event', { hello: 'world' }, 'it is no event of Hotmart: "event" or "data" is missing'],
  ])('refuses %s, and goes on', async (_, event, reason) => {
    const store = await makeStore();
    const report = await bring(store, JSON.stringify([event, purchaseEvent()]));
    expect(report).toMatchObject({ read: 2, added: 1, refused: 1, refusals: [{ line: 1, reason }] });
  });

  it.each(['{"event": ', '{"hello":"world"}'])('refuses a file that is none: %s', async (content) => {
    const store = await makeStore();
    await expect(bring(store, content)).rejects.toMatchObject({ code: 'import-unreadable' });
    expect(await store.db.selectFrom('import_run').select('id').execute()).toEqual([]);
  });
});
