import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock, Log } from '../../electron/engine/outside';
import { openStore } from '../../electron/engine/store/open-store';
import type { FileStore, Store } from '../../electron/engine/store/store';
import { makeTeamStore } from './team-store';

/** A log that says nothing. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A clock that stands still at the time given, epoch ms. */
export function stillClock(now = Date.UTC(2026, 0, 15, 9)): Clock {
  return { now: () => now, after: () => () => undefined };
}

/** A folder that the test's end removes. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type MakeStoreOptions = {
  readonly path?: string;
  readonly key?: string | null;
  readonly clock?: Clock;
  readonly log?: Log;
};

/** Whether this suite runs on a team's store: the contract of `Store` holds on both engines. */
export const onPostgres = process.env['SPORTELLO_TEST_STORE'] === 'postgres';

/** A new store on the engine that the suite runs on, gone after the test. */
export function makeStore(options: Pick<MakeStoreOptions, 'clock' | 'log'> = {}): Promise<Store> {
  return onPostgres ? makeTeamStore(options) : makeFileStore(options);
}

/**
 * A new store in a file of its own, gone after the test. Give `path` to open the same file again (close the first
 * one before: a store file has one connection).
 */
export async function makeFileStore(options: MakeStoreOptions = {}): Promise<FileStore> {
  const store = await openStore({
    path: options.path ?? join(makeFolder(), 'store.db'),
    key: options.key ?? null,
    clock: options.clock ?? stillClock(),
    log: options.log ?? silentLog,
  });
  onTestFinished(() => store.close());
  return store;
}
