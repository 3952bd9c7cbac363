import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees what nothing holds any more. libsql lets go of a closed database only then; the real hosts restore in a process
 * that never had the store open, a test does it in its own.
 */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  await new Promise(setImmediate);
  collect();
  await new Promise(setImmediate);
}
