import { describe, expect, test } from 'vitest';
import { listImports, refusalsOf } from '../../electron/engine/store/imports-table';
import { clubAccessOf } from '../../electron/engine/store/club-access-table';
import { subscriptionsOfBuyers } from '../../electron/engine/store/subscriptions-table';
import { findProducts } from '../../electron/engine/store/products-table';
import { findPurchasesByNumbers } from '../../electron/engine/store/purchases-table';
import { ASKED_STATUSES } from '../../electron/engine/hotmart/round-plan';
import { DAY, dailySales, makeHotmartDesk, makeHotmartServer, stored } from '../support/hotmart-desk';
import type { HotmartServer } from '../support/hotmart-server';
import { CLUB_PRODUCT, OPENED_AT, PRODUCTS_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { writeMail } from '../support/write-mail';

const refresh = (desk: TestDesk) => desk.engine.call('hotmart.refresh', {});
const statusesAsked = (server: HotmartServer) =>
  new Set(server.asked('sales/history').map(({ query }) => query['transaction_status'] ?? 'unasked'));

describe('the first round', () => {
  test('brings two years of sales of every status, page by page, in windows that Hotmart takes', async () => {
    const server = await makeHotmartServer();
    server.pageItems = 40;
    server.sales.push(...dailySales(700));
    server.sales.push(
      { transaction: 'HP9000000001', status: 'WAITING_PAYMENT', ordered: OPENED_AT - DAY },
      { transaction: 'HP9000000002', status: 'REFUNDED', ordered: OPENED_AT - 500 * DAY },
      { transaction: 'HP9000000003', ordered: OPENED_AT - 900 * DAY },
    );
    const desk = await makeHotmartDesk(server);
    const view = await refresh(desk);
    expect(view.lastRound).toMatchObject({
      kind: 'full',
      isComplete: true,
      problems: [],
      counts: { sales: { read: 702, added: 702, changed: 0, unchanged: 0, refused: 0 } },
    });
    expect(statusesAsked(server)).toEqual(new Set(['unasked', ...ASKED_STATUSES]));
    const [run] = await stored(desk, (db) => listImports(db, 10));
    expect(run).toMatchObject({ source: 'api', kind: 'sales', state: 'done', report: { read: 703, added: 703 } });
    const found = await stored(desk, (db) =>
      findPurchasesByNumbers(db, ['HP9000000001', 'HP9000000002', 'HP9000000003']),
    );
    expect(found.map(({ transaction, status }) => [transaction, status])).toEqual([
      ['HP9000000001', 'pending'],
      ['HP9000000002', 'inactive'],
    ]);
  });

  test('reads times in seconds and in ms as the same moment, and keeps what it was told', async () => {
    const server = await makeHotmartServer();
    const ordered = OPENED_AT - 2 * DAY;
    server.sales.push(
      { transaction: 'HP1000000001', ordered, seconds: true },
      { transaction: 'HP1000000002', ordered, recurrence: 3 },
    );
    const desk = await makeHotmartDesk(server);
    await refresh(desk);
    const [one, other] = await stored(desk, (db) => findPurchasesByNumbers(db, ['HP1000000001', 'HP1000000002']));
    expect(one).toEqual({
      transaction: 'HP1000000001',
      statusWord: 'APPROVED',
      status: 'active',
      orderedAt: ordered,
      approvedAt: ordered + 60_000,
      productId: '41',
      productName: 'Pasta',
      producerName: 'Nonna',
      buyerName: 'Giulia Ferri',
      buyerEmail: 'giulia@posta.example',
      buyerFolded: 'giulia@posta.example',
      recurrence: null,
      price: '49.00',
      currency: 'EUR',
      guaranteeEndsAt: ordered + 7 * DAY,
      parentTransaction: null,
      subscriberCode: null,
      paymentWord: 'CREDIT_CARD',
    });
    expect(other).toMatchObject({ orderedAt: ordered, recurrence: 3 });
  });

  test('refuses a broken item with its place and reason, and takes the others', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(5));
    const broken: readonly unknown[] = [null, { purchase: 'x' }, { product: { id: 1 } }];
    let at = 0;
    server.twist = (item) => {
      const { transaction } = item['purchase'] as { transaction: string };
      if (transaction === 'HP0000000002') return broken[at++ % broken.length];
      if (transaction !== 'HP0000000004') return item;
      return { ...item, buyer: { name: 'Anna', email: 'nobody' } };
    };
    const desk = await makeHotmartDesk(server);
    const view = await refresh(desk);
    expect(view.lastRound?.counts.sales).toEqual({ read: 5, added: 3, changed: 0, unchanged: 0, refused: 2 });
    const refusals = await stored(desk, async (db) => refusalsOf(db, (await listImports(db, 1))[0]?.id ?? ''));
    expect(refusals).toEqual([
      { line: 2, reason: expect.stringMatching(/^sales\/APPROVED\+COMPLETE\/.*: it is no object$/) },
      { line: 4, reason: expect.stringContaining('buyer.email is not an e-mail address') },
    ]);
    expect(refusals.map(({ reason }) => reason).join()).not.toContain('nobody');
  });

  test('brings subscriptions, members, products and the contact of each product', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: 'HP1000000001', ordered: OPENED_AT - DAY, recurrence: 1 });
    server.products.push(
      { id: 41, name: 'Pasta', status: 'ACTIVE', format: 'ONLINE_COURSE' },
      { id: 42, name: 'Gnocchi', status: 'DRAFT' },
    );
    server.subscriptions.push({
      subscriber_code: 'SUB1',
      status: 'DELAYED',
      accession_date: (OPENED_AT - 400 * DAY) / 1000,
      date_next_charge: OPENED_AT + 3 * DAY,
      transaction: 'HP1000000001',
      plan: { name: 'Mensile' },
      product: { id: 41, name: 'Pasta' },
      subscriber: { email: 'Giulia@posta.example', name: 'Giulia' },
    });
    server.clubs['pasta'] = [
      {
        email: 'giulia@posta.example',
        status: 'ACTIVE',
        first_access_date: (OPENED_AT - DAY) / 1000,
        last_access_date: OPENED_AT,
      },
      { email: 'null@posta.example', status: 'ACTIVE', first_access_date: null, last_access_date: null },
      { email: 'zero@posta.example', status: 'BLOCKED', first_access_date: 0, last_access_date: 0 },
      { email: 'absent@posta.example' },
      { name: 'nobody' },
    ];
    const desk = await makeHotmartDesk(server, { clubs: ['pasta'] });
    const view = await refresh(desk);
    expect(view.lastRound).toMatchObject({
      problems: [],
      counts: {
        subscriptions: { read: 1, changed: 1 },
        products: { read: 2, added: 1, unchanged: 1 },
        contacts: { read: 1, changed: 1 },
        club: { read: 5, changed: 4, refused: 1 },
      },
    });
    const known = await stored(desk, async (db) => ({
      subscriptions: await subscriptionsOfBuyers(db, ['giulia@posta.example']),
      members: await clubAccessOf(
        db,
        ['giulia', 'null', 'zero', 'absent'].map((name) => `${name}@posta.example`),
      ),
      products: await findProducts(db, ['41', '42']),
      purchases: await findPurchasesByNumbers(db, ['HP1000000001']),
    }));
    expect(known.subscriptions).toMatchObject([
      {
        subscriberCode: 'SUB1',
        statusWord: 'DELAYED',
        startedAt: OPENED_AT - 400 * DAY,
        nextChargeAt: OPENED_AT + 3 * DAY,
      },
    ]);
    expect(known.purchases[0]?.subscriberCode).toBe('SUB1');
    expect(
      known.members.map(({ memberFolded, statusWord, firstAccessAt }) => [memberFolded, statusWord, firstAccessAt]),
    ).toEqual(
      expect.arrayContaining([
        ['giulia@posta.example', 'ACTIVE', OPENED_AT - DAY],
        ['null@posta.example', 'ACTIVE', null],
        ['zero@posta.example', 'BLOCKED', null],
        ['absent@posta.example', '', null],
      ]),
    );
    expect(known.products).toEqual([
      {
        productId: '41',
        name: 'Pasta',
        delivery: 'unknown',
        memberAreaUrl: '',
        producerName: 'Nonna',
        producerEmail: 'nonna@cucina.example',
      },
    ]);
  });

  test('erases nothing that a catalogue said', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: 'HP1000000001', ordered: OPENED_AT - DAY });
    server.products.push({ id: 41, name: 'PASTA (2026)', status: 'ACTIVE' });
    const desk = await makeHotmartDesk(server);
    await desk.importCsv('products', [PRODUCTS_HEADER, CLUB_PRODUCT].join('\n'));
    await refresh(desk);
    expect(server.asked('sales/users')).toEqual([]);
    expect(await stored(desk, (db) => findProducts(db, ['41']))).toEqual([
      {
        productId: '41',
        name: 'Pasta',
        delivery: 'club',
        memberAreaUrl: 'https://hotmart.com/club/pasta',
        producerName: 'Nonna',
        producerEmail: 'nonna@cucina.example',
      },
    ]);
  });
});

