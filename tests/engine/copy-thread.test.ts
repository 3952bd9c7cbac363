import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inCopyThread } from '../../electron/engine/copies/copy-thread';
import { SqlFile } from '../../electron/engine/store/driver';
import { copyStore } from '../support/copied-store';
import { makeFolder, makeFileStore } from '../support/make-store';

const NOW = Date.UTC(2026, 0, 15, 9);
let folder = '';
let worker = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sportello-copy-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('electron/engine/copies/copy-worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { external: ['libsql'], output: { format: 'cjs', entryFileNames: 'copy-worker.cjs' } },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  worker = join(folder, 'copy-worker.cjs');
  // The binding is found from where the bundle lies, as in the packaged app.
  writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll('require("libsql")', `require(${libsqlPath()})`));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function libsqlPath(): string {
  return JSON.stringify(resolve('node_modules/libsql/index.js'));
}

/** A file of a sound store that is no copy yet. */
async function bareFile(key: string | null): Promise<string> {
  const store = await makeFileStore({ key });
  const path = join(makeFolder(), 'bare.db');
  await store.copyTo(path);
  return path;
}

describe('the thread that opens copies', () => {
  it.each([[null], ['some key']])(
    'makes a copy of a file and reads copies, with its own binding (key %j)',
    async (key) => {
      const path = await bareFile(key);
      expect(await inCopyThread({ kind: 'seal', path, key, at: NOW }, worker)).toMatchObject([
        { state: 'sound', at: NOW, tickets: 0, messages: 0 },
      ]);
      const store = await makeFileStore({ key });
      const copy = await copyStore(store, NOW + 1, { key });
      const paths = [path, copy, join(folder, 'gone.db'), worker];
      const readings = await inCopyThread({ kind: 'read', paths, key, depth: 'pages' }, worker);
      expect(readings.map((reading) => reading.state)).toEqual(['sound', 'sound', 'no-store', expect.any(String)]);
      expect(readings[3]?.state).not.toBe('sound');
    },
  );

  it('has let go of the file when it answers, so that it can be renamed on every system', async () => {
    const path = await bareFile('k');
    await inCopyThread({ kind: 'seal', path, key: 'k', at: NOW }, worker);
    expect(openFiles().filter((file) => file.startsWith(path))).toEqual([]);
  });

  it('says an expected failure with its code', async () => {
    const path = await bareFile(null);
    const other = new SqlFile(path, null);
    other.run('pragma journal_mode = delete');
    other.run('begin exclusive');
    const sealed = inCopyThread({ kind: 'seal', path, key: null, at: NOW }, worker);
    await expect(sealed).rejects.toMatchObject({ code: 'profile-held', detail: { path } });
    other.run('rollback');
    other.close();
  });

  it('that ends without an answer is a failure, not a wait for ever', async () => {
    const broken = join(folder, 'broken.cjs');
    writeFileSync(broken, 'process.exit(7);');
    await expect(inCopyThread({ kind: 'read', paths: [], key: null, depth: 'counts' }, broken)).rejects.toThrow(
      'ended with 7',
    );
  });
});

/** Files that this process has open, on systems that show it. */
function openFiles(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      // Closed since the folder was read.
      return [];
    }
  });
}
