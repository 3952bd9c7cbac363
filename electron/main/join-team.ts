import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { SportelloError } from '../../shared/contract/errors';
import type { Profile } from '../../shared/contract/profile';
import type { ShellState } from '../../shared/contract/shell-api';
import type { MemberView } from '../../shared/contract/team-work';
import { readTeamAddress, writeTeamAddress } from '../../shared/domain/team-address';
import type { TeamAddress } from '../../shared/domain/team-address';
import { addressInInvitation } from '../../shared/domain/team-invitation';
import { writeWhole } from './profile-file';
import { readAddress } from './read-address';

/** Where the certificate that a person chose is kept, beside profile.json. */
const CERTIFICATE = 'team-ca.pem';
/** A bundle of authorities has some hundred kB; nothing larger is a certificate. */
const LARGEST_CERTIFICATE = 1_000_000;

/**
 * The address of the store in what was pasted of an invitation; null where there is none. Here and not in the window, because the
 * fallback runtime's Chromium reads no `postgres:` addresses.
 * @throws SportelloError `profile-incomplete` with what is wrong with it
 */
export function readInvitation(text: string): TeamAddress | null {
  const url = addressInInvitation(text);
  return url === null ? null : readTeamAddress(url);
}

/** The team of a profile, for people; null for a store of one's own, and for an address that the engine will refuse. */
export function teamOf(profile: Profile | null): ShellState['team'] {
  const address = profile?.store?.kind === 'postgres' ? readAddress(profile.store.url) : null;
  return address && { host: address.hostname, login: address.username };
}

/**
 * The profile of one who joins: who the server says one is, and the team's store.
 * @throws SportelloError `not-allowed` where a mailbox was read into a store of its own: its tickets would be left behind
 */
export function joined(profile: Profile | null, url: string, { name, email }: MemberView): Profile {
  if (profile && (profile.mailbox || profile.mailboxes) && profile.store?.kind !== 'postgres') {
    throw new SportelloError('not-allowed', 'This desk has a store of its own, whose tickets would be left behind.', {
      reason: 'own-store',
      action: 'Move it to the team with the command `move`, or join from another profile folder.',
    });
  }
  return { ...profile, agent: { name, email }, store: { kind: 'postgres', url } };
}

/**
 * Takes the certificate that an address names anywhere on this computer along into the profile folder, where it stays when the download
 * is deleted. Answers the address to be written down.
 * @throws SportelloError `file-unreadable` where that file holds no certificate
 */
export async function keepCertificate(profileDir: string, url: string): Promise<string> {
  const address = readTeamAddress(url);
  const { authority } = address;
  if (authority === null || !isAbsolute(authority)) return url;
  const text = await readFile(authority, 'utf8').catch((error: unknown) => {
    throw noCertificate(authority, error);
  });
  if (text.length > LARGEST_CERTIFICATE || !text.includes('-----BEGIN CERTIFICATE-----'))
    throw noCertificate(authority);
  await writeWhole(join(profileDir, CERTIFICATE), text);
  return writeTeamAddress({ ...address, authority: CERTIFICATE });
}

function noCertificate(path: string, cause?: unknown): SportelloError {
  return new SportelloError('file-unreadable', `${path} cannot be read as a certificate.`, {
    reason: 'certificate',
    action: 'Choose the PEM file that came with the invitation.',
    detail: { path },
    cause,
  });
}
