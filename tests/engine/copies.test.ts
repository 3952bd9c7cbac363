import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refuseFullDisk } from '../../electron/engine/copies/copy-bytes';
import { createCopies } from '../../electron/engine/copies/copies';
import type { Copies } from '../../electron/engine/copies/copies';
import { copiesFolder, copyName, readCopyName } from '../../electron/engine/copies/copy-names';
import { listCopies, newestSoundCopy } from '../../electron/engine/copies/list-copies';
import { writeMigrationCopy } from '../../electron/engine/copies/migration-copy';
import { writeCopy } from '../../electron/engine/copies/write-copy';
import { openStore } from '../../electron/engine/store/open-store';
import type { FileStore } from '../../electron/engine/store/store';
import type { CopyKind } from '../../shared/contract/copies';
import { startChild } from '../support/child';
import { copyStore, markStore, whichStore } from '../support/copied-store';
import { testOutside } from '../support/make-engine';
import { makeFolder, makeFileStore, silentLog, stillClock } from '../support/make-store';
import { createMovedClock } from '../support/moved-clock';

const NOW = Date.UTC(2026, 0, 15, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Fills a store with this many MB that no compression takes away. */
async function fill(store: FileStore, megabytes: number): Promise<void> {
  for (let index = 0; index < megabytes; index += 1) {
    const value = randomBytes(512 * 1024).toString('hex');
    await store.db
      .insertInto('setting')
      .values({ name: `filler-${Math.random()}`, value })
      .execute();
  }
}

/** Overwrites pages in the middle of a closed store. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, bytes.length - 400_000, bytes.length - 200_000);
  writeFileSync(path, bytes);
}

async function opened(path: string, key: string | null = null): Promise<FileStore> {
  const store = await openStore({ path, key, clock: stillClock(), log: silentLog });
  onTestFinished(() => store.close());
  return store;
}

describe('a copy of an open store', () => {
  it.each([[null], ['some key']])(
    'holds what the store held at one moment, while it is written to (key %j)',
    async (key) => {
      const store = await makeFileStore({ key });
      await fill(store, 8);
      await sql`create table pair (a integer, b integer)`.execute(store.db);
      await sql`insert into pair values (0, 0)`.execute(store.db);
      const until = { over: false };
      let written = 0;
      const writing = (async () => {
        while (!until.over) {
          written += 1;
          // Two statements that belong together: a copy that tore them apart would show it.
          await store.transaction(async (db) => {
            await sql`update pair set a = ${written}`.execute(db);
            await db
              .insertInto('setting')
              .values({ name: `w-${written}`, value: 'x'.repeat(20_000) })
              .execute();
            await sql`update pair set b = ${written}`.execute(db);
          });
          await new Promise(setImmediate);
        }
      })();
      const paths: string[] = [];
      for (let index = 0; index < 5; index += 1) paths.push(await copyStore(store, NOW + index, { key }));
      until.over = true;
      await writing;
      expect(written).toBeGreaterThan(5);
      for (const path of paths) {
        const copy = await opened(path, key);
        const { rows } = await sql<{ a: number; b: number }>`select a, b from pair`.execute(copy.db);
        expect(rows[0]?.a).toBe(rows[0]?.b);
        const { rows: counted } = await sql<{
          n: number;
        }>`select count(*) as n from setting where name like 'w-%'`.execute(copy.db);
        expect(counted[0]?.n).toBe(rows[0]?.a);
        expect((await copy.check()).map((finding) => finding.id)).toEqual(['store.integrity']);
      }
      // The log is written back into the store again, as before.
      const { rows } = await sql<{ wal_autocheckpoint: number }>`pragma wal_autocheckpoint`.execute(store.db);
      expect(rows).toEqual([{ wal_autocheckpoint: 4000 }]);
      expect((await store.check()).map((finding) => finding.id)).toEqual(['store.integrity']);
    },
  );

  it('lets others write for as long as it is copied', async () => {
    const store = await makeFileStore();
    await fill(store, 64);
    const copying = { over: false };
    const done = store.copyTo(join(makeFolder(), 'copy.db')).finally(() => (copying.over = true));
    const written: number[] = [];
    while (!copying.over) {
      await store.db
        .insertInto('setting')
        .values({ name: `w-${written.length}`, value: 'x' })
        .execute();
      // A commit that the end of the copy had to let through does not count.
      if (!copying.over) written.push(written.length);
      await new Promise(setImmediate);
    }
    await done;
    // VACUUM INTO would let none through: it holds the thread until it is done.
    expect(written.length).toBeGreaterThan(3);
  });

  it('is one file, for its owner only, in a folder for its owner only', async () => {
    const store = await makeFileStore({ key: 'k' });
    await store.db.insertInto('setting').values({ name: 'canary', value: 'anna.canary@corsi.example' }).execute();
    const path = await copyStore(store, NOW, { key: 'k' });
    expect(readdirSync(copiesFolder(store.path))).toEqual(['daily-2026-01-15T09-00-00-000Z.db']);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(copiesFolder(store.path)).mode & 0o777).toString(8)).toBe('700');
    expect(readFileSync(path).includes('anna.canary')).toBe(false);
  });

  it('never overwrites a file, and leaves nothing where it fails', async () => {
    const store = await makeFileStore();
    const folder = makeFolder();
    const to = join(folder, 'mine.db');
    writeFileSync(to, 'precious');
    const write = (path: string) => writeCopy({ copyTo: store.copyTo, key: null, to: path, at: NOW, log: silentLog });
    await expect(write(to)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(readFileSync(to, 'utf8')).toBe('precious');
    await expect(write(join(folder, 'gone', 'copy.db'))).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(readdirSync(folder)).toEqual(['mine.db']);
  });

  it('is not begun where it would leave the disk too full to work on', async () => {
    const path = join(makeFolder(), 'copy.db');
    await expect(refuseFullDisk(path, Number.MAX_SAFE_INTEGER / 2)).rejects.toMatchObject({
      code: 'copy-no-room',
      reason: 'megabytes',
      detail: { path, megabytes: expect.any(Number) as number },
    });
    await refuseFullDisk(path, 1);
  });

  it('of a damaged store is refused and removed: it would push out a sound one', async () => {
    const store = await makeFileStore();
    await fill(store, 2);
    await store.close();
    damage(store.path);
    const damaged = await opened(store.path);
    await expect(copyStore(damaged, NOW)).rejects.toMatchObject({ code: 'copy-unusable' });
    expect(readdirSync(copiesFolder(store.path))).toEqual([]);
  });

  it.each(['open', 'copied', 'checked', 'written'])(
    'that is killed at "%s" leaves the store and older copies whole, and its litter goes with the next one',
    async (point) => {
      const path = join(makeFolder(), 'store.db');
      const store = await makeFileStore({ path, key: 'k' });
      await markStore(store, 'kept');
      await fill(store, 12);
      const older = await copyStore(store, NOW, { key: 'k' });
      await store.close();
      const child = await startChild('tests/engine/children/copy-slowly.ts', [path, 'k']);
      await child.said(`${point}\n`);
      child.process.kill('SIGKILL');
      await child.ended;
      const again = await opened(path, 'k');
      expect([await whichStore(again), (await again.check()).map((finding) => finding.id)]).toEqual([
        'kept',
        ['store.integrity'],
      ]);
      for (const copy of (await listCopies(path, 'k', 'pages')).copies)
        expect([copy.name, copy.state]).toEqual([copy.name, 'sound']);
      expect(existsSync(older)).toBe(true);
      await copyStore(again, NOW + 1, { key: 'k' });
      const others = readdirSync(copiesFolder(path)).filter((name) => readCopyName(name) === null);
      expect(others).toEqual([]);
    },
  );
});

async function makeCopies(store: FileStore, clock = createMovedClock(NOW), isDemo = false) {
  const told: string[] = [];
  const changes = { count: 0 };
  const copies = createCopies({
    store,
    key: null,
    outside: testOutside(clock),
    isDemo: () => isDemo,
    failureChanged: () => told.push(copies.failure()?.code ?? 'well'),
    changed: () => void (changes.count += 1),
    failed: (error) => {
      throw error;
    },
  });
  onTestFinished(() => copies.close());
  return { copies, clock, told, changes };
}

describe('the schedule', () => {
  const kinds = async (copies: Copies) => (await copies.list()).copies.map((copy) => copy.kind);
  const settled = async (copies: Copies, count: number) => {
    await expect.poll(async () => (await copies.list()).copies.length, { timeout: 20_000 }).toBe(count);
  };

  it('writes one shortly after the start, then one a day', async () => {
    const { copies, clock, changes } = await makeCopies(await makeFileStore());
    copies.start();
    clock.advance(29_000);
    expect(await kinds(copies)).toEqual([]);
    clock.advance(2_000);
    // The next look is set once the copy is told of, which is later than it is there.
    await expect.poll(() => changes.count, { timeout: 20_000 }).toBe(1);
    for (let hour = 0; hour < 23; hour += 1) {
      clock.advance(HOUR);
      await Promise.resolve();
    }
    expect(await kinds(copies)).toEqual(['daily']);
    clock.advance(HOUR);
    clock.advance(HOUR);
    await settled(copies, 2);
  });

  it('waits after a start until the last copy is a day old', async () => {
    const store = await makeFileStore();
    await copyStore(store, NOW - 23 * HOUR);
    const { copies, clock } = await makeCopies(store);
    copies.start();
    clock.advance(60_000);
    expect(await kinds(copies)).toEqual(['daily']);
    await expect
      .poll(() => {
        clock.advance(HOUR);
        return kinds(copies);
      })
      .toEqual(['daily', 'daily']);
  });

  it('drops old ones only once the new one is there', async () => {
    const store = await makeFileStore();
    for (let day = 40; day > 0; day -= 1) await copyStore(store, NOW - day * DAY);
    const { copies, clock } = await makeCopies(store);
    copies.start();
    clock.advance(31_000);
    await settled(copies, 11);
    expect((await copies.list()).copies[0]).toMatchObject({ kind: 'daily', at: clock.now(), state: 'sound' });
  });

  it('that cannot write says why, and tries again', async () => {
    const store = await makeFileStore();
    const { copies, clock, told } = await makeCopies(store);
    // Where the folder should be lies a file.
    writeFileSync(copiesFolder(store.path), '');
    copies.start();
    clock.advance(30_000);
    await expect.poll(async () => (await copies.list()).failure?.code).toBe('file-unreadable');
    rmSync(copiesFolder(store.path));
    clock.advance(HOUR);
    await settled(copies, 1);
    // The window hears of both: the trouble, and its end.
    await expect.poll(() => told).toEqual(['file-unreadable', 'well']);
    expect((await copies.list()).failure).toBeNull();
  });

  it('goes on where the folder of copies cannot be read: that is said, and listed as the reason', async () => {
    const store = await makeFileStore();
    const { copies, clock, told } = await makeCopies(store);
    // A link that leads to itself: no system lets anybody into it.
    symlinkSync(copiesFolder(store.path), copiesFolder(store.path));
    expect(await copies.list()).toMatchObject({ copies: [], failure: { code: 'file-unreadable' } });
    copies.start();
    clock.advance(30_000);
    await expect.poll(() => told).toEqual(['file-unreadable']);
    rmSync(copiesFolder(store.path));
    clock.advance(HOUR);
    await settled(copies, 1);
    await expect.poll(() => told).toEqual(['file-unreadable', 'well']);
  });

  it('before a migration are written at the same moment, too, where a kill or a clock that was set back asks for it', async () => {
    const store = await makeFileStore();
    for (const _again of [1, 2]) await writeMigrationCopy(store, { key: null, at: NOW, log: silentLog });
    expect(readdirSync(`${store.path}.copies`).filter((name) => name.startsWith('before-migration'))).toHaveLength(2);
  });

  it('says so where an old copy cannot be removed; the new one is there all the same, and so is every update', async () => {
    const store = await makeFileStore();
    for (let day = 10; day > 0; day -= 1) await copyStore(store, NOW - day * DAY);
    // A folder under the name of a copy that has to go: a file would be removed.
    const stuck = join(copiesFolder(store.path), copyName('daily', NOW - 100 * DAY));
    mkdirSync(stuck);
    const last = join(copiesFolder(store.path), copyName('before-migration', NOW - 100 * DAY));
    mkdirSync(last);
    const { copies, clock } = await makeCopies(store);
    for (const later of [1, 2, 3]) await writeMigrationCopy(store, { key: null, at: NOW + later, log: silentLog });
    copies.start();
    clock.advance(30_000);
    await expect.poll(() => copies.failure()?.message).toMatch(/A new copy was written, but an old one is not removed/);
    expect((await copies.list()).copies).toContainEqual(expect.objectContaining({ at: clock.now(), state: 'sound' }));
  });

  it('tells of each copy that was written, so that a list of them can be asked for again', async () => {
    const { copies, clock, changes } = await makeCopies(await makeFileStore());
    copies.start();
    clock.advance(30_000);
    await expect.poll(() => changes.count).toBe(1);
    await copies.write(null);
    expect(changes.count).toBe(2);
  });

  it('keeps every copy while the store is damaged: none of them is dropped for an unsound one', async () => {
    const sound = await makeFileStore();
    await fill(sound, 2);
    for (let day = 40; day > 0; day -= 1) await copyStore(sound, NOW - day * DAY);
    await sound.close();
    damage(sound.path);
    const { copies, clock } = await makeCopies(await opened(sound.path));
    copies.start();
    clock.advance(30_000);
    await expect.poll(async () => (await copies.list()).failure?.code, { timeout: 20_000 }).toBe('copy-unusable');
    expect(await kinds(copies)).toHaveLength(40);
  });

  it('leaves the demo alone, whose mail is invented; a copy can be asked for', async () => {
    const { copies, clock } = await makeCopies(await makeFileStore(), createMovedClock(NOW), true);
    copies.start();
    clock.advance(3 * DAY);
    expect(await kinds(copies)).toEqual([]);
    await copies.write(null);
    expect(await kinds(copies)).toEqual(['asked']);
  });

  it('gives up a copy under way when the desk closes, and leaves nothing of it', async () => {
    const store = await makeFileStore();
    await fill(store, 24);
    const { copies } = await makeCopies(store);
    const outcome = copies.write(null).catch((error: { code: string }) => error.code);
    await expect.poll(() => existsSync(copiesFolder(store.path)), { interval: 1 }).toBe(true);
    await copies.close();
    expect(await outcome).toBe('engine-gone');
    expect(readdirSync(copiesFolder(store.path))).toEqual([]);
  });
});

describe('what a restore had kept', () => {
  const keep = (store: FileStore, kind: CopyKind, at: number) => copyStore(store, at, { kind });

  it('is deleted by a person, with all that belongs to it', async () => {
    const store = await makeFileStore();
    await copyStore(store, NOW);
    const replaced = await keep(store, 'replaced', NOW + 1);
    const damaged = join(copiesFolder(store.path), copyName('damaged', NOW + 2));
    writeFileSync(damaged, 'rubbish');
    writeFileSync(`${damaged}-wal`, 'its log');
    const { copies, changes } = await makeCopies(store);
    expect((await copies.list()).copies.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'damaged no-store',
      'replaced sound',
      'daily sound',
    ]);
    await copies.remove(basename(replaced));
    await copies.remove(basename(damaged));
    expect(readdirSync(copiesFolder(store.path))).toEqual([copyName('daily', NOW)]);
    expect(changes.count).toBe(2);
  });

  it('stays where it is the only sound copy; others are never deleted by hand, nor anything else', async () => {
    const store = await makeFileStore();
    const replaced = await keep(store, 'replaced', NOW);
    const { copies } = await makeCopies(store);
    await expect(copies.remove(basename(replaced))).rejects.toMatchObject({ code: 'not-allowed' });
    const daily = await copyStore(store, NOW + 1);
    const bytes = readFileSync(daily);
    writeFileSync(daily, Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 0x5a)]));
    // A damaged copy is none.
    await expect(copies.remove(basename(replaced))).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(copies.remove(basename(daily))).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(copies.remove(`../${basename(store.path)}`)).rejects.toMatchObject({ code: 'not-found' });
    expect([existsSync(replaced), existsSync(daily), existsSync(store.path)]).toEqual([true, true, true]);
    await copyStore(store, NOW + 2);
    await copies.remove(basename(replaced));
    expect(existsSync(replaced)).toBe(false);
  });
});

describe('the list of copies', () => {
  it('says what each is worth: sound, damaged, of another key, newer, no store', async () => {
    const store = await makeFileStore({ key: 'k' });
    await fill(store, 1);
    const damaged = await copyStore(store, NOW, { key: 'k' });
    const bytes = readFileSync(damaged);
    bytes.fill(0x5a, 8192, bytes.length - 8192);
    writeFileSync(damaged, bytes);
    await copyStore(store, NOW + 1, { key: 'k' });
    await sql`insert into migration values (5000, 'from-the-future', 1)`.execute(store.db);
    const newer = join(copiesFolder(store.path), copyName('daily', NOW + 2));
    await store.copyTo(newer);
    const other = await makeFileStore({ key: 'another' });
    await other.copyTo(join(copiesFolder(store.path), copyName('asked', NOW + 3)));
    writeFileSync(join(copiesFolder(store.path), copyName('asked', NOW + 4)), 'no store');
    writeFileSync(join(copiesFolder(store.path), 'notes.txt'), 'a person’s own file');
    const { copies } = await listCopies(store.path, 'k', 'pages');
    expect(copies.map((copy) => copy.state)).toEqual(['no-store', 'other-key', 'newer', 'sound', 'damaged']);
    expect(copies[3]).toMatchObject({ kind: 'daily', at: NOW + 1, tickets: 0, messages: 0 });
    expect((await newestSoundCopy(store.path, 'k'))?.at).toBe(NOW + 1);
  });

  it.skipIf(!existsSync('/proc/self/mem'))('has one that cannot be read as a state of its own', async () => {
    const store = await makeFileStore();
    await copyStore(store, NOW);
    const folder = copiesFolder(store.path);
    // A file whose first bytes answer EIO, and a link that leads to itself.
    symlinkSync('/proc/self/mem', join(folder, copyName('daily', NOW + 1)));
    symlinkSync(join(folder, copyName('daily', NOW + 2)), join(folder, copyName('daily', NOW + 2)));
    const { copies } = await listCopies(store.path, null, 'counts');
    expect(copies.map((copy) => copy.state)).toEqual(['unreadable', 'unreadable', 'sound']);
    expect((await newestSoundCopy(store.path, null))?.at).toBe(NOW);
  });

  it('needs no store: a damaged one has copies all the same', async () => {
    const store = await makeFileStore();
    await copyStore(store, NOW);
    await store.close();
    writeFileSync(store.path, 'nothing of it is left');
    expect((await newestSoundCopy(store.path, null))?.at).toBe(NOW);
  });
});
