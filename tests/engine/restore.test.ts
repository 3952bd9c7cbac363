import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { COPIED_AT } from '../../electron/engine/copies/read-copy';
import { copiesFolder, copyName, readCopyName } from '../../electron/engine/copies/copy-names';
import { listCopies } from '../../electron/engine/copies/list-copies';
import { restoreStore } from '../../electron/engine/copies/restore-store';
import { orderSwap, restoringPath } from '../../electron/engine/copies/swap-store';
import { SqlFile } from '../../electron/engine/store/driver';
import { openStore } from '../../electron/engine/store/open-store';
import type { FileStore } from '../../electron/engine/store/store';
import { readSetting } from '../../electron/engine/store/settings-table';
import type { RestoreReport } from '../../shared/contract/copies';
import { startChild } from '../support/child';
import { collectGarbage } from '../support/collect-garbage';
import { copyStore, markStore, whichStore } from '../support/copied-store';
import { makeFolder, makeFileStore, silentLog, stillClock } from '../support/make-store';

const NOW = Date.UTC(2026, 0, 15, 9);
const YESTERDAY = NOW - 86_400_000;

async function restore(storePath: string, key: string | null, file: string, now = NOW): Promise<RestoreReport> {
  await collectGarbage();
  return restoreStore({ storePath, key, file, now, log: silentLog });
}

/** A store that says "new", closed, and a copy of it from when it said "old". */
async function storeWithCopy(key: string | null): Promise<{ readonly path: string; readonly copy: string }> {
  const store = await makeFileStore({ key });
  await markStore(store, 'old');
  const copy = await copyStore(store, YESTERDAY, { key });
  await markStore(store, 'new');
  await store.close();
  return { path: store.path, copy };
}

