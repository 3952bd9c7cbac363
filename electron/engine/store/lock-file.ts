import { SqlFile } from './driver';
import { SportelloError } from '../../../shared/contract/errors';

/** A lock of the operating system on a file; it goes when its process goes, however that ends. */
export type FileLock = { release(): void };

/**
 * Takes the lock, or answers null where another process (or this one) has it. Node has no call for it, SQLite does:
 * an exclusive transaction on an empty database is held by the system's own file lock on every platform.
 */
export function lockFile(path: string): FileLock | null {
  const file = new SqlFile(path, null);
  try {
    // Nothing is ever written in it, so no journal needs to lie beside it.
    file.run('pragma journal_mode = memory');
    file.run('begin exclusive');
  } catch (error) {
    file.close();
    if (error instanceof SportelloError && error.code === 'profile-held') return null;
    throw error;
  }
  let isHeld = true;
  return {
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      // The rollback frees the lock at once; closing alone would wait for the garbage collection.
      file.run('rollback');
      file.close();
    },
  };
}
