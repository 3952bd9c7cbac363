import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { bindable } from '../../electron/engine/store/driver';
import { openStore } from '../../electron/engine/store/open-store';
import { makeFolder, makeFileStore, silentLog, stillClock } from '../support/make-store';

const clock = stillClock();
const log = silentLog;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('a store file', () => {
  it('is readable by its owner only, with its folder and its log', async () => {
    const store = await makeFileStore();
    await store.db.insertInto('setting').values({ name: 'a', value: 'b' }).execute();
    for (const path of [store.path, `${store.path}-wal`, `${store.path}-shm`]) {
      expect([path, (statSync(path).mode & 0o777).toString(8)]).toEqual([path, '600']);
    }
    expect((statSync(dirname(store.path)).mode & 0o777).toString(8)).toBe('700');
  });

  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['secure_delete', 1],
    ['cell_size_check', 1],
    ['timeout', 5000],
  ])('has %s = %s', async (pragma, value) => {
    const store = await makeFileStore();
    const { rows } = await sql<
      Record<string, unknown>
    >`${sql.raw(`pragma ${pragma === 'timeout' ? 'busy_timeout' : pragma}`)}`.execute(store.db);
    expect(rows[0]?.[pragma]).toBe(value);
  });

  it.each([
    ['durable', 2],
    ['repeatable', 1],
  ] as const)('commits a %s transaction with synchronous = %s, and the next one as before', async (keeping, level) => {
    const store = await makeFileStore();
    const levelNow = async (db: typeof store.db) =>
      (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;
    expect(await store.transaction(levelNow, keeping)).toBe(level);
    const failing = store.transaction(() => Promise.reject(new Error('no')), keeping);
    await expect(failing).rejects.toThrow('no');
    expect(await levelNow(store.db)).toBe(2);
    expect(await store.transaction(levelNow)).toBe(2);
  });

  it('keeps transactions of both kinds apart when they are asked for at once', async () => {
    const store = await makeFileStore();
    const levels = await Promise.all(
      (['repeatable', 'durable', 'repeatable', 'durable'] as const).map((keeping) =>
        store.transaction(async (db) => {
          await db.selectFrom('setting').selectAll().execute();
          return (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;
        }, keeping),
      ),
    );
    expect(levels).toEqual([1, 2, 1, 2]);
  });

  it('keeps no plain text when it has a key, neither in its log nor in a copy', async () => {
    const store = await makeFileStore({ key: 'correct horse' });
    await store.db.insertInto('setting').values({ name: 'canary', value: 'anna.canary@corsi.example' }).execute();
    const copy = `${store.path}.copy`;
    await store.copyTo(copy);
    for (const path of [store.path, `${store.path}-wal`, copy]) {
      expect([path, readFileSync(path).includes('anna.canary')]).toEqual([path, false]);
    }
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600');
    const opened = await makeFileStore({ path: copy, key: 'correct horse' });
    expect(await opened.db.selectFrom('setting').selectAll().execute()).toEqual([
      { name: 'canary', value: 'anna.canary@corsi.example' },
    ]);
  });

  it('does not overwrite a file by a copy', async () => {
    const store = await makeFileStore();
    expect(await codeOf(store.copyTo(store.path))).toBe('file-unreadable');
  });
});

