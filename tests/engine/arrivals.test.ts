import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../shared/contract/profile';
import { makeDesk, OPENED_AT, PROFILE } from '../support/make-engine';
import type { TestDesk } from '../support/make-engine';
import { makeFolder } from '../support/make-store';
import { writeMail } from '../support/write-mail';

const HEADER =
  'transaction,status,order_date,approved_date,product_id,product_name,producer_name,buyer_name,buyer_email,recurrence,price,currency';
const sale = (number: string, status = 'APPROVED', buyer = 'giulia@posta.example') =>
  `${number},${status},2026-01-10T10:00:00Z,2026-01-10T10:05:00Z,41,Pasta,Nonna,Giulia Ferri,${buyer},,49.00,EUR`;
const table = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`;
const NUMBER = 'HP4410020311';

const runs = async ({ engine }: TestDesk) => (await engine.call('imports.list', {})).runs;
const found = async ({ engine }: TestDesk, text: string) => engine.call('purchases.find', { text, limit: 10 });
const saved = (content: string, name = 'sales.csv') => {
  const path = join(makeFolder(), name);
  writeFileSync(path, content);
  return path;
};
const settled = async (desk: TestDesk, state: string): Promise<void> => {
  await expect.poll(async () => (await runs(desk)).map((run) => run.state), { timeout: 10_000 }).toEqual([state]);
};

describe('a file that a person chooses', () => {
  it('is kept in the list with what was refused, which can be saved as a table', async () => {
    const desk = await makeDesk();
    await desk.engine.call('imports.run', { kind: null, path: saved(table(sale(NUMBER), 'HP1,x')) });
    const [run] = await runs(desk);
    expect(run).toMatchObject({
      kind: 'sales',
      source: 'file',
      fileName: 'sales.csv',
      state: 'done',
      startedAt: OPENED_AT,
    });
    expect(run?.report).toMatchObject({ read: 2, added: 1, refused: 1 });
    const { base64 } = await desk.engine.call('imports.refusals', { id: run?.id ?? '' });
    expect(Buffer.from(base64, 'base64').toString()).toBe(
      '\uFEFF"line","reason"\r\n"3","2 cells where the header has 12"\r\n',
    );
  });

  it('is taken for what it is: sales, a catalogue, or events', async () => {
    const desk = await makeDesk();
    const catalogue =
      'product_id,product_name,delivery,member_area_url,producer_name,producer_email\n41,Pasta,club,,Nonna,\n';
    const preview = (path: string) => desk.engine.call('imports.preview', { path });
    expect((await preview(saved(catalogue))).kind).toBe('products');
    expect((await preview(saved(table(sale(NUMBER))))).kind).toBe('sales');
    expect((await preview(saved('[{"event":"x"}]'))).kind).toBe('events');
    await desk.engine.call('imports.run', { kind: null, path: saved(catalogue) });
    expect((await desk.engine.call('desk.status', {})).products).toBe(1);
  });

  it('with strange headers is imported as a person says, and so is the next one', async () => {
    const desk = await makeDesk();
    const strange = (number: string) =>
      `Ref;Wann;Was;Zustand;Post\n${number};26/02/2026 13:11:29;Piano;Aprovado;rita@correio.example\n`;
    const mapping = { Was: 'product_name' } as const;
    await expect(
      desk.engine.call('imports.run', { kind: 'sales', path: saved(strange(NUMBER)) }),
    ).rejects.toMatchObject({ code: 'import-columns' });
    expect(await desk.engine.call('imports.preview', { path: saved(strange(NUMBER)), mapping })).toMatchObject({
      missing: [],
      rows: [{ kind: 'sale', transaction: NUMBER, status: 'active', productName: 'Piano' }],
    });
    await desk.engine.call('imports.run', { kind: 'sales', path: saved(strange(NUMBER)), mapping });
    await desk.engine.call('imports.run', { kind: 'sales', path: saved(strange('HP4410020312')) });
    expect(await found(desk, 'rita@correio.example')).toMatchObject([
      { productName: 'Piano' },
      { productName: 'Piano' },
    ]);
  });

  it('an older source never writes over a newer one', async () => {
    const folder = makeFolder();
    const profile: Profile = { ...PROFILE, purchases: { watchFolder: folder } };
    const desk = await makeDesk({ profile });
    await desk.engine.call('imports.run', { kind: null, path: saved(table(sale(NUMBER, 'REFUNDED'))) });
    const path = join(folder, 'last-week.csv');
    writeFileSync(path, table(sale(NUMBER, 'APPROVED'), sale('HP4410020312')));
    utimesSync(path, new Date(OPENED_AT - 7 * 86_400_000), new Date(OPENED_AT - 7 * 86_400_000));
    await desk.engine.call('purchases.save', { purchases: { watchFolder: folder } });
    await desk.engine.call('purchases.save', { purchases: { watchFolder: folder } });
    await expect.poll(async () => (await runs(desk)).length).toBe(2);
    expect(await found(desk, NUMBER)).toMatchObject([{ status: 'inactive', statusWord: 'REFUNDED' }]);
    expect(await found(desk, 'HP4410020312')).toMatchObject([{ status: 'active' }]);
  });

  it('that a stop interrupted is told, and completed at the next start', async () => {
    const desk = await makeDesk();
    const lines = Array.from({ length: 36_000 }, (_, index) => sale(`HP${5_000_000_000 + index}`));
    const importing = desk.engine.call('imports.run', { kind: null, path: saved(table(...lines)) });
    const outcome = importing.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    await expect
      .poll(async () => (await desk.engine.call('imports.list', {})).running?.phase, { timeout: 20_000 })
      .toBe('saving');
    const again = await desk.reopen();
    expect(await outcome).toBe('import-cancelled');
    expect((await runs(again)).map((run) => run.state)).toEqual(['cancelled']);
    again.engine.start();
    await expect
      .poll(async () => (await runs(again)).map((run) => run.state).sort(), { timeout: 20_000 })
      .toEqual(['cancelled', 'done']);
    expect((await again.engine.call('desk.status', {})).purchases).toBe(36_000);
  }, 60_000);

  it('can be stopped: what was saved is whole', async () => {
    const desk = await makeDesk();
    desk.mailbox.deliver(writeMail({ text: 'Non riesco a entrare, la transazione è HP5000000000. Giulia' }));
    await desk.sync();
    const lines = Array.from({ length: 36_000 }, (_, index) => sale(`HP${5_000_000_000 + index}`));
    const importing = desk.engine.call('imports.run', { kind: null, path: saved(table(...lines)) });
    const outcome = importing.catch((error: { code: string }) => error.code);
    await expect
      .poll(async () => (await desk.engine.call('imports.list', {})).running?.phase, { timeout: 20_000 })
      .toBe('saving');
    expect(await desk.engine.call('imports.cancel', {})).toEqual({ asked: true });
    expect(await outcome).toBe('import-cancelled');
    const { running, runs: listed } = await desk.engine.call('imports.list', {});
    expect([running, listed.map((run) => run.state)]).toEqual([null, ['cancelled']]);
    // what was saved before the stop is decided on, too
    expect((await desk.tickets())[0]?.matchStatus).toBe('matched');
    const { purchases } = await desk.engine.call('desk.status', {});
    expect(purchases).toBeGreaterThan(0);
    expect(purchases).toBeLessThan(36_000);
    expect(await desk.engine.call('imports.cancel', {})).toEqual({ asked: false });
  }, 60_000);
});

describe('the watched folder', () => {
  const watched = async (folder: string) => {
    const desk = await makeDesk({ profile: { ...PROFILE, purchases: { watchFolder: folder } } });
    const look = () => desk.engine.call('purchases.save', { purchases: { watchFolder: folder } });
    return { desk, look };
  };

  it('imports a file once it stays as it is, and only once', async () => {
    const folder = makeFolder();
    const { desk, look } = await watched(folder);
    writeFileSync(join(folder, 'vendas.csv'), table(sale(NUMBER)));
    await look();
    expect(await runs(desk)).toEqual([]);
    writeFileSync(join(folder, 'vendas.csv'), table(sale(NUMBER), sale('HP4410020312')));
    await look();
    expect(await runs(desk)).toEqual([]);
    await look();
    await settled(desk, 'done');
    await look();
    expect(await runs(desk)).toMatchObject([
      { source: 'folder', fileName: 'vendas.csv', state: 'done', report: { added: 2 } },
    ]);
  });

  it('says what it cannot import, and does not try it again until it changes', async () => {
    const folder = makeFolder();
    const { desk, look } = await watched(folder);
    writeFileSync(join(folder, 'vendas.xlsx'), 'PK, but no workbook');
    writeFileSync(join(folder, 'holiday.jpg'), 'not looked at');
    await look();
    await look();
    await settled(desk, 'failed');
    await look();
    expect(await runs(desk)).toMatchObject([
      { fileName: 'vendas.xlsx', state: 'failed', problem: { code: 'import-unreadable' } },
    ]);
  });

  it('that is gone is said, until it is back', async () => {
    const folder = join(makeFolder(), 'exports');
    const { desk, look } = await watched(folder);
    await look();
    const problem = async () => (await desk.engine.call('purchases.settings', {})).folderProblem?.code ?? null;
    expect(await problem()).toBe('file-unreadable');
    mkdirSync(`${folder}-new`);
    renameSync(`${folder}-new`, folder);
    await look();
    expect(await problem()).toBeNull();
  });
});

describe('a sales report that comes by mail', () => {
  const profile: Profile = { ...PROFILE, purchases: { reportSenders: ['reports@hotmart.example'] } };
  const report = (change: { from?: string; auth?: string; status?: string } = {}) =>
    writeMail({
      from: change.from ?? 'Hotmart <reports@hotmart.example>',
      subject: 'Relatório de vendas',
      text: 'Segue em anexo o relatório de vendas que você pediu.',
      headers: [change.auth ?? 'Authentication-Results: mx.support.example; dmarc=pass header.from=hotmart.example'],
      csv: { fileName: 'vendas.csv', text: table(sale(NUMBER, change.status)) },
    });

  it('is imported and filed away, and a waiting ticket sees its purchase', async () => {
    const desk = await makeDesk({ profile });
    desk.mailbox.deliver(
      writeMail({ subject: 'Accesso', text: `Buongiorno, non riesco a entrare, la transazione è ${NUMBER}` }),
    );
    await desk.sync();
    expect((await desk.tickets())[0]?.matchStatus).toBe('unmatched');
    desk.mailbox.deliver(report());
    await desk.sync();
    await settled(desk, 'done');
    expect(await runs(desk)).toMatchObject([{ source: 'mail', fileName: 'vendas.csv', report: { added: 1 } }]);
    await expect.poll(async () => (await desk.tickets())[0]?.matchStatus).toBe('matched');
    const filed = (await desk.tickets())[1];
    expect(filed).toMatchObject({ subject: 'Relatório de vendas', queue: 'filed', decision: 'ignore' });
    await expect
      .poll(async () =>
        (await desk.engine.call('tickets.open', { ticket: filed?.id ?? '' })).history.map(({ kind }) => kind),
      )
      .toContain('report');
  });

  it.each<[string, Parameters<typeof report>[0]]>([
    ['another sender', { from: 'Hotmart <reports@hotmart-mail.example>' }],
    ['a display name alone', { from: '"reports@hotmart.example" <thief@elsewhere.example>' }],
    [
      'a failed DMARC check',
      { auth: 'Authentication-Results: mx.support.example; dmarc=fail header.from=hotmart.example' },
    ],
    ['no check', { auth: 'X-Nothing: here' }],
    [
      'a check by somebody else',
      { auth: 'Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=hotmart.example' },
    ],
  ])('is not believed with %s', async (_, change) => {
    const desk = await makeDesk({ profile });
    desk.mailbox.deliver(report(change));
    await desk.sync();
    await desk.engine.call('purchases.settings', {});
    expect([await runs(desk), await found(desk, NUMBER)]).toEqual([[], []]);
    expect((await desk.tickets())[0]?.queue).not.toBe('filed');
  });

  it('is not believed in Junk', async () => {
    const desk = await makeDesk({ profile });
    desk.mailbox.deliverJunk(report());
    await desk.sync();
    expect(await found(desk, NUMBER)).toEqual([]);
  });

  it('that a closing desk stopped is imported by the next one', async () => {
    const desk = await makeDesk({ profile });
    const lines = Array.from({ length: 36_000 }, (_, index) => sale(`HP${6_000_000_000 + index}`));
    desk.mailbox.deliver(
      writeMail({
        from: 'reports@hotmart.example',
        headers: ['Authentication-Results: mx.support.example; dmarc=pass header.from=hotmart.example'],
        csv: { fileName: 'vendas.csv', text: table(...lines) },
      }),
    );
    await desk.sync();
    await expect
      .poll(async () => (await desk.engine.call('imports.list', {})).running?.phase, { timeout: 20_000 })
      .toBe('saving');
    const again = await desk.reopen();
    again.engine.start();
    await expect
      .poll(async () => (await again.engine.call('desk.status', {})).purchases, { timeout: 30_000 })
      .toBe(36_000);
    await expect.poll(async () => (await runs(again)).map((run) => run.state).sort()).toEqual(['cancelled', 'done']);
  }, 60_000);

  it('that cannot be read is said', async () => {
    const desk = await makeDesk({ profile });
    desk.mailbox.deliver(
      writeMail({
        from: 'reports@hotmart.example',
        headers: ['Authentication-Results: mx.support.example; dmarc=pass header.from=hotmart.example'],
        csv: { fileName: 'vendas.csv', text: 'a;b\n1;2\n' },
      }),
    );
    await desk.sync();
    await settled(desk, 'failed');
    expect(await runs(desk)).toMatchObject([{ source: 'mail', problem: { code: 'import-columns' } }]);
  });
});
