import type { Profile } from '../../shared/contract/profile';
import { readAddress } from './read-address';
import type { KeptSecrets, KeptStorePassword, Protection, Secrets } from './secrets';

/**
 * For whom a password of a team's server is: login, server, database, and how the server proves its name. Another team
 * (schema) of the same login has the same. Null for an address that cannot be read; the engine says what is wrong with it.
 */
export function storeGrantOf(url: string): string | null {
  const address = readAddress(url);
  if (address === null) return null;
  const { username, host, pathname, searchParams } = address;
  const proof = [searchParams.get('sslmode') ?? '', searchParams.get('sslrootcert') ?? ''];
  return [username, host, pathname, ...proof].join(' ');
}

/** What the engine gets for a team's server: the variable of cli.md, else what is kept for the same server and login. */
export function storePasswordFor(
  store: Profile['store'],
  kept: KeptStorePassword | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly storePassword?: string } {
  if (store?.kind !== 'postgres') return {};
  const given = environment['SPORTELLO_STORE_PASSWORD'];
  if (given) return { storePassword: given };
  const of = storeGrantOf(store.url);
  return of !== null && kept?.of === of ? { storePassword: kept.password } : {};
}

/** Keeps what was typed for this address where the mailbox's passwords are; null forgets it. */
export async function keepStorePassword(
  secrets: Secrets,
  protection: Protection,
  url: string,
  password: string | null,
): Promise<void> {
  const of = storeGrantOf(url);
  await secrets.change(protection, ({ store: _before, ...kept }): KeptSecrets => {
    return of === null || password === null ? kept : { ...kept, store: { of, password } };
  });
}
