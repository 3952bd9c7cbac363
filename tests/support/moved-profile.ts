import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../electron/engine/store/open-store';
import type { FileStore, Store } from '../../electron/engine/store/store';
import { everyRow, fillStore } from './filled-store';
import { PASSWORD } from './made-team';
import type { MadeTeam } from './made-team';
import { PROFILE } from './make-engine';
import { makeFolder, silentLog, stillClock } from './make-store';
import { runCli } from './run-cli';
import type { CliRun } from './run-cli';

/** What `move` finds in its environment. */
export const MOVE_ENVIRONMENT = { SPORTELLO_STORE_PASSWORD: PASSWORD };

/** A profile on a file with this many rows in every table, which no desk has open. */
export async function filledProfile(rows: number): Promise<string> {
  const dir = makeFolder();
  writeFileSync(join(dir, 'profile.json'), JSON.stringify(PROFILE));
  await inFile(join(dir, 'store.db'), (store) => fillStore(store, rows));
  return dir;
}

/** Opens a store file for as long as this takes: while it is moved nobody else has it open. */
export async function inFile<T>(path: string, work: (store: FileStore) => Promise<T>): Promise<T> {
  const store = await openStore({ path, key: null, clock: stillClock(), log: silentLog, mustExist: false });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Address of a team as a profile names it. */
export function urlOf(team: Omit<MadeTeam, 'add'>, login = team.admin): string {
  const { host, port, database } = team.as(login).at;
  return `postgres://${login}@${host}:${String(port)}/${database}?schema=${team.schema}&sslmode=disable`;
}

/** The command `move` on a profile. */
export function move(dir: string, ...words: readonly string[]): Promise<CliRun> {
  return runCli(['move', '--profile', dir, ...words], { environment: MOVE_ENVIRONMENT });
}

/** How a command ended, and all that it said on standard error. */
export function ending({ code, err }: CliRun): { readonly code: number; readonly said: string } {
  return { code, said: err.join('\n') };
}

/** All rows that are moved, without the settings that say which store it is. */
export async function movedRows(store: Store): Promise<Record<string, readonly unknown[]>> {
  const { setting = [], ...others } = await everyRow(store);
  return { ...others, setting: setting.filter((row) => !/"name":"(?:team\.|move\.)/.test(JSON.stringify(row))) };
}
