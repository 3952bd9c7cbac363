import { readFile, rename, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { z } from 'zod';
import { SportelloError } from '../../shared/contract/errors';
import { profileSchema } from '../../shared/contract/profile';
import type { Profile } from '../../shared/contract/profile';
import { jsonFault } from '../../shared/domain/json-place';

/** Name of the file that makes a folder a profile. */
export const PROFILE_FILE = 'profile.json';

/** Store file where `store.path` says nothing, below the profile folder. */
const DEFAULT_STORE = 'store.db';

/**
 * Reads and checks `profile.json` of this folder.
 * @throws SportelloError `profile-unreadable` (no file, no JSON) or `profile-incomplete` (names each wrong field).
 */
export async function loadProfile(profileDir: string): Promise<Profile> {
  const file = join(profileDir, PROFILE_FILE);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SportelloError('profile-unreadable', `Cannot read ${file} (${reason})`, {
      reason: 'missing',
      action: 'A profile is a folder with a profile.json: check the path, or write one as the README shows.',
      detail: { file },
      cause: error,
    });
  });
  return parseProfile(text, file);
}

/** Checks the text of a `profile.json`; `file` names it in errors. A byte order mark is allowed. */
export function parseProfile(text: string, file: string): Profile {
  const plain = text.replace(/^\uFEFF/, '');
  let json: unknown;
  try {
    json = JSON.parse(plain);
  } catch (error) {
    const { line, column } = jsonFault(plain) ?? { line: 1, column: 1 };
    throw new SportelloError('profile-unreadable', `${file} is not valid JSON in line ${line}, column ${column}`, {
      reason: 'json',
      action: 'Correct the file there.',
      detail: { file, line, column },
      cause: error,
    });
  }
  const checked = profileSchema.safeParse(json);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(problemOf).join('; ');
  throw new SportelloError('profile-incomplete', `${file} is not usable: ${problems}`, {
    reason: 'fields',
    action: 'Correct these fields; resources/profile.schema.json describes them all.',
    detail: { file, problems, fields: [...new Set(checked.error.issues.map(fieldOf))].join(', ') },
    cause: checked.error,
  });
}

function problemOf(issue: z.core.$ZodIssue): string {
  const field = fieldOf(issue);
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}

function fieldOf({ path }: z.core.$ZodIssue): string {
  return path.map(String).join('.');
}

/** Writes `profile.json` in one step, readable by its owner only. Passwords never pass here: the schema has no room. */
export async function saveProfile(profileDir: string, profile: Profile): Promise<void> {
  const file = join(profileDir, PROFILE_FILE);
  const checked = parseProfile(JSON.stringify(profile), file);
  await writeFile(`${file}.new`, `${JSON.stringify(checked, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** A path of the profile: as it is when absolute, else below the profile folder. */
export function profilePath(profileDir: string, path: string): string {
  return isAbsolute(path) ? path : resolve(profileDir, path);
}

/** The profile's store file; a PostgreSQL profile has none. */
export function storePath(profileDir: string, profile: Profile): string {
  const path = profile.store?.kind === 'sqlite' ? profile.store.path : undefined;
  return profilePath(profileDir, path ?? DEFAULT_STORE);
}

/** How the store is protected, and with which key. */
export type StoreProtection =
  | { readonly encryption: 'none' | 'server'; readonly key: null }
  | { readonly encryption: 'passphrase' | 'keychain'; readonly key: string };

/**
 * The protection that the profile writes down; never guessed (cli.md). `storeKey` is the passphrase, or the key that
 * the desktop app's keychain gave.
 * @throws SportelloError `store-encryption-undecided`, or `secret-unavailable` where the key is not at hand.
 */
export function storeProtection(profile: Profile, storeKey: string | null): StoreProtection {
  const encryption = profile.store?.kind === 'sqlite' ? profile.store.encryption : undefined;
  switch (encryption) {
    case 'none':
      return { encryption, key: null };
    case 'passphrase':
    case 'keychain': {
      if (storeKey !== null) return { encryption, key: storeKey };
      throw encryption === 'passphrase'
        ? new SportelloError('secret-unavailable', 'The store has a passphrase and none was given', {
            reason: 'passphrase',
            action: 'Set SPORTELLO_STORE_PASSPHRASE, or type the passphrase in the desk.',
          })
        : new SportelloError('secret-unavailable', 'The key of this store lies in the keychain of the desktop app', {
            reason: 'store-key',
            action:
              'Open the desk and add a passphrase in Settings › Protect this store; then set SPORTELLO_STORE_PASSPHRASE here.',
          });
    }
    case undefined:
      throw new SportelloError('store-encryption-undecided', 'Nobody has decided how this store is protected', {
        action:
          'Set SPORTELLO_STORE_PASSPHRASE to create it with a passphrase, or write "store":{"kind":"sqlite","encryption":"passphrase"} or "none" in profile.json.',
      });
  }
}

/**
 * For a host without a keychain: a store that does not exist yet and is undecided takes the passphrase if one is set.
 * Answers the profile with the choice written down, or the same profile.
 */
export function decideProtection(profile: Profile, storeExists: boolean, passphrase: string | null): Profile {
  if (profile.store?.kind === 'postgres' || profile.store?.encryption !== undefined) return profile;
  if (storeExists || passphrase === null) return profile;
  return { ...profile, store: { ...profile.store, kind: 'sqlite', encryption: 'passphrase' } };
}
