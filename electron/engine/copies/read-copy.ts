import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { CopyState } from '../../../shared/contract/copies';
import { SportelloError } from '../../../shared/contract/errors';
import type { ErrorCode } from '../../../shared/contract/errors';
import { SqlFile } from '../store/driver';
import { NEWEST_SCHEMA } from '../store/migrations/migrate';
import { countStore } from '../store/store-copier';
import { sqliteCode } from '../store/store-failure';
import { fileFailure } from './file-failure';

/** What a file holds, read with the key of the store. */
export type CopyReading =
  | {
      readonly state: 'sound';
      /** When it was copied, epoch ms; null in a store that was never a copy. */
      readonly at: number | null;
      readonly tickets: number;
      readonly messages: number;
      readonly schema: number;
    }
  | { readonly state: Exclude<CopyState, 'sound'>; readonly schema: number | null };

/** `counts` opens and counts; `pages` reads every page and checks its structure. */
export type ReadDepth = 'counts' | 'pages';

/** Setting of a store that says: this is a copy, made at this time. The first engine that opens it takes it away. */
export const COPIED_AT = 'copied_at';

/** SQLite's smallest page: every file is a multiple of it. */
const SECTOR_BYTES = 512;
/** Begins every SQLite file that is not encrypted. */
const PLAIN_HEADER = 'SQLite format 3\0';
/** Tables that every store of this program has had. */
const OUR_TABLES = ['migration', 'setting', 'ticket', 'message', 'outbox'];

/** What keeps one file from being read and says nothing of the others. */
const UNREADABLE: readonly ErrorCode[] = ['file-unreadable', 'profile-held'];

/** Looks into a copy without changing it. Whatever is wrong with it is its state: the other copies are read all the same. */
export function readCopy(path: string, key: string | null, depth: ReadDepth): CopyReading {
  try {
    return withCopy(path, key, (file) => inspect(file, depth));
  } catch (error) {
    if (!(error instanceof SportelloError) || !UNREADABLE.includes(error.code)) throw error;
    return { state: 'unreadable', schema: null };
  }
}

/**
 * Makes a file that was just copied a copy: all in one file, marked with its time (`at`, epoch ms; an older mark stays),
 * every page checked. An unsound one is answered, not mended. Throws `file-unreadable`, `profile-held`, `copy-no-room`.
 */
export function sealCopy(path: string, key: string | null, at: number): CopyReading {
  return withCopy(path, key, (file) => {
    // Also takes in the log that may lie beside it.
    file.run('pragma journal_mode = delete');
    const before = inspect(file, 'pages');
    if (before.state !== 'sound' || before.at !== null) return before;
    file.run('pragma secure_delete = on');
    file.run(`insert into setting (name, value) values ('${COPIED_AT}', ?)`, [String(at)]);
    return { ...before, at };
  });
}

function withCopy(path: string, key: string | null, work: (file: SqlFile) => CopyReading): CopyReading {
  const isPlain = isStorePlain(path);
  if (isPlain === null) return { state: 'no-store', schema: null };
  if (isPlain !== (key === null)) return { state: 'other-key', schema: null };
  const file = new SqlFile(path, key);
  try {
    return work(file);
  } catch (error) {
    if (!(error instanceof SportelloError) || error.code !== 'store-corrupt') throw error;
    // With a key SQLite cannot tell another one from a damaged first page.
    const isUnread = key !== null && sqliteCode(error.cause).startsWith('SQLITE_NOTADB');
    return { state: isUnread ? 'other-key' : 'damaged', schema: null };
  } finally {
    file.close();
  }
}

/** Whether it is plain, as far as the outside of the file says; null where it is no store at all. */
function isStorePlain(path: string): boolean | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return null;
    const isPlain = isPlainStore(path);
    // An encrypted store begins with noise; what does not even have whole sectors is none.
    return !isPlain && (stat.size === 0 || stat.size % SECTOR_BYTES !== 0) ? null : isPlain;
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function inspect(file: SqlFile, depth: ReadDepth): CopyReading {
  const tables = new Set(
    file.run("select name from sqlite_master where type = 'table'").rows.map((row) => row['name']),
  );
  if (OUR_TABLES.some((table) => !tables.has(table))) return { state: 'no-store', schema: null };
  const [newest] = file.run('select max(number) as number from migration').rows;
  const schema = Number(newest?.['number'] ?? 0);
  if (schema > NEWEST_SCHEMA) return { state: 'newer', schema };
  if (depth === 'pages') {
    const [said] = file.run('pragma integrity_check(1)').rows;
    if (said?.['integrity_check'] !== 'ok') return { state: 'damaged', schema };
  }
  const [mark] = file.run(`select value from setting where name = '${COPIED_AT}'`).rows;
  const at = mark === undefined ? null : Number(mark['value']);
  return { state: 'sound', at, schema, ...countStore(file) };
}

/** Whether a file begins as a SQLite file that is not encrypted. */
export function isPlainStore(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(PLAIN_HEADER.length);
    readSync(file, header, 0, header.length, 0);
    return header.toString('latin1') === PLAIN_HEADER;
  } finally {
    closeSync(file);
  }
}