describe('later rounds', () => {
  test('read the orders of three days each time, of sixty once a day, and all of them once a week', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(100, { status: 'WAITING_PAYMENT' }));
    const desk = await makeHotmartDesk(server);
    await refresh(desk);
    const kinds: (string | undefined)[] = [];
    const reach: number[] = [];
    for (const hours of [1, 1, 22, 1, 24, 24 * 5]) {
      desk.clock.advance(hours * 3_600_000);
      server.requests.length = 0;
      kinds.push((await refresh(desk)).lastRound?.kind);
      reach.push(
        Math.round(
          (desk.clock.now() -
            Math.min(...server.asked('sales/history').map(({ query }) => Number(query['start_date'])))) /
            DAY,
        ),
      );
    }
    expect(kinds).toEqual(['recent', 'recent', 'daily', 'recent', 'daily', 'full']);
    expect(reach).toEqual([3, 3, 60, 3, 60, 744]);
  });

  test('see a status that changed, and decide the waiting ticket again', async () => {
    const server = await makeHotmartServer();
    server.products.push({ id: 41, name: 'Pasta', status: 'ACTIVE' });
    server.sales.push({ transaction: 'HP4410020311', status: 'WAITING_PAYMENT', ordered: OPENED_AT - DAY });
    const desk = await makeHotmartDesk(server);
    await desk.importCsv('products', [PRODUCTS_HEADER, CLUB_PRODUCT].join('\n'));
    desk.mailbox.deliver(writeMail());
    await desk.sync();
    expect((await desk.tickets())[0]?.decision).toBe('ask.purchase-details');
    await refresh(desk);
    expect((await desk.tickets())[0]).toMatchObject({ decision: 'purchase.pending', transaction: 'HP4410020311' });
    server.sales[0] = { transaction: 'HP4410020311', status: 'APPROVED', ordered: OPENED_AT - DAY };
    desk.clock.advance(15 * 60_000);
    expect((await refresh(desk)).lastRound).toMatchObject({ kind: 'recent', counts: { sales: { changed: 1 } } });
    expect((await desk.tickets())[0]).toMatchObject({ decision: 'club.first-access' });
  });

  test('that bring nothing leave one line in the list of imports, not ninety-six a day', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(3));
    const desk = await makeHotmartDesk(server);
    for (let round = 0; round < 5; round += 1) {
      await refresh(desk);
      desk.clock.advance(15 * 60_000);
    }
    const runs = await stored(desk, (db) => listImports(db, 10));
    expect(runs.map(({ report }) => [report.read, report.added])).toEqual([
      [3, 0],
      // with the contact of their product
      [4, 4],
    ]);
  });

  test('come by themselves while the desk runs', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(1));
    const desk = await makeHotmartDesk(server);
    desk.engine.start();
    expect((await desk.engine.call('hotmart.state', {})).nextAt).toBe(OPENED_AT + 10_000);
    for (const kind of ['full', 'recent']) {
      const isRead = server.reached(server.requests.length + 1);
      const { nextAt } = await desk.engine.call('hotmart.state', {});
      desk.clock.advance((nextAt ?? 0) - desk.clock.now());
      await isRead;
      const { lastRound } = await refresh(desk);
      expect(lastRound?.kind).toBe(kind);
    }
  });
});

