import { SportelloError } from '../../../shared/contract/errors';

/** SQLite's result code of a failed statement, '' where the error is not SQLite's. */
export function sqliteCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}

/**
 * What SQLite answers, as a failure that says what to do. Only failures of the file and the disk are expected; any
 * other error (a constraint, a wrong statement) is given back as it is.
 */
export function storeFailure(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  const options = { cause: error, detail: { path, code } };
  if (code.startsWith('SQLITE_FULL')) {
    return new SportelloError('store-full', `The disk of the store ${path} is full; nothing was changed.`, {
      ...options,
      action: 'Free some space on that disk, then try again.',
      retryable: true,
    });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new SportelloError('store-corrupt', `The store ${path} is damaged and cannot be read.`, {
      ...options,
      action:
        'Restore the newest copy (the desk offers them, `restore` on the command line); without one, move the file away and start with an empty store: the mail is read again from the server, purchases from their file.',
    });
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return new SportelloError('file-unreadable', `The store ${path} cannot be read or written (${code}).`, {
      ...options,
      reason: 'write',
      action: 'Check that the disk is there and that you may write to this file and its folder.',
      retryable: true,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SportelloError('profile-held', `Another program holds the store ${path} open.`, {
      ...options,
      reason: 'store',
      action: 'Close the other program, then try again.',
      retryable: true,
    });
  }
  return error;
}
