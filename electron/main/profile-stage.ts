import type { Profile } from '../../shared/contract/profile';

/** What must happen before the engine can open this profile's store. */
export type ProfileStage =
  | { readonly stage: 'welcome' }
  | { readonly stage: 'protect' }
  | { readonly stage: 'unlock' }
  /** `decided` differs from the profile where a choice was found that has to be written down first. */
  | { readonly stage: 'desk'; readonly profile: Profile; readonly key: 'keychain' | 'passphrase' | 'none' };

/**
 * Decides from the profile, the passphrase (typed, or of the environment; null = none) and whether the system has a
 * keychain. An encryption that nobody chose is the keychain where there is one (the desk's default, cli.md), the
 * passphrase where one was given, and otherwise asked for: never a silent fallback.
 */
export function decideStage(profile: Profile | null, passphrase: string | null, keychain: boolean): ProfileStage {
  if (!profile?.mailbox && !profile?.mailboxes) return { stage: 'welcome' };
  // A team's store has no key here, but passwords that are kept as well as this computer can.
  if (profile.store?.kind === 'postgres') {
    return { stage: 'desk', profile, key: teamKey(passphrase, keychain) };
  }
  const encryption = profile.store?.encryption ?? (passphrase ? 'passphrase' : keychain ? 'keychain' : null);
  if (!encryption) return { stage: 'protect' };
  if (encryption === 'passphrase' && !passphrase) return { stage: 'unlock' };
  const store = { ...profile.store, kind: 'sqlite' as const, encryption };
  return { stage: 'desk', profile: { ...profile, store }, key: encryption };
}

/** What protects the secrets of a desk on a team's store: the best that there is. */
export function teamKey(passphrase: string | null, keychain: boolean): 'keychain' | 'passphrase' | 'none' {
  return keychain ? 'keychain' : passphrase ? 'passphrase' : 'none';
}
