import { readFileSync } from 'node:fs';
import { SportelloError } from '../../shared/contract/errors';
import type { ServerSettings } from '../../shared/contract/profile';
import { profilePath } from './profile';

/**
 * PEM text of the private authority of a server; null where the public ones hold.
 * @throws SportelloError `profile-incomplete` where the file cannot be read.
 */
export function readCertificate(profileDir: string, server: ServerSettings): string | null {
  if (server.ca === undefined) return null;
  const file = profilePath(profileDir, server.ca);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SportelloError('profile-incomplete', `The certificate ${file} of ${server.host} cannot be read`, {
      reason: 'certificate',
      action:
        'Correct the certificate in the settings of the mailbox ("ca" in profile.json), or put the PEM file there.',
      detail: { file, host: server.host },
      cause: error,
    });
  }
}
