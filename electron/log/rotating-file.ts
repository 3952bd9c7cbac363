import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Size at which a log file is put aside, bytes. */
export const MAX_LOG_BYTES = 5 * 1024 * 1024;
/** Files that were put aside, `.1` the newest: some weeks of a busy desk, and never more than 20 MB in all. */
export const KEPT_LOGS = 3;

/**
 * Appends a line to a log that only its owner may read. A full one becomes `.1`, that one `.2`, and the oldest goes. Throws what the
 * system says.
 */
export function appendRotating(path: string, line: string, maxBytes: number = MAX_LOG_BYTES): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) putAside(path);
  appendFileSync(path, `${line}\n`, { mode: 0o600 });
}

function putAside(path: string): void {
  for (let number = KEPT_LOGS - 1; number >= 1; number -= 1) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  renameSync(path, `${path}.1`);
}
