import type { ErrorReason } from '../../../shared/contract/error-reasons';
import { SportelloError } from '../../../shared/contract/errors';
import type { ServerSettings } from '../../../shared/contract/profile';
import { assertNever } from '../../../shared/assert';

/** What imapflow puts on its errors beside the message. */
type LibraryError = Error & {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly tlsFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly response?: unknown;
  readonly responseText?: string;
  readonly byeReason?: string;
  /** What the server said as it ended the session. */
  readonly reason?: unknown;
};

/** Refusals of a login that say "not now" rather than "wrong password" (RFC 5530 §3). */
const TEMPORARY_REFUSALS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);

/** OpenSSL's and Node's codes for a certificate that is not trusted, and for a wrong name on it. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Codes of a server that answers, but not as an IMAP server with these settings should. */
const PROTOCOL =
  /^(EPROTO|ERR_SSL|STARTTLS_|GREETING_TIMEOUT|UPGRADE_TIMEOUT|InvalidResponse|UnexpectedTag|ParserError|LineTooLarge|LiteralTooLarge|ResponseTooLarge|MissingServerExtension|ResponseProcessingFailed)/;

/** Longest server text that is shown, in characters. */
const MAX_TEXT = 300;

/**
 * Turns what imapflow threw into a failure with a code, a sentence that names the server, and what to try.
 * `imap-auth` stops the sync, `imap-certificate` and `imap-protocol` are tried again rarely, `imap-connect` soon.
 */
export function imapFailure(cause: unknown, server: ServerSettings): SportelloError {
  if (cause instanceof SportelloError) return cause;
  const error = (cause instanceof Error ? cause : new Error(String(cause))) as LibraryError;
  const code = error.code ?? '';
  const where = `${server.host}:${String(server.port)}`;
  const text = serverText(error);
  const detail = { host: server.host, port: server.port, user: server.user, text, code };
  if (error.authenticationFailed === true && !TEMPORARY_REFUSALS.has(error.serverResponseCode ?? '')) {
    return new SportelloError('imap-auth', `The incoming server ${where} refused the user name or password: ${text}`, {
      action:
        'Enter the password again in the settings of the mailbox; some providers want an app password. Nothing is lost.',
      detail,
      cause,
    });
  }
  if (CERTIFICATE.test(code)) {
    return new SportelloError('imap-certificate', `The certificate of ${where} cannot be trusted: ${text}`, {
      action:
        'Check the host name. If the server uses a private certificate, name its PEM file as "ca" in the settings of the mailbox. Nothing was sent to it.',
      detail,
      cause,
    });
  }
  if (error.message.startsWith('Unsupported authentication')) {
    return new SportelloError('imap-protocol', `${where} does not offer this way to sign in.`, {
      reason: 'sign-in',
      action: 'Choose another way to sign in for this mailbox: a password, or the provider that runs this server.',
      retryable: true,
      detail,
      cause,
    });
  }
  if (error.tlsFailed === true || PROTOCOL.test(code)) {
    return new SportelloError('imap-protocol', `${where} does not answer like an IMAP server: ${text}`, {
      reason: server.secure ? 'expected-tls' : 'expected-starttls',
      action: encryptionAdvice(server),
      retryable: true,
      detail,
      cause,
    });
  }
  const reason = connectReason(code);
  return new SportelloError(
    'imap-connect',
    `The incoming server ${where} cannot be reached: ${connectText(reason, text)}.`,
    {
      ...(reason === null ? {} : { reason }),
      action: connectAdvice(reason),
      retryable: true,
      detail,
      cause,
    },
  );
}

/** Why a command came to nothing, where trying again is not all that helps. */
export type RefusalReason = Exclude<ErrorReason<'imap-protocol'>, 'expected-tls' | 'expected-starttls'>;

/** A command of the mailbox that the server did not carry out. `folder`: the one that the settings name, where it is about that. */
export function imapRefusal(
  server: ServerSettings,
  what: string,
  action: string,
  reason?: RefusalReason,
  folder = '',
): SportelloError {
  return new SportelloError('imap-protocol', `${server.host}:${String(server.port)} did not ${what}.`, {
    ...(reason === undefined ? {} : { reason }),
    action,
    retryable: true,
    detail: { host: server.host, port: server.port, user: server.user, folder },
  });
}

function encryptionAdvice(server: ServerSettings): string {
  return server.secure
    ? 'Check the port: 993 is usual for TLS from the start; for STARTTLS (usually port 143) set "secure" to false.'
    : 'Check the port: 143 is usual for STARTTLS; for TLS from the start (usually port 993) set "secure" to true.';
}

// A server that waits for TLS is silent to who does not begin with it, and the other way round.
function connectAdvice(reason: ConnectReason | null): string {
  const what = reason === 'silent' ? 'host, port, and whether "secure" fits that port' : 'host and port';
  return `Check ${what}, and the network. A desk that is open tries again by itself.`;
}

type ConnectReason = Exclude<ErrorReason<'imap-connect'>, 'not-connected'>;

/** Null for a code that tells nothing more than that the server was not reached. */
function connectReason(code: string): ConnectReason | null {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'unknown-host';
    case 'ECONNREFUSED':
      return 'refused';
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
    case 'ETIMEOUT':
      return 'silent';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no-way';
    default:
      return null;
  }
}

function connectText(reason: ConnectReason | null, text: string): string {
  switch (reason) {
    case 'unknown-host':
      return 'no such host name is known';
    case 'refused':
      return 'nothing listens on that port';
    case 'silent':
      return 'it does not answer in time';
    case 'no-way':
      return 'there is no way to it through the network';
    case null:
      return text;
    default:
      return assertNever(reason);
  }
}

function serverText(error: LibraryError): string {
  const words = [error.responseText, error.response, error.byeReason, error.reason, error.message].find(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  );
  const line = (words ?? 'no reason given').replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}
