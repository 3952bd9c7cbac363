import { SportelloError } from '../../../../shared/contract/errors';

/** Where the team's server is, for sentences: never with a password. */
export type ServerName = { readonly host: string; readonly port: number; readonly database: string };

/** SQLSTATE of our own: the store is being moved, or was (`store/move/team-side.ts`). */
export const MOVED_STATE = 'ST006';

/** SQLSTATE or the system's code of a failure, '' where it has none. */
export function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** Another transaction came between and this one may simply run again: it changed nothing (40001, 40P01, 55P03). */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(failureCode(error));
}

/** Of Node and of pg, which has words and no codes for a connection that ended. */
const SYSTEM_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ECONNABORTED',
  'EADDRNOTAVAIL',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const WORDS_AWAY =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|connection ended unexpectedly|query read timeout|timeout expired/i;
/**
 * Class 08: connection; 57P01–57P05: the server goes down or ended us; 57014: it gave a statement up; 53300: no room for one more;
 * 25006: a standby took over; 25P03: we were paused in a transaction.
 */
const STATES_AWAY = /^(?:08|57P0|57014|53300|25006|25P03)/;
/** PgBouncer lost its server; it says so with its own words under 08P01 or 57000. */
const POOLER_AWAY = /pgbouncer|server_login_retry|server conn crashed|server login|query_wait_timeout/i;

/** Whether the server is away or ended the connection: what was not committed did not happen. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = failureCode(error);
  return (
    SYSTEM_AWAY.has(code) || STATES_AWAY.test(code) || WORDS_AWAY.test(error.message) || POOLER_AWAY.test(error.message)
  );
}

/** The team's server is away. `at` names it. */
export function storeAway(at: ServerName, cause: unknown): SportelloError {
  return new SportelloError('store-away', `The team's server ${at.host}:${String(at.port)} does not answer.`, {
    action: 'Nothing was changed; what you typed is kept. The desk goes on by itself when the server is back.',
    detail: { host: at.host, port: at.port, database: at.database, code: failureCode(cause) },
    retryable: true,
    cause,
  });
}

/** What PostgreSQL answers, as a failure that says what to do; a bug is given back as it is. */
export function postgresFailure(error: unknown, at: ServerName): unknown {
  if (error instanceof SportelloError) return error;
  if (isAway(error)) return storeAway(at, error);
  const code = failureCode(error);
  const options = { cause: error, detail: { host: at.host, database: at.database, code } };
  if (isConflict(error)) {
    return new SportelloError('store-busy', 'Colleagues changed the same at the same moment, again and again.', {
      ...options,
      action: 'Nothing was changed; try again.',
      retryable: true,
    });
  }
  if (code === '53100' || code === '53400') {
    return new SportelloError('store-full', `The disk of the team's server ${at.host} is full; nothing was changed.`, {
      ...options,
      reason: 'server',
      action: 'Tell who looks after the server; then try again.',
      retryable: true,
    });
  }
  if (code === '42501') {
    return new SportelloError('not-allowed', 'Your role in the team does not allow this.', {
      ...options,
      reason: 'role',
      action: 'Ask a lead or an admin of the team.',
    });
  }
  if (code === MOVED_STATE) {
    return new SportelloError('store-moved', "The team's store is being moved, or was.", {
      ...options,
      action: 'Nothing was changed. Close the profile and open it again: it says where the store went.',
    });
  }
  if (code.startsWith('28')) {
    return new SportelloError('store-refused', `The team's server ${at.host} does not let you in.`, {
      ...options,
      action: 'Check name and password; if they are right, ask the admin whether you are still a member.',
    });
  }
  return error;
}
