import { hostname } from 'node:os';
import { join } from 'node:path';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onDisk } from '../../electron/engine/purchases/files/import-file';
import { importSales } from '../../electron/engine/purchases/import-sales';
import { acquireProfileLock, readProfileHolder } from '../../electron/engine/store/profile-lock';
import { startChild } from '../support/child';
import { makeFolder, makeFileStore, silentLog, stillClock } from '../support/make-store';
import { manySales, writeSales } from '../support/sales-file';

const byHand = { source: 'file', name: 'old.csv', asOf: null } as const;
const outside = { clock: stillClock(), log: silentLog, ids: { row: () => 'first', secret: () => '' } };

describe('the driver', () => {
  it('binds or refuses values of every kind, and never aborts the process', async () => {
    const child = await startChild('tests/engine/children/bind-values.ts', ['3000']);
    const { code, signal, output } = await child.ended;
    expect([code, signal, output]).toEqual([0, null, expect.stringMatching(/^bound [1-9]\d* refused [1-9]\d* end\n$/)]);
  });
});

describe('an import that is killed', () => {
  it.each(['reading 6000', 'saving 4000', 'saving 6000', 'imported'])(
    'at "%s" leaves all of the old data or all of the new',
    async (point) => {
      const folder = makeFolder();
      const path = join(folder, 'store.db');
      const before = await makeFileStore({ path });
      await importSales(before, onDisk(writeSales(join(folder, 'old.csv'), manySales(6_000))), outside, byHand);
      await before.close();
      const file = writeSales(join(folder, 'new.csv'), manySales(6_000, { status: 'REFUNDED' }));
      const child = await startChild('tests/engine/children/import-slowly.ts', [path, file]);
      await child.said(point);
      child.process.kill('SIGKILL');
      await child.ended;
      const after = await makeFileStore({ path });
      const statuses = await after.db
        .selectFrom('purchase')
        .select(['status', (column) => column.fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      const runs = await after.db.selectFrom('import_run').select('id').orderBy('id').execute();
      expect(['active 6000 first', 'inactive 6000 first,second']).toContain(
        `${statuses.map((row) => `${row.status} ${row.count}`).join(' ')} ${runs.map((run) => run.id).join(',')}`,
      );
      expect((await after.check()).filter((finding) => finding.severity === 'error')).toEqual([]);
    },
    30_000,
  );
});

describe('a large import that is killed', () => {
  it.each(['saving 4000', 'saving 16000'])(
    'at "%s" leaves rows of the old data and of the new, each whole, and the next run completes it',
    async (point) => {
      const folder = makeFolder();
      const path = join(folder, 'store.db');
      const before = await makeFileStore({ path });
      await importSales(before, onDisk(writeSales(join(folder, 'old.csv'), manySales(24_000))), outside, byHand);
      await before.close();
      const changes = { status: 'REFUNDED', buyer_name: 'Rimborsata' };
      const file = writeSales(join(folder, 'new.csv'), manySales(24_000, changes));
      const child = await startChild('tests/engine/children/import-slowly.ts', [path, file]);
      await child.said(point);
      child.process.kill('SIGKILL');
      await child.ended;
      const after = await makeFileStore({ path });
      const kinds = async () =>
        (await after.db.selectFrom('purchase').select(['status', 'buyer_name']).distinct().execute())
          .map((row) => `${row.status} ${row.buyer_name}`)
          .sort();
      for (const kind of await kinds()) expect(['active Giulia', 'inactive Rimborsata']).toContain(kind);
      const again = { ...outside, ids: { row: () => 'third', secret: () => '' } };
      expect(await importSales(after, onDisk(file), again, byHand)).toMatchObject({
        read: 24_000,
        refused: 0,
        added: 0,
      });
      expect(await kinds()).toEqual(['inactive Rimborsata']);
      expect((await after.check()).filter((finding) => finding.severity === 'error')).toEqual([]);
    },
    60_000,
  );
});

describe('the lock of a profile', () => {
  it('is refused to a second holder, naming the first', async () => {
    const folder = makeFolder();
    const child = await startChild('tests/engine/children/hold-profile.ts', [folder]);
    await child.said('holding');
    const detail = { path: folder, pid: child.process.pid, host: hostname(), socket: join(folder, 'engine.sock') };
    expect(() => acquireProfileLock(folder)).toThrow(
      expect.objectContaining({
        code: 'profile-held',
        detail,
        message: expect.stringContaining(`${child.process.pid}`),
      }),
    );
  });

  it('goes when its process is killed, though its file stays', async () => {
    const folder = makeFolder();
    const child = await startChild('tests/engine/children/hold-profile.ts', [folder]);
    await child.said('holding');
    child.process.kill('SIGKILL');
    await child.ended;
    expect(readProfileHolder(folder)?.pid).toBe(child.process.pid);
    const lock = acquireProfileLock(folder);
    expect(readProfileHolder(folder)?.pid).toBe(process.pid);
    lock.release();
    expect(readProfileHolder(folder)).toBeNull();
  });

  it('is refused within one process too, and free again after its release', () => {
    const folder = makeFolder();
    const first = acquireProfileLock(folder);
    expect(() => acquireProfileLock(folder)).toThrow(expect.objectContaining({ code: 'profile-held' }));
    first.release();
    first.release();
    acquireProfileLock(folder).release();
  });

  it('names its holder in a file that only its owner reads', () => {
    const folder = makeFolder();
    const lock = acquireProfileLock(folder);
    expect((statSync(join(folder, 'engine.json')).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(join(folder, 'engine.lock')).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(folder).sort()).toEqual(['engine.json', 'engine.lock']);
    expect(JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8'))).toEqual({
      pid: process.pid,
      host: hostname(),
      socket: lock.socket,
    });
    lock.release();
  });

  it('has its socket elsewhere where the folder is too deep for one', () => {
    const folder = join(makeFolder(), 'x'.repeat(100));
    const lock = acquireProfileLock(folder);
    expect(Buffer.byteLength(lock.socket)).toBeLessThan(104);
    expect((statSync(join(lock.socket, '..')).mode & 0o777).toString(8)).toBe('700');
    lock.release();
  });

  it.each(['', '{"pid":', '{"pid":"x"}'])('reads no holder from %j', (text) => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'engine.json'), text);
    expect(readProfileHolder(folder)).toBeNull();
  });
});
