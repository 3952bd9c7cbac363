import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { SportelloError } from '../../../../shared/contract/errors';
import type { TeamAddress } from '../../../../shared/domain/team-address';
import { profilePath } from '../../profile';

export { checkSchemaName, readTeamAddress, writeTeamAddress } from '../../../../shared/domain/team-address';
export type { TeamAddress };

/** A server that is there answers in this time; nobody waits longer for a click. */
export const CONNECT_MS = 5_000;
/** A statement that is not answered in this time was asked of a dead link (a laptop that slept). */
export const ANSWER_MS = 60_000;

/** What a connection needs: settings of pg, the team's schema, and the server's name for sentences. */
export type TeamConnection = {
  readonly config: ClientConfig;
  readonly schema: string;
  readonly at: { readonly host: string; readonly port: number; readonly database: string };
};

/**
 * What pg is given to connect. Only what PgBouncer takes in its transaction mode: no `options`, no settings of a session.
 * @throws SportelloError `secret-unavailable` without a password, `profile-incomplete` where the CA file cannot be read
 */
export function teamConnection(address: TeamAddress, password: string | null, profileDir: string): TeamConnection {
  const { host, port, database, user, schema } = address;
  if (password === null) {
    throw new SportelloError('secret-unavailable', `The password of ${user} at the team's server is not at hand.`, {
      reason: 'team-password',
      action: 'Set SPORTELLO_STORE_PASSWORD, or type it in the desk.',
      detail: { host, user },
    });
  }
  const ca = address.authority === null ? {} : { ca: readAuthority(profilePath(profileDir, address.authority), host) };
  return {
    config: {
      host,
      port,
      database,
      user,
      password,
      ssl: address.tls ? { rejectUnauthorized: true, ...ca } : false,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      application_name: 'sportello',
    },
    schema,
    at: { host, port, database },
  };
}

function readAuthority(file: string, host: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SportelloError('profile-incomplete', `The certificate ${file} of ${host} cannot be read.`, {
      reason: 'certificate',
      action: 'Correct sslrootcert in "store.url", or put the PEM file there.',
      detail: { file, host },
      cause: error,
    });
  }
}
