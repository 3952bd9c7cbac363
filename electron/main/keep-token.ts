import { SportelloError } from '../../shared/contract/errors';
import { keptAt, withKeptAt } from './kept-mailboxes';
import type { KeptPlace } from './kept-mailboxes';
import type { Protection, Secrets } from './secrets';

/** How the secrets of an open mailbox are kept, and the refresh token that its engine has. */
export type OpenGrant = { readonly protection: Protection; readonly place: KeptPlace; refreshToken: string | null };

/**
 * Writes down what a provider gave in place of the refresh token that the engine has; null: none any more. Rejects with
 * `secret-unavailable`, retryable, where the disk or the keychain does not take it now: the mailbox is still signed in.
 */
export async function keepToken(secrets: Secrets, open: OpenGrant, refreshToken: string | null): Promise<void> {
  try {
    await secrets.change(open.protection, (kept) => {
      // Somebody signed in anew meanwhile, or the token came from a variable: what is kept is not this one's.
      const own = keptAt(kept, open.place);
      if (own.grant === undefined || own.grant.refreshToken !== open.refreshToken) return kept;
      return withKeptAt(kept, open.place, { ...own, grant: { ...own.grant, refreshToken } });
    });
  } catch (error) {
    throw notNow(error);
  }
  open.refreshToken = refreshToken;
}

/** Failures of the disk and the keychain; anything else is a bug and stays one. */
function notNow(error: unknown): unknown {
  const isKeychain = error instanceof SportelloError && error.code === 'secret-unavailable';
  const isDisk = error instanceof Error && 'syscall' in error && 'code' in error;
  if (!isKeychain && !isDisk) return error;
  const why = isKeychain ? error.message : `secrets.json: ${String((error as NodeJS.ErrnoException).code)}`;
  return new SportelloError('secret-unavailable', `The sign-in of the mailbox cannot be written down (${why})`, {
    reason: 'sign-in',
    action: 'Make room on the disk, or unlock the keychain. Sportello tries again by itself; nothing is lost.',
    retryable: true,
    cause: error,
  });
}
