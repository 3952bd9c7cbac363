import { open, readFile, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { DeskMailbox } from '../engine/desk-settings';
import { TOKEN_FILE_VARIABLE, variableOf } from '../../shared/contract/secret-variables';
import type { CommandLine } from './command';

/**
 * A refresh token in a file of its owner's: for hosts without a keychain, whose provider gives a new one with each use. A
 * variable could not be changed for the next start.
 */
export type TokenFile = {
  /** null where the file is not there or empty: nobody has signed in. */
  read(): Promise<string | null>;
  /** Replaces it in one step, on the disk when it settles; null empties it. */
  keep(refreshToken: string | null): Promise<void>;
};

/** Token files by mailbox id; a mailbox without one is absent. */
export type TokenFiles = ReadonlyMap<string, TokenFile>;

/** The files that the environment names: for the first mailbox without its id, too. */
export function tokenFilesOf(mailboxes: readonly DeskMailbox[], line: CommandLine): TokenFiles {
  const files = new Map<string, TokenFile>();
  for (const [index, { id }] of mailboxes.entries()) {
    const usual = index === 0 ? line.environment[TOKEN_FILE_VARIABLE] : undefined;
    const path = line.environment[variableOf(TOKEN_FILE_VARIABLE, id)] || usual;
    if (path) files.set(id, tokenFile(resolve(line.workingDir, path)));
  }
  return files;
}

export function tokenFile(path: string): TokenFile {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw unusable(path, error);
      });
      return text.trim() || null;
    },
    async keep(refreshToken) {
      try {
        const file = await open(`${path}.new`, 'w', 0o600);
        try {
          await file.writeFile(refreshToken === null ? '' : `${refreshToken}\n`);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(`${path}.new`, path);
      } catch (error) {
        throw unusable(path, error as NodeJS.ErrnoException);
      }
    },
  };
}

function unusable(path: string, cause: NodeJS.ErrnoException): SportelloError {
  return new SportelloError(
    'secret-unavailable',
    `The token file ${path} cannot be used (${cause.code ?? cause.message})`,
    {
      action: 'Correct SPORTELLO_OAUTH_REFRESH_TOKEN_FILE, or the rights of the folder; the sign-in is kept there.',
      retryable: true,
      detail: { file: path },
      cause,
    },
  );
}
