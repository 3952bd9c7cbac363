import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listImports } from '../../electron/engine/store/imports-table';
import type { Db } from '../../electron/engine/store/tickets-table';
import { buildChild, startBuilt } from '../support/child';
import { DAY, dailySales, makeHotmartDesk, makeHotmartServer, stored } from '../support/hotmart-desk';
import type { HotmartServer } from '../support/hotmart-server';
import { OPENED_AT, PROFILE, RESOURCES } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFolder } from '../support/make-store';

/** Every purchase as it stands, by number, without what differs from run to run. */
const purchases = (db: Db) =>
  db
    .selectFrom('purchase')
    .select([
      'transaction_number',
      'status_word',
      'status',
      'buyer_email',
      'product_name',
      'ordered_at',
      'guarantee_ends_at',
    ])
    .orderBy('transaction_number')
    .execute();

const refresh = (desk: TestDesk) => desk.engine.call('hotmart.refresh', {});

describe('a round that is stopped', () => {
  test('between two pages goes on in the next desk, and comes to the same as one that was not', async () => {
    const whole = await makeHotmartServer();
    const cut = await makeHotmartServer();
    for (const server of [whole, cut]) {
      server.pageItems = 10;
      server.sales.push(...dailySales(95), {
        transaction: 'HP9000000002',
        status: 'REFUNDED',
        ordered: OPENED_AT - 5 * DAY,
      });
    }
    const uncut = await makeHotmartDesk(whole);
    const asIfOnce = (await refresh(uncut)).lastRound;
    const expected = await stored(uncut, purchases);

    let desk: TestDesk = await makeHotmartDesk(cut);
    for (const requests of [4, 3, 9]) {
      cut.requests.length = 0;
      const reading = refresh(desk).catch((error: unknown) => error);
      await cut.reached(requests);
      desk = await desk.reopen();
      expect(await reading).toMatchObject({ code: 'engine-gone' });
    }
    cut.requests.length = 0;
    const { lastRound } = await refresh(desk);
    expect(lastRound).toMatchObject({ kind: 'full', isComplete: true, counts: asIfOnce?.counts ?? {} });
    expect(await stored(desk, purchases)).toEqual(expected);
    // the newest sales, which were there before the last stop, were not asked for once more
    const newest = cut
      .asked('sales/history')
      .filter(({ query }) => !query['transaction_status'] && Number(query['end_date']) === OPENED_AT);
    expect(newest).toEqual([]);
  });

  test('by a kill goes on in the next process, and comes to the same', async () => {
    const whole = await makeHotmartServer();
    const cut = await makeHotmartServer();
    for (const server of [whole, cut]) {
      server.pageItems = 10;
      server.sales.push(...dailySales(95));
    }
    const uncut = await makeHotmartDesk(whole);
    await refresh(uncut);
    const expected = await stored(uncut, purchases);

    const profileDir = makeFolder();
    const profile = { ...PROFILE, hotmart: { ...cut.settings, clubs: [] } };
    writeFileSync(join(profileDir, 'profile.json'), JSON.stringify(profile));
    const file = await buildChild('tests/engine/children/read-hotmart.ts');
    for (const requests of [3, 8, 40]) {
      cut.requests.length = 0;
      const child = startBuilt(file, [profileDir, cut.secret, RESOURCES, String(OPENED_AT)]);
      await cut.reached(requests);
      child.process.kill('SIGKILL');
      expect((await child.ended).signal).toBe('SIGKILL');
    }
    cut.requests.length = 0;
    const desk = await makeHotmartDesk(cut, { profileDir });
    expect((await refresh(desk)).lastRound).toMatchObject({
      kind: 'full',
      isComplete: true,
      counts: { sales: { read: 95, added: 95, changed: 0, unchanged: 0, refused: 0 } },
    });
    expect(
      cut
        .asked('sales/history')
        .some(({ query }) => !query['transaction_status'] && Number(query['end_date']) === OPENED_AT),
    ).toBe(false);
    const found = await stored(desk, async (db) => ({
      purchases: await purchases(db),
      imports: await listImports(db, 10),
    }));
    expect(found.purchases).toEqual(expected);
    expect(found.imports.map(({ state }) => state)).toEqual(['done', 'failed', 'failed', 'failed']);
  });

  test('by trouble says so, keeps what it read, and goes on from there', async () => {
    const server = await makeHotmartServer();
    server.pageItems = 10;
    server.sales.push(...dailySales(30));
    server.script({ on: 'page_token=cursor-20', times: 6, kind: 'answer', status: 503 });
    const desk = await makeHotmartDesk(server);
    await expect(refresh(desk)).rejects.toMatchObject({ code: 'hotmart-connect' });
    const failed = await desk.engine.call('hotmart.state', {});
    expect(failed).toMatchObject({
      running: null,
      completeAt: null,
      lastRound: { isComplete: false, counts: { sales: { read: 20 } }, problems: [{ code: 'hotmart-connect' }] },
    });
    expect((await desk.engine.call('desk.status', {})).lastImportAt).toBeNull();
    expect((await refresh(desk)).lastRound).toMatchObject({
      isComplete: true,
      counts: { sales: { read: 30, added: 30 } },
    });
    expect((await desk.engine.call('desk.status', {})).lastImportAt).not.toBeNull();
  });

  test('whose cursor is no good any more begins that list again, and writes nothing twice', async () => {
    const server = await makeHotmartServer();
    server.pageItems = 10;
    server.sales.push(...dailySales(30));
    server.script({ on: 'page_token=cursor-20', times: 6, kind: 'answer', status: 503 });
    const desk = await makeHotmartDesk(server);
    await refresh(desk).catch(() => undefined);
    server.script({ on: 'page_token', kind: 'answer', status: 400, body: '{"error":"invalid_parameter"}' });
    expect((await refresh(desk)).lastRound).toMatchObject({
      isComplete: true,
      problems: [],
      counts: { sales: { read: 50, added: 30, unchanged: 20 } },
    });
  });
});