/** A folder on another file system than that of the tests' stores: Linux always has this one. */
function onAnotherDisk(): string {
  const folder = mkdtempSync('/dev/shm/sportello-copies-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(path: string, key: string | null): Promise<FileStore> {
  const store = await openStore({ path, key, clock: stillClock(), log: silentLog });
  onTestFinished(() => store.close());
  return store;
}

describe('a restore', () => {
  it.each([[null], ['some key']])(
    'puts the copy in the place of the store, and keeps the store (key %j)',
    async (key) => {
      const { path, copy } = await storeWithCopy(key);
      const done = await restore(path, key, copy);
      const replaced = join(copiesFolder(path), copyName('replaced', NOW));
      expect(done).toEqual({ file: copy, at: YESTERDAY, tickets: 0, messages: 0, replaced });
      const now = await open(path, key);
      expect([await whichStore(now), await readSetting(now.db, COPIED_AT)]).toEqual(['old', String(YESTERDAY)]);
      expect(await now.check()).toMatchObject([{ id: 'store.integrity', severity: 'ok' }]);
      const kept = await open(replaced, key);
      expect([await whichStore(kept), await readSetting(kept.db, COPIED_AT)]).toEqual(['new', String(NOW)]);
      expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
      // The copy itself is there for the next time.
      expect(existsSync(copy)).toBe(true);
    },
  );

  it('can be taken back by restoring what it replaced', async () => {
    const { path, copy } = await storeWithCopy('k');
    const first = await restore(path, 'k', copy);
    await restore(path, 'k', first.replaced ?? '', NOW + 1);
    expect(await whichStore(await open(path, 'k'))).toBe('new');
    expect((await listCopies(path, 'k', 'pages')).copies.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'replaced sound',
      'replaced sound',
      'daily sound',
    ]);
  });

  it('takes what a killed desk had only in its log along when it keeps the old store', async () => {
    const { path, copy } = await storeWithCopy(null);
    const store = await open(path, null);
    await markStore(store, 'only in the log');
    // As after a kill: the log is not written back.
    const log = readFileSync(`${path}-wal`);
    const main = readFileSync(path);
    await store.close();
    await collectGarbage();
    writeFileSync(path, main);
    writeFileSync(`${path}-wal`, log);
    const { replaced } = await restore(path, null, copy);
    expect(await whichStore(await open(replaced ?? '', null))).toBe('only in the log');
    expect(await whichStore(await open(path, null))).toBe('old');
  });

  it('works where there is no store yet, and over a damaged one, which is kept as it is', async () => {
    const { path, copy } = await storeWithCopy('k');
    const elsewhere = join(makeFolder(), 'store.db');
    expect(await restore(elsewhere, 'k', copy)).toMatchObject({ replaced: null });
    expect(await whichStore(await open(elsewhere, 'k'))).toBe('old');
    const rubbish = Buffer.alloc(100_000, 0x5a);
    writeFileSync(path, rubbish);
    const { replaced } = await restore(path, 'k', copy);
    expect(readFileSync(replaced ?? '')).toEqual(rubbish);
    expect(readCopyName(replaced?.split('/').at(-1) ?? '')?.kind).toBe('damaged');
    expect(await whichStore(await open(path, 'k'))).toBe('old');
  });

  it.skipIf(!existsSync('/dev/shm'))('keeps the old store in a folder of copies on another disk', async () => {
    const { path, copy } = await storeWithCopy('k');
    const elsewhere = onAnotherDisk();
    renameSync(copiesFolder(path), `${path}.old-copies`);
    symlinkSync(elsewhere, copiesFolder(path));
    const file = join(`${path}.old-copies`, basename(copy));
    expect(statSync(elsewhere).dev).not.toBe(statSync(path).dev);
    const { replaced } = await restore(path, 'k', file);
    expect(await whichStore(await open(path, 'k'))).toBe('old');
    expect(replaced).toBe(join(copiesFolder(path), copyName('replaced', NOW)));
    expect(readdirSync(elsewhere)).toEqual([copyName('replaced', NOW)]);
    expect(await whichStore(await open(replaced ?? '', 'k'))).toBe('new');
    expect(readdirSync(dirname(path)).filter((name) => name.includes('replaced'))).toEqual([]);
  });

  it('leaves the old store beside the new one where the folder of copies cannot be written, until it can', async () => {
    const { path, copy } = await storeWithCopy('k');
    const file = join(makeFolder(), 'copy.db');
    copyFileSync(copy, file);
    renameSync(copiesFolder(path), `${path}.old-copies`);
    // A link that leads to itself: no system lets anybody into it.
    symlinkSync(copiesFolder(path), copiesFolder(path));
    const { replaced } = await restore(path, 'k', file);
    expect(replaced).toBe(`${path}.${copyName('replaced', NOW)}`);
    const store = await open(path, 'k');
    expect(await whichStore(store)).toBe('old');
    await store.close();
    rmSync(copiesFolder(path));
    await (await open(path, 'k')).close();
    const { copies } = await listCopies(path, 'k', 'pages');
    expect(copies).toMatchObject([{ kind: 'replaced', state: 'sound' }]);
    expect(existsSync(replaced ?? '')).toBe(false);
  });

  it('that cannot be carried out says what to do, and goes on once it can', async () => {
    const { path, copy } = await storeWithCopy('k');
    await collectGarbage();
    copyFileSync(copy, restoringPath(path));
    orderSwap(path, copyName('replaced', NOW));
    // Where the old store is to be set aside lies a folder with something in it.
    const inTheWay = `${path}.${copyName('replaced', NOW)}`;
    mkdirSync(join(inTheWay, 'something'), { recursive: true });
    await expect(openStore({ path, key: 'k', clock: stillClock(), log: silentLog })).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('Nothing is lost') as string,
      action: expect.stringMatching(/make sure that you may write.*goes on by itself/) as string,
    });
    rmSync(inTheWay, { recursive: true });
    expect(await whichStore(await open(path, 'k'))).toBe('old');
  });

  it('marks a file that was copied by other means, too: its outbox must be frozen', async () => {
    const store = await makeFileStore();
    await markStore(store, 'old');
    await store.close();
    const file = join(makeFolder(), 'by-hand.db');
    writeFileSync(file, readFileSync(store.path));
    await restore(store.path, null, file);
    const restored = await open(store.path, null);
    expect(Number(await readSetting(restored.db, COPIED_AT))).toBe(Math.round(statSync(file).mtimeMs));
    // The file itself is not touched.
    expect(await readSetting((await open(file, null)).db, COPIED_AT)).toBeNull();
  });
});

