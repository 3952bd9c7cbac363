import { SportelloError } from '../../../shared/contract/errors';
import type { ErrorCode } from '../../../shared/contract/errors';
import { failureCode } from '../store/postgres/postgres-failure';
import { CONNECT_MS } from '../store/postgres/team-address';
import type { TeamConnection } from '../store/postgres/team-address';

type Said = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly action: string;
  readonly retryable?: boolean;
};
type Place = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly schema: string;
  readonly user: string;
};

/** What a connection that did not come about says, as a person can use it. What is none of that is a bug and given back. */
export function connectionFailure(error: unknown, { at, schema, config }: TeamConnection): unknown {
  if (!(error instanceof Error)) return error;
  const place: Place = { ...at, schema, user: config.user ?? '' };
  const said = byCode(codeOf(error), place) ?? byWords(error.message, place);
  if (said === null) return error;
  return new SportelloError(said.code, said.message, {
    ...reasonOf(said.code),
    action: said.action,
    retryable: said.retryable ?? false,
    detail: { ...place, port: at.port, code: codeOf(error) },
    cause: error,
  });
}

function reasonOf(code: ErrorCode): { readonly reason?: 'connecting' | 'login' } {
  if (code === 'store-away') return { reason: 'connecting' };
  return code === 'store-refused' ? { reason: 'login' } : {};
}

/** Code of Node, OpenSSL or PostgreSQL. Of several addresses that were all tried, the first one's. */
function codeOf(error: Error): string {
  const code = failureCode(error);
  if (code !== '') return code;
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? codeOf(first) : '';
}

function byCode(code: string, place: Place): Said | null {
  const { host, port, database, user } = place;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'store-host-unknown',
        message: `Nobody knows a server ${host}.`,
        action: 'Check its name in the address of the store, and whether this computer is online.',
        retryable: code === 'EAI_AGAIN',
      };
    case 'ECONNREFUSED':
      return {
        code: 'store-not-listening',
        message: `${host} is there, but no PostgreSQL answers at port ${String(port)}.`,
        action: 'Check the port in the address of the store; if it is right, ask whether the server runs.',
        retryable: true,
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
    case 'EPIPE':
    case '57P03':
    case '53300':
      return noAnswer(place);
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return {
        code: 'store-tls-expired',
        message: `The certificate of ${host} is not valid today.`,
        action: "Check this computer's date; if it is right, the server needs a new certificate.",
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        code: 'store-tls-name',
        message: `The server shows a certificate for another name than ${host}.`,
        action:
          'Write the name that stands in the certificate into the address of the store, or have the certificate made for this one.',
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_SIGNATURE_FAILURE':
      return {
        code: 'store-tls-authority',
        message: `The certificate of ${host} comes from an authority that this computer does not know.`,
        action:
          "Ask who looks after the server for its authority's certificate (a PEM file) and name it: &sslrootcert=ca.pem in the address of the store.",
      };
    case '28P01':
    case '28000':
      return refused(place);
    case '3D000':
      return databaseMissing(place);
    case '42501':
      return {
        code: 'store-not-member',
        message: `${user} may not use the database ${database} on ${host}.`,
        action: 'Ask an admin of the team to add you (`team add`), and check the database in the address.',
      };
    default:
      return null;
  }
}

/** pg and PgBouncer say some of it in words alone. */
function byWords(words: string, place: Place): Said | null {
  if (/does not support SSL connections/.test(words)) {
    return {
      code: 'store-tls-missing',
      message: `The server ${place.host} offers no TLS: everybody between here and there could read the customers' mails.`,
      action: 'Have TLS turned on at the server (ssl = on, or client_tls_sslmode of PgBouncer).',
    };
  }
  if (/no such database/.test(words)) return databaseMissing(place);
  if (/no such user|SASL|password authentication failed|login failed|authentication failed/i.test(words))
    return refused(place);
  if (
    /timeout|Connection terminated|server_login_retry|query_wait_timeout|shutting down|no more connections|cannot connect to server/i.test(
      words,
    )
  ) {
    return noAnswer(place);
  }
  return null;
}

function noAnswer({ host, port }: Place): Said {
  return {
    code: 'store-away',
    message: `The team's server ${host}:${String(port)} did not answer within ${String(CONNECT_MS / 1000)} s.`,
    action: 'Check the network (a VPN?), the name and the port; if they are right, ask whether the server runs.',
    retryable: true,
  };
}

function refused({ host, user }: Place): Said {
  return {
    code: 'store-refused',
    message: `The server ${host} does not let ${user} in with this password.`,
    action:
      'Check login, password and database (PgBouncer says the same of a database that it does not know); if they are right, ask an admin whether you are still a member.',
  };
}

function databaseMissing({ host, database }: Place): Said {
  return {
    code: 'store-database-missing',
    message: `There is no database ${database} on ${host}.`,
    action: 'Check the database in the address of the store.',
  };
}