describe('what Hotmart refuses', () => {
  test('is told, the rest is read, and the purchases do not count as complete', async () => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(3), { transaction: 'HP9000000002', status: 'REFUNDED', ordered: OPENED_AT - DAY });
    const body = '{"error":"invalid_parameter"}';
    server.script({ on: 'transaction_status=EXPIRED', times: 99, kind: 'answer', status: 400, body });
    const desk = await makeHotmartDesk(server);
    const { lastRound, completeAt } = await refresh(desk);
    expect(lastRound).toMatchObject({ isComplete: false, counts: { sales: { read: 4, added: 4 } } });
    expect(lastRound?.problems[0]).toMatchObject({
      code: 'hotmart-refused',
      detail: { what: 'the sales with status EXPIRED', status: 400, reason: 'invalid_parameter' },
    });
    expect(completeAt).toBeNull();
    expect((await desk.engine.call('desk.status', {})).lastImportAt).toBeNull();
    // it does not go through two years again every quarter of an hour
    desk.clock.advance(15 * 60_000);
    expect((await refresh(desk)).lastRound?.kind).toBe('daily');
    desk.clock.advance(6 * 3_600_000);
    expect((await refresh(desk)).lastRound?.kind).toBe('full');
  });

  test.each<[string, (server: HotmartServer) => void]>([
    ['points elsewhere for an unknown members area', () => undefined],
    ['says nothing about it', (server) => server.script({ on: 'club', kind: 'answer', status: 200 })],
  ])('is no fault of the sales where it %s', async (_what, prepare) => {
    const server = await makeHotmartServer();
    server.sales.push(...dailySales(2));
    prepare(server);
    const desk = await makeHotmartDesk(server, { clubs: ['pasta'] });
    expect((await refresh(desk)).lastRound).toMatchObject({
      isComplete: true,
      problems: [{ code: 'hotmart-refused', detail: { what: 'the members of the Club area pasta' } }],
    });
  });

  test('is a list that turns in a circle: it ends, and is not taken for whole', async () => {
    const server = await makeHotmartServer();
    server.pageItems = 2;
    server.sales.push(...dailySales(3));
    server.repeatsCursor = true;
    const desk = await makeHotmartDesk(server);
    const { lastRound } = await refresh(desk);
    expect(lastRound?.isComplete).toBe(false);
    expect(lastRound?.problems[0]?.message).toContain('turn in a circle');
    const first = server
      .asked('sales/history')
      .filter(({ query }) => !query['transaction_status'] && Number(query['end_date']) === OPENED_AT);
    expect(first).toHaveLength(2);
  });
});