describe('a restore that is refused', () => {
  it.each<[string, string | null, string | null, (file: string, copy: Buffer) => void, string, RegExp]>([
    ['no store', null, null, (file) => writeFileSync(file, 'Dear diary'), 'copy-unusable', /no store/],
    ['an empty file', 'k', 'k', (file) => writeFileSync(file, ''), 'copy-unusable', /no store/],
    ['another program’s database', null, null, makeForeign, 'copy-unusable', /no store/],
    ['of another key', 'k', 'other', (file, copy) => writeFileSync(file, copy), 'copy-unusable', /key of this profile/],
    ['plain, for an encrypted profile', null, 'k', (file, copy) => writeFileSync(file, copy), 'copy-unusable', /key/],
    [
      'encrypted, for a plain profile',
      'k',
      null,
      (file, copy) => writeFileSync(file, copy),
      'copy-unusable',
      /encrypted/,
    ],
    ['cut off', null, null, (file, copy) => writeFileSync(file, copy.subarray(0, 65536)), 'copy-unusable', /damaged/],
    ['not there', null, null, () => undefined, 'file-unreadable', /given\.db/],
  ])('because the file is %s changes nothing', async (_case, madeWith, profileKey, make, code, sentence) => {
    const source = await makeFileStore({ key: madeWith });
    await markStore(source, 'source');
    const copy = readFileSync(await copyStore(source, NOW, { key: madeWith }));
    const file = join(makeFolder(), 'given.db');
    make(file, copy);
    const { path } = await storeWithCopy(profileKey);
    await collectGarbage();
    const state = () => [
      createHash('sha256').update(readFileSync(path)).digest('hex'),
      readdirSync(join(path, '..')).sort(),
      readdirSync(copiesFolder(path)),
    ];
    const before = state();
    await expect(restore(path, profileKey, file)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence) as string,
    });
    expect(state()).toEqual(before);
    expect(await whichStore(await open(path, profileKey))).toBe('new');
  });

  it('because it was written by a newer program, or is the store itself', async () => {
    const { path, copy } = await storeWithCopy(null);
    await expect(restore(path, null, path)).rejects.toMatchObject({ code: 'copy-unusable' });
    const newer = await open(copy, null);
    await sql`insert into migration values (5000, 'from-the-future', 1)`.execute(newer.db);
    await newer.close();
    await expect(restore(path, null, copy)).rejects.toMatchObject({ detail: { state: 'newer' } });
    expect(await whichStore(await open(path, null))).toBe('new');
  });
});

describe('a restore that is killed', () => {
  it.each<[string, 'old' | 'new']>([
    ['copied', 'new'],
    ['checked', 'new'],
    ['ordered', 'old'],
    ['log-moved', 'old'],
    ['store-moved', 'old'],
    ['swapped', 'old'],
    ['restored', 'old'],
  ])('after "%s" leaves the %s store, whole, with the other one kept and no litter', async (step, which) => {
    const { path, copy } = await storeWithCopy('k');
    await collectGarbage();
    const child = await startChild('tests/engine/children/restore-slowly.ts', [path, 'k', copy, step]);
    await child.said(`${step}\n`);
    child.process.kill('SIGKILL');
    await child.ended;
    const store = await open(path, 'k');
    expect([await whichStore(store), await store.check()]).toMatchObject([which, [{ severity: 'ok' }]]);
    const { copies } = await listCopies(path, 'k', 'pages');
    const kinds = copies.map((each) => `${each.kind} ${each.state}`);
    expect(kinds).toEqual(which === 'old' ? ['replaced sound', 'daily sound'] : ['daily sound']);
    const kept = copies.find((each) => each.kind === 'replaced');
    const keptSays = kept && (await whichStore(await open(kept.path, 'k')));
    expect(keptSays).toBe(which === 'old' ? 'new' : undefined);
    const beside = readdirSync(join(path, '..')).filter((name) => !/^store\.db(-wal|-shm|\.copies)?$/.test(name));
    expect(beside).toEqual([]);
    // It can be done again, to its end.
    await store.close();
    await restore(path, 'k', copy);
    expect(await whichStore(await open(path, 'k'))).toBe('old');
  });
});

/** A sound SQLite file with nothing of ours in it. */
function makeForeign(file: string): void {
  const other = new SqlFile(file, null);
  other.run('create table bookmark (address text)');
  other.close();
}
