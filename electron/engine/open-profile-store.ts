import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { EngineSecrets } from '../../shared/contract/host';
import type { Profile } from '../../shared/contract/profile';
import type { Outside } from './outside';
import { storePath, storeProtection } from './profile';
import type { StoreProtection } from './profile';
import { refuseMoved } from './store/move/move-mark';
import { openStore } from './store/open-store';
import { readTeamAddress, teamConnection } from './store/postgres/team-address';
import type { AnyStore } from './store/store';

export type ProfileStore = { readonly store: AnyStore; readonly protection: StoreProtection };

/** Names this machine and profile among those of a team, without saying which they are. */
function placeOf(profileDir: string): string {
  return createHash('sha256')
    .update(`${hostname()} ${resolve(profileDir)}`)
    .digest('hex')
    .slice(0, 16);
}

type ProfileOptions = {
  readonly profileDir: string;
  readonly profile: Profile;
  readonly secrets: EngineSecrets;
  readonly outside: Outside;
};

/**
 * Opens the store that a profile names: a file of its own, or the team's.
 * @throws SportelloError as `openStore` and `openTeamStore`; `store-moved` where it is no longer the one to work with
 */
export async function openProfileStore(options: ProfileOptions): Promise<ProfileStore> {
  const opened = await openNamed(options);
  try {
    await refuseMoved(opened.store.db);
    return opened;
  } catch (error) {
    await opened.store.close();
    throw error;
  }
}

async function openNamed(options: ProfileOptions): Promise<ProfileStore> {
  const { profileDir, profile, secrets, outside } = options;
  if (profile.store?.kind === 'postgres') {
    const connection = teamConnection(readTeamAddress(profile.store.url), secrets.storePassword ?? null, profileDir);
    // An agent alone needs no PostgreSQL: its client is read where there is one.
    const { openTeamStore } = await import('./store/postgres/open-team-store');
    // What lies on the server is protected by who looks after it.
    return {
      store: await openTeamStore(connection, outside, placeOf(profileDir)),
      protection: { encryption: 'server', key: null },
    };
  }
  const protection = storeProtection(profile, secrets.storeKey);
  const path = storePath(profileDir, profile);
  const store = await openStore({ path, key: protection.key, clock: outside.clock, log: outside.log });
  return { store, protection };
}