describe('a store that does not open', () => {
  it.each([
    ['encrypted, with another key', 'right', 'wrong', 'store-passphrase-wrong'],
    ['encrypted, without a key', 'right', null, 'store-locked'],
    ['plain, with a key', null, 'some', 'store-passphrase-wrong'],
  ])('%s', async (_, made, given, code) => {
    const store = await makeFileStore({ key: made });
    await store.close();
    expect(await codeOf(openStore({ path: store.path, key: given, clock, log }))).toBe(code);
    const again = await makeFileStore({ path: store.path, key: made });
    expect((await again.check()).map((finding) => finding.severity)).toEqual(['ok']);
  });

  it('is damaged', async () => {
    const store = await makeFileStore();
    await store.close();
    const bytes = readFileSync(store.path);
    bytes.fill(0xa5, 100, 3000);
    writeFileSync(store.path, bytes);
    expect(await codeOf(openStore({ path: store.path, key: null, clock, log }))).toBe('store-corrupt');
  });

  it('is missing where it must exist, and is not created', async () => {
    const path = join(makeFolder(), 'store.db');
    expect(await codeOf(openStore({ path, key: null, clock, log, mustExist: true }))).toBe('profile-incomplete');
    expect(existsSync(path)).toBe(false);
  });

  it('lies where nothing can be written', async () => {
    const path = join(makeFolder(), 'file');
    writeFileSync(path, '');
    expect(await codeOf(openStore({ path: join(path, 'store.db'), key: null, clock, log }))).toBe('file-unreadable');
  });
});

describe('a transaction', () => {
  it('takes everything back when its work throws', async () => {
    const store = await makeFileStore();
    const failed = store.transaction(async (db) => {
      await db.insertInto('setting').values({ name: 'a', value: '1' }).execute();
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([]);
  });

  it('runs after the one before it, and other statements wait for it', async () => {
    const store = await makeFileStore();
    await store.db.insertInto('setting').values({ name: 'n', value: '0' }).execute();
    const addOne = () =>
      store.transaction(async (db) => {
        const { value } = await db.selectFrom('setting').select('value').executeTakeFirstOrThrow();
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        await db
          .updateTable('setting')
          .set({ value: String(Number(value) + 1) })
          .execute();
      });
    const all = Array.from({ length: 20 }, addOne);
    const read = await store.db.selectFrom('setting').select('value').executeTakeFirstOrThrow();
    await Promise.all(all);
    expect(read.value).toBe('20');
  });

  it('refuses the store and another transaction inside, instead of waiting for itself', async () => {
    const store = await makeFileStore();
    const outer = await store.transaction(async () => {
      const errors = await Promise.allSettled([
        store.db.selectFrom('setting').selectAll().execute(),
        store.transaction(async () => 1),
        store.copyTo(`${store.path}.copy`),
      ]);
      return errors.map((error) => error.status);
    });
    expect(outer).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(store.transaction(async (db) => db.selectFrom('setting').selectAll().execute())).resolves.toEqual([]);
  });

  it('lets work that it started go on after its end', async () => {
    const store = await makeFileStore();
    let later: Promise<unknown> = Promise.resolve();
    await store.transaction(async () => {
      later = new Promise((resolve) => {
        setImmediate(resolve);
      }).then(() => store.db.selectFrom('setting').selectAll().execute());
    });
    await expect(later).resolves.toEqual([]);
  });
});

describe('values', () => {
  it('come back as they were stored', async () => {
    const store = await makeFileStore();
    const bytes = new Uint8Array([0, 255, 10]);
    await store.db
      .insertInto('quarantine')
      .values({
        id: 'q',
        mailbox_id: 'm',
        folder: 'INBOX',
        uidvalidity: '1',
        uid: 4294967295,
        reason: 'a\0b\ud800c \u{1F600}',
        bytes,
        at: 1768467600000,
      })
      .execute();
    const row = await store.db.selectFrom('quarantine').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual({
      id: 'q',
      mailbox_id: 'm',
      folder: 'INBOX',
      uidvalidity: '1',
      uid: 4294967295,
      reason: 'a\uFFFDb\uFFFDc \u{1F600}',
      bytes,
      at: 1768467600000,
    });
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a Date', new Date(0)],
    ['an array', [1]],
    ['an object', { a: 1 }],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer beyond 64 bits', 2n ** 63n],
    ['an ArrayBuffer', new ArrayBuffer(2)],
  ])('%s is refused before SQLite sees it', (_, value) => {
    expect(() => bindable(value, 0)).toThrow(TypeError);
  });
});