test('no secret, token, address or number of a customer stands in the log', async () => {
  const server = await makeHotmartServer();
  server.sales.push(...dailySales(3));
  server.script(
    {
      on: 'oauth/token',
      kind: 'answer',
      status: 401,
      body: JSON.stringify({ error_description: `Bad ${server.basic} ${server.secret}` }),
    },
    { on: 'sales', kind: 'answer', status: 500 },
    { on: 'transaction_status=EXPIRED', kind: 'answer', status: 400, body: '{"error":"invalid_parameter"}' },
  );
  const desk = await makeHotmartDesk(server, { clubs: ['none'] });
  await expect(refresh(desk)).rejects.toMatchObject({ code: 'hotmart-credentials' });
  server.expireTokens();
  const view = await refresh(desk);
  const said = `${desk.lines.join('\n')}${JSON.stringify(view)}`;
  expect(desk.lines.filter((line) => line.includes('"area":"hotmart"')).length).toBeGreaterThan(3);
  const tokens = server.requests.map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));
  for (const secret of [server.secret, server.basic, ...tokens, 'buyer1', 'posta.example', 'HP00000']) {
    expect([secret, said.includes(secret)]).toEqual([secret, false]);
  }
});

test('a desk without settings for it says so, and asks nobody', async () => {
  const server = await makeHotmartServer();
  const desk = await makeHotmartDesk(server, { profile: { store: { kind: 'sqlite', encryption: 'none' } } });
  desk.engine.start();
  expect(await desk.engine.call('hotmart.state', {})).toMatchObject({ settings: null, nextAt: null, lastRound: null });
  await expect(refresh(desk)).rejects.toMatchObject({ code: 'hotmart-off' });
  const keyless = await makeHotmartDesk(server, { secrets: {} });
  expect(await keyless.engine.call('hotmart.state', {})).toMatchObject({ hasSecret: false, nextAt: null });
  await expect(refresh(keyless)).rejects.toMatchObject({
    code: 'hotmart-off',
    message: expect.stringContaining('secret'),
  });
  expect(server.requests).toHaveLength(0);
});
