import { basename, join } from 'node:path';
import type { RestoreReport, StoreCopy } from '../../../shared/contract/copies';
import type { Profile } from '../../../shared/contract/profile';
import type { Outside } from '../outside';
import { storePath, storeProtection } from '../profile';
import { acquireProfileLock } from '../store/profile-lock';
import { copiesFolder } from './copy-names';
import { listCopies } from './list-copies';
import { restoreStore } from './restore-store';

/** A profile that no engine has open. `storeKey`: its passphrase, or the key of the keychain. */
export type ClosedProfile = {
  readonly profileDir: string;
  readonly profile: Profile;
  readonly storeKey: string | null;
  readonly outside: Pick<Outside, 'clock' | 'log'>;
};

/**
 * Restores a copy over the store of a profile, and holds the profile meanwhile.
 * @throws SportelloError `profile-held` naming the holder, and as `restoreStore` and `storeProtection`
 */
export async function restoreProfile(closed: ClosedProfile, file: string): Promise<RestoreReport> {
  const { profileDir, profile, outside } = closed;
  const { key } = storeProtection(profile, closed.storeKey);
  const lock = acquireProfileLock(profileDir);
  try {
    const { clock, log } = outside;
    return await restoreStore({ storePath: storePath(profileDir, profile), key, file, now: clock.now(), log });
  } finally {
    lock.release();
  }
}

/** The copies of a profile, whether its store opens or not. Throws as `storeProtection`. */
export async function copiesOf({ profileDir, profile, storeKey }: ClosedProfile): Promise<readonly StoreCopy[]> {
  const { key } = storeProtection(profile, storeKey);
  return (await listCopies(storePath(profileDir, profile), key, 'counts')).copies;
}

/** Path of a copy that a window names: a name in the folder of copies, and no path out of it. */
export function namedCopyPath({ profileDir, profile }: ClosedProfile, name: string): string {
  return join(copiesFolder(storePath(profileDir, profile)), basename(name));
}
