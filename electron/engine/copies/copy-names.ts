import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COPY_KINDS } from '../../../shared/contract/copies';
import type { CopyKind } from '../../../shared/contract/copies';
import { fileFailure } from './file-failure';

/** A copy as its name says it. */
export type NamedCopy = { readonly name: string; readonly kind: CopyKind; readonly at: number };

/** Ends the name of a copy that is not whole yet; told apart from anything that a person may have put there. */
const PARTIAL = '.sportello-partial';

/** Colons of ISO 8601 are not allowed in file names on Windows. */
const NAME = new RegExp(`^(${COPY_KINDS.join('|')})-(\\d{4}-\\d{2}-\\d{2}T)(\\d{2})-(\\d{2})-(\\d{2})-(\\d{3})Z\\.db$`);

/** Folder of a store's copies: beside the store, so on the same disk, and named after it. */
export function copiesFolder(storePath: string): string {
  return `${storePath}.copies`;
}

/** `daily-2026-01-15T09-00-00-000Z.db` */
export function copyName(kind: CopyKind, at: number): string {
  return `${kind}-${new Date(at).toISOString().replaceAll(':', '-').replace('.', '-')}.db`;
}

/** What a name says; null where it is no name of a copy. */
export function readCopyName(name: string): NamedCopy | null {
  const [, kind, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
  const at = Date.parse(`${day}${hour}:${minute}:${second}.${ms}Z`);
  const known = COPY_KINDS.find((one) => one === kind);
  return known === undefined || Number.isNaN(at) ? null : { name, kind: known, at };
}

/** The copies of a store by their names, newest first. Throws `file-unreadable` where their folder cannot be read. */
export function namedCopies(storePath: string): readonly NamedCopy[] {
  return namesIn(copiesFolder(storePath))
    .flatMap((name) => readCopyName(name) ?? [])
    .sort((one, other) => other.at - one.at);
}

/**
 * Makes the folder, for its owner only, and takes away what a copy that was killed left in it.
 * @throws SportelloError `file-unreadable`, `copy-no-room`
 */
export function prepareCopiesFolder(storePath: string): string {
  const folder = copiesFolder(storePath);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of namesIn(folder)) {
      if (name.includes(PARTIAL)) rmSync(join(folder, name), { force: true });
    }
    return folder;
  } catch (error) {
    throw fileFailure(error, folder);
  }
}

/** Where a copy is written before it is whole. */
export function partialOf(path: string): string {
  return `${path}${PARTIAL}`;
}

/** A database file and what SQLite may have put beside it. */
export function withCompanions(path: string): readonly string[] {
  return ['', '-wal', '-shm', '-journal'].map((end) => `${path}${end}`);
}

/** Removes a database file with its companions; nothing where it is not there. Throws `file-unreadable`. */
export function removeDatabase(path: string): void {
  try {
    for (const file of withCompanions(path)) rmSync(file, { force: true });
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && ['ENOENT', 'ENOTDIR'].includes(String(Reflect.get(error, 'code')))) return [];
    throw fileFailure(error, folder);
  }
}
