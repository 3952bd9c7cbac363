import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Frees at once what nothing holds any more, so that memory can be compared. */
export function collectNow(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

/**
 * Frees what nothing holds any more. libsql lets go of a closed database only then; the real hosts restore in a process
 * that never had the store open, a test does it in its own.
 */
export async function collectGarbage(): Promise<void> {
  collectNow();
  await new Promise(setImmediate);
  collectNow();
  await new Promise(setImmediate);
}
