import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Store } from '../../electron/engine/store/store';
import { openStore } from '../../electron/engine/store/open-store';
import { makeFolder, silentLog, stillClock } from '../support/make-store';

/**
 * Looks at the store of a profile as a process left it, in a copy: SQLite's locks belong to a whole process, and libsql ends
 * its connections only when they are collected, so a look at the file itself would disturb the next process. The store must
 * open, and be whole.
 */
export function leftStore(profileDir: string): { look<T>(at: (store: Store) => Promise<T>): Promise<T> } {
  const folder = makeFolder();
  return {
    async look(at) {
      const path = join(folder, 'store.db');
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
      for (const end of ['', '-wal']) {
        const left = join(profileDir, `store.db${end}`);
        if (existsSync(left)) copyFileSync(left, `${path}${end}`);
      }
      const store = await openStore({ path, key: null, clock: stillClock(), log: silentLog });
      try {
        expect((await store.check()).filter(({ severity }) => severity === 'error')).toEqual([]);
        return await at(store);
      } finally {
        await store.close();
      }
    },
  };
}
