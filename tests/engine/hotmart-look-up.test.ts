import { describe, expect, test } from 'vitest';
import { listImports } from '../../electron/engine/store/imports-table';
import { openStore } from '../../electron/engine/store/open-store';
import { ASKED_STATUSES } from '../../electron/engine/hotmart/round-plan';
import { DAY, makeHotmartDesk, makeHotmartServer } from '../support/hotmart-desk';
import { CLUB_PRODUCT, GIULIA_SALE, OPENED_AT, PRODUCTS_HEADER, SALES_HEADER } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { silentLog } from '../support/make-store';
import { writeMail } from '../support/write-mail';

const NUMBER = 'HP7712345678';
const withNumber = (number: string): Buffer =>
  writeMail({
    text: `Buongiorno, ho pagato ma non mi è arrivata nessuna email di accesso. Transazione ${number}. Grazie`,
  });

async function withTicket(desk: TestDesk, mail: Buffer): Promise<string> {
  await desk.importCsv('products', [PRODUCTS_HEADER, CLUB_PRODUCT].join('\n'));
  desk.mailbox.deliver(mail);
  await desk.sync();
  return (await desk.tickets())[0]?.id ?? '';
}

const lookUp = (desk: TestDesk, ticket: string) => desk.engine.call('hotmart.lookUp', { ticket });

describe('a look-up for one ticket', () => {
  test('finds a number that the purchases lack, whatever its status, and decides the ticket again', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, status: 'WAITING_PAYMENT', ordered: OPENED_AT - 3_600_000 });
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect((await desk.engine.call('tickets.open', { ticket })).case?.flags.perhapsNewer).toBe(true);
    expect(await lookUp(desk, ticket)).toEqual({ kind: 'found', transactions: [NUMBER], changed: 1 });
    expect((await desk.tickets())[0]).toMatchObject({ transaction: NUMBER, decision: 'purchase.pending' });
    expect(server.asked('sales/history').map(({ query }) => query)).toEqual([{ transaction: NUMBER }]);
  });

  test('finds the item of a checkout by the number without its suffix', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, ordered: OPENED_AT - DAY });
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber(`${NUMBER}C1`));
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'found', transactions: [NUMBER] });
  });

  test('looks for the requester where no number helps: in every status, and further back for what is paid', async () => {
    const server = await makeHotmartServer();
    server.sales.push(
      { transaction: 'HP7700000001', status: 'REFUNDED', ordered: OPENED_AT - 20 * DAY },
      { transaction: 'HP7700000002', ordered: OPENED_AT - 600 * DAY },
      { transaction: 'HP7700000003', ordered: OPENED_AT - DAY, email: 'somebody@else.example' },
    );
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber('HP0000009999'));
    const outcome = await lookUp(desk, ticket);
    expect(outcome).toMatchObject({ kind: 'found', changed: 2 });
    expect(outcome.kind === 'found' && [...outcome.transactions].sort()).toEqual(['HP7700000001', 'HP7700000002']);
    const asked = server.asked('sales/history').filter(({ query }) => query['buyer_email'] === 'giulia@posta.example');
    expect(new Set(asked.map(({ query }) => query['transaction_status'] ?? 'unasked'))).toEqual(
      new Set(['unasked', ...ASKED_STATUSES]),
    );
    expect((await desk.tickets())[0]?.transaction).toBe('HP7700000002');
  });

  test('takes the newer status of the purchase that the ticket is about', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: 'HP4410020311', status: 'REFUNDED', ordered: Date.UTC(2026, 0, 2, 14, 24) });
    const desk = await makeHotmartDesk(server);
    await desk.importCsv('sales', [SALES_HEADER, GIULIA_SALE].join('\n'));
    const ticket = await withTicket(desk, writeMail());
    expect((await desk.tickets())[0]?.decision).toBe('club.first-access');
    desk.clock.advance(60_000);
    expect(await lookUp(desk, ticket)).toEqual({ kind: 'found', transactions: ['HP4410020311'], changed: 1 });
    expect((await desk.tickets())[0]?.decision).toBe('purchase.inactive');
  });

  test('lets the other open tickets follow that wait for the same purchase', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, status: 'WAITING_PAYMENT', ordered: OPENED_AT - DAY });
    const desk = await makeHotmartDesk(server);
    desk.mailbox.deliver(withNumber(NUMBER));
    const ticket = await withTicket(desk, withNumber(NUMBER));
    await lookUp(desk, ticket);
    const decisions = (await (await desk.reopen()).tickets()).map(({ decision }) => decision);
    expect(decisions).toEqual(['purchase.pending', 'purchase.pending']);
  });

  test('says nothing was found only where Hotmart answered everything', async () => {
    const server = await makeHotmartServer();
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect(await lookUp(desk, ticket)).toEqual({ kind: 'nothing', since: OPENED_AT - 360 * DAY });
    expect((await desk.tickets())[0]).toMatchObject({ decision: 'ask.purchase-details', transaction: null });
  });

  test.each([
    [
      'refuses with its catch-all',
      { on: 'NO_FUNDS', kind: 'answer', status: 400, body: '{"error":"invalid_parameter"}' },
      'hotmart-refused',
    ],
    ['answers nothing', { on: 'transaction=', kind: 'answer', status: 200 }, 'hotmart-refused'],
    ['is in trouble', { on: 'sales', times: 99, kind: 'answer', status: 502 }, 'hotmart-connect'],
    [
      'wants fewer requests',
      { on: 'sales', times: 99, kind: 'answer', status: 429, headers: { 'RateLimit-Reset': '50' } },
      'hotmart-connect',
    ],
    ['does not know the credentials', { on: 'oauth', times: 9, kind: 'answer', status: 401 }, 'hotmart-credentials'],
  ] as const)('has failed where Hotmart %s', async (_what, fault, code) => {
    const server = await makeHotmartServer();
    server.script(fault);
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'failed', error: { code } });
  });

  test('has failed where the sale that Hotmart tells of cannot be read', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, ordered: OPENED_AT - DAY });
    server.twist = (item) => ({ ...item, buyer: {} });
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'failed', error: { code: 'hotmart-refused' } });
  });

  test('takes no stranger’s sale for the requester’s from a server that ignores the question', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: 'HP7700000003', ordered: OPENED_AT - DAY, email: 'giulia@posta.example' });
    server.twist = (item) => ({ ...item, buyer: { name: 'Berta', email: 'berta@else.example' } });
    const desk = await makeHotmartDesk(server);
    const ticket = await withTicket(desk, writeMail());
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'nothing' });
  });

  test('has failed, and asked nobody, where the API is not set up', async () => {
    const server = await makeHotmartServer();
    const desk = await makeHotmartDesk(server, { secrets: {} });
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'failed', error: { code: 'hotmart-off' } });
    expect(server.requests).toHaveLength(0);
  });

  test('does not make all other purchases look new', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, ordered: OPENED_AT - DAY });
    const desk = await makeHotmartDesk(server);
    await lookUp(desk, await withTicket(desk, withNumber(NUMBER)));
    expect((await desk.engine.call('desk.status', {})).lastImportAt).toBeNull();
    await desk.engine.close();
    const store = await openStore({
      path: `${desk.profileDir}/store.db`,
      key: null,
      clock: desk.clock,
      log: silentLog,
    });
    const runs = await store.db.selectFrom('import_run').select(['kind', 'source', 'state']).execute();
    const listed = await listImports(store.db, 10);
    await store.close();
    expect(runs).toContainEqual({ kind: 'look-up', source: 'api', state: 'done' });
    // the list of imports is of files and rounds
    expect(listed.map(({ kind }) => kind)).toEqual(['products']);
  });

  test('brings what Club knows of the requester, and stands where Club does not answer', async () => {
    const server = await makeHotmartServer();
    server.sales.push({ transaction: NUMBER, ordered: OPENED_AT - DAY });
    server.clubs['pasta'] = [{ email: 'giulia@posta.example', status: 'ACTIVE', first_access_date: null }];
    const desk = await makeHotmartDesk(server, { clubs: ['pasta', 'zuppa'] });
    const ticket = await withTicket(desk, withNumber(NUMBER));
    expect(await lookUp(desk, ticket)).toMatchObject({ kind: 'found', changed: 1 });
    expect(server.asked('club').map(({ query }) => [query['subdomain'], query['email']])).toEqual([
      ['pasta', 'giulia@posta.example'],
      ['zuppa', 'giulia@posta.example'],
    ]);
  });
});

