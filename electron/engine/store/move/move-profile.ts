import { hostname } from 'node:os';
import type { EngineSecrets } from '../../../../shared/contract/host';
import type { Profile } from '../../../../shared/contract/profile';
import { SportelloError } from '../../../../shared/contract/errors';
import type { Outside } from '../../outside';
import { saveProfile, storePath, storeProtection } from '../../profile';
import { openStore } from '../open-store';
import { openTeamStore } from '../postgres/open-team-store';
import { readTeamAddress, teamConnection, writeTeamAddress } from '../postgres/team-address';
import { acquireProfileLock } from '../profile-lock';
import type { Store } from '../store';
import type { MoveProgress } from './copy-rows';
import { fileSide } from './move-side';
import type { MoveSide } from './move-side';
import { cancelMove, moveStore } from './move-store';
import type { MoveReport } from './move-store';
import { teamSide } from './team-side';

type StoreSettings = NonNullable<Profile['store']>;

/** Where the store of a profile goes: to a team's server, or into a file of the profile. */
export type MoveTo =
  | { readonly kind: 'team'; readonly url: string }
  | { readonly kind: 'file'; readonly encryption: 'passphrase' | 'none' };

/** A profile that no engine has open. */
export type MovedProfile = {
  readonly profileDir: string;
  readonly profile: Profile;
  readonly secrets: EngineSecrets;
  readonly outside: Outside;
};

export type ProfileMove = MoveReport & { readonly from: string; readonly to: string };

/**
 * Moves the store of a profile, and then names the new one in profile.json: one rename, the last step. Answers null where the
 * profile is there already. Holds the profile meanwhile.
 * @throws SportelloError `profile-held`, `not-allowed`, `secret-unavailable`, and as `moveStore`, `openStore`, `openTeamStore`
 */
export async function moveProfile(moved: MovedProfile, to: MoveTo, tell: MoveProgress): Promise<ProfileMove | null> {
  const { profileDir, profile, outside } = moved;
  const settings = newSettings(profile, to);
  if (settings === null) return null;
  const lock = acquireProfileLock(profileDir);
  const open: Store[] = [];
  try {
    const source = await openSide(moved, profile, open);
    const target = await openSide(moved, { ...profile, store: settings }, open, 'new');
    const report = await moveStore({ source, target, outside, tell });
    await saveProfile(profileDir, { ...profile, store: settings });
    outside.log.info('move', 'switched');
    return { ...report, from: source.place, to: target.place };
  } finally {
    for (const store of open) await store.close();
    lock.release();
  }
}

/** Gives up the move of a profile's store that is under way. @throws SportelloError as `cancelMove` */
export async function cancelProfileMove(moved: MovedProfile): Promise<void> {
  const lock = acquireProfileLock(moved.profileDir);
  const open: Store[] = [];
  try {
    await cancelMove(await openSide(moved, moved.profile, open));
  } finally {
    for (const store of open) await store.close();
    lock.release();
  }
}

/** What profile.json says of the store afterwards; null where it says so now. */
function newSettings({ store }: Profile, to: MoveTo): StoreSettings | null {
  const current = store?.kind === 'postgres' ? readTeamAddress(store.url) : null;
  if (to.kind === 'file') {
    // Of this team, and the same at every try: a move that was interrupted goes on in it.
    return current && { kind: 'sqlite', encryption: to.encryption, path: `store-${current.schema}.db` };
  }
  const url = writeTeamAddress(readTeamAddress(to.url));
  if (current === null) return { kind: 'postgres', url };
  if (writeTeamAddress(current) === url) return null;
  throw new SportelloError('move-refused', 'The profile is on the server of a team.', {
    action: 'Move it into a file first (`move --to file`), and from there to the other team.',
  });
}

async function openSide(
  { profileDir, secrets, outside }: MovedProfile,
  profile: Profile,
  open: Store[],
  age: 'old' | 'new' = 'old',
): Promise<MoveSide> {
  if (profile.store?.kind === 'postgres') {
    const connection = teamConnection(readTeamAddress(profile.store.url), secrets.storePassword ?? null, profileDir);
    const store = await openTeamStore(connection, outside, 'move');
    open.push(store);
    return teamSide(store, connection, outside);
  }
  const { key } = storeProtection(profile, secrets.storeKey);
  const path = storePath(profileDir, profile);
  const { clock, log } = outside;
  const store = await openStore({ path, key, clock, log, ...(age === 'old' ? { mustExist: true } : {}) });
  open.push(store);
  return fileSide(store, hostname());
}
