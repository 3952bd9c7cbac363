import type { ErrorReason } from '../contract/error-reasons';
import { SportelloError } from '../contract/errors';

const POSTGRES_PORT = 5432;
/** Schema where the address names none. */
export const DEFAULT_SCHEMA = 'sportello';
/** PostgreSQL cuts names at 63 bytes; `_agent`, `_owner` and the names of policies are made from this one. */
const SCHEMA_NAME = /^[a-z][a-z0-9_]{0,39}$/;
const PARAMETERS = ['schema', 'sslmode', 'sslrootcert'];

type AddressReason = Extract<ErrorReason<'profile-incomplete'>, `team-${string}`>;

/** Where a team's store is, as `store.url` of a profile says it. Holds no secret. */
export type TeamAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly schema: string;
  /** false only on this machine: elsewhere the server has to prove its name. */
  readonly tls: boolean;
  /** PEM file of a private authority, relative to the profile folder; null where the public ones hold. */
  readonly authority: string | null;
};

/**
 * Reads `postgres://anna@db.example:5432/desk?schema=corsi&sslmode=verify-full&sslrootcert=ca.pem`.
 * @throws SportelloError `profile-incomplete` with what to write instead. What it quotes is never a password.
 */
export function readTeamAddress(url: string): TeamAddress {
  const parsed = parse(url);
  if (parsed.password !== '') {
    throw unusable(
      'The address of the team’s store holds a password, where everybody who sees the profile could read it.',
      'Take it out of "store.url"; give it in SPORTELLO_STORE_PASSWORD, or type it in the desk, which keeps it in the keychain. Change it if others could have read it.',
      'team-address-password',
    );
  }
  const user = decoded(parsed.username);
  const database = decoded(parsed.pathname.slice(1));
  const host = decoded(parsed.hostname).replace(/^\[(.*)\]$/, '$1');
  const missing = [host === '' && 'server', user === '' && 'login', database === '' && 'database'].filter(Boolean);
  if (missing.length > 0 || database.includes('/')) {
    throw unusable(
      `The address of the team’s store names no ${missing.join(' and no ') || 'usable database'}.`,
      'Write it as postgres://LOGIN@SERVER/DATABASE?schema=TEAM.',
    );
  }
  const given = parameters(parsed.searchParams);
  const schema = given('schema') ?? DEFAULT_SCHEMA;
  checkSchemaName(schema);
  const tls = wantsTls(given('sslmode') ?? 'verify-full', host);
  return {
    host,
    port: parsed.port === '' ? POSTGRES_PORT : Number(parsed.port),
    database,
    user,
    schema,
    tls,
    authority: given('sslrootcert'),
  };
}

/** Writes an address as `readTeamAddress` reads it. */
export function writeTeamAddress(address: TeamAddress): string {
  const { host, port, database, user, schema, tls, authority } = address;
  const server = host.includes(':') ? `[${host}]` : host;
  const parameters = [
    `schema=${schema}`,
    `sslmode=${tls ? 'verify-full' : 'disable'}`,
    ...(authority === null ? [] : [`sslrootcert=${encodeURIComponent(authority)}`]),
  ];
  const at = `${encodeURIComponent(user)}@${server}${port === POSTGRES_PORT ? '' : `:${String(port)}`}`;
  return `postgres://${at}/${encodeURIComponent(database)}?${parameters.join('&')}`;
}

/** @throws SportelloError `profile-incomplete` where this is no name for a team's schema. */
export function checkSchemaName(schema: string): void {
  if (SCHEMA_NAME.test(schema) && !/^(?:pg_|public$|information_schema$)/.test(schema)) return;
  throw unusable(
    'The schema in the address of the team’s store is not usable as a name.',
    'Choose up to 40 small letters, digits and _, beginning with a letter, as in ?schema=corsi; not "public", not "pg_…".',
    'team-schema',
  );
}

/** An address that only programs of this machine reach (RFC 1122, RFC 4291, RFC 6761). */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function parse(url: string): URL {
  try {
    if (/^postgres(?:ql)?:\/\//.test(url)) return new URL(url);
  } catch {
    // Said below, and not quoted: what cannot be read may hold a password anywhere.
  }
  throw unusable(
    'The address of the team’s store cannot be read.',
    'Write it as postgres://LOGIN@SERVER/DATABASE?schema=TEAM.',
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable('The address of the team’s store has a % that stands for nothing.', 'Write % as %25 in names.');
  }
}

function parameters(given: URLSearchParams): (name: string) => string | null {
  for (const name of new Set(given.keys())) {
    if (!PARAMETERS.includes(name)) {
      const isPassword = /pass/i.test(name);
      throw unusable(
        `The address of the team’s store has a parameter that is not known${isPassword ? '' : `: ${name.slice(0, 40)}`}.`,
        isPassword
          ? 'A password never stands in the address: give it in SPORTELLO_STORE_PASSWORD.'
          : `There are ${PARAMETERS.join(', ')}.`,
        isPassword ? 'team-address-password' : 'team-address',
      );
    }
    if (given.getAll(name).length > 1) {
      throw unusable(`The address of the team’s store says ${name} twice.`, 'Say it once.');
    }
  }
  return (name) => given.get(name) || null;
}

function wantsTls(mode: string, host: string): boolean {
  if (mode === 'verify-full') return true;
  if (mode === 'disable' && isLoopback(host)) return false;
  throw unusable(
    mode === 'disable'
      ? `Without TLS, everybody between here and ${host} could read the customers' mails.`
      : 'The address of the team’s store has another sslmode than verify-full.',
    'Write sslmode=verify-full (or leave it out) and sslrootcert=FILE where the server’s certificate comes from an authority of your own; sslmode=disable is for a server on this machine (127.0.0.1).',
    'team-tls',
  );
}

function unusable(message: string, action: string, reason: AddressReason = 'team-address'): SportelloError {
  return new SportelloError('profile-incomplete', message, { reason, action });
}