describe('the check of the credentials', () => {
  const choice = { clientId: '6410c2b2-sportello-desk', clubs: ['pasta', 'zuppa'], clientSecret: '', basic: '' };

  test('tries what is kept, and says which part does not work', async () => {
    const server = await makeHotmartServer();
    server.clubs['pasta'] = [];
    server.script({ on: 'subscriptions', kind: 'answer', status: 403, body: '{"error":"unauthorized_client"}' });
    const desk = await makeHotmartDesk(server);
    const { findings } = await desk.engine.call('hotmart.check', { choice });
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['hotmart.credentials', 'ok'],
      ['hotmart.sales', 'ok'],
      ['hotmart.subscriptions', 'error'],
      ['hotmart.products', 'ok'],
      ['hotmart.club.pasta', 'ok'],
      ['hotmart.club.zuppa', 'error'],
    ]);
    expect(server.requests.every(({ query }) => query['max_results'] === '1')).toBe(true);
  });

  test('tries what was typed instead of all that is kept, and writes nothing', async () => {
    const server = await makeHotmartServer();
    const desk = await makeHotmartDesk(server);
    const typed = await desk.engine.call('hotmart.check', { choice: { ...choice, clientSecret: 'another' } });
    expect(typed.findings).toMatchObject([{ id: 'hotmart.credentials', severity: 'error' }]);
    const other = desk.engine.call('hotmart.check', { choice: { ...choice, clientId: 'somebody-else' } });
    await expect(other).rejects.toMatchObject({ code: 'hotmart-off' });
    expect((await desk.engine.call('desk.status', {})).purchases).toBe(0);
  });
});
