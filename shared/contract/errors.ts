import type { ErrorDetail, ErrorOptions } from './error-reasons';

/**
 * How a failure is said. Every expected one has one of these codes and, where a code has several causes that ask for different
 * things, a reason of that code (`ERROR_REASONS`). The window says both what happened and what to do in the agent's language, by
 * code and reason alone: `error.CODE.REASON` and `error.CODE.REASON.do` of the locale files, filled with `detail`. The English
 * `message` and `action` are for the command line, the log and the diagnostics, which name more; the window never shows them,
 * but for the message of a `bug`, behind "Details". Types ask for a reason's values where the failure is made, and
 * tests/unit/spoken-errors.test.ts for the words. `bug` is anything else: not caught, the engine restarts.
 */
export const ERROR_CODES = [
  'bug',
  'engine-gone',
  'unknown-method',
  'bad-params',
  'not-found',
  'stale-revision',
  'not-allowed',
  'held-by-colleague',
  'undo-too-late',
  'reply-red',
  'reply-needs-confirmation',
  'reply-hole',
  'reply-no-recipient',
  'reply-privacy',
  'reply-repeated',
  'profile-unreadable',
  'profile-incomplete',
  'profile-held',
  'store-newer',
  'store-locked',
  'store-passphrase-wrong',
  'store-encryption-undecided',
  'store-corrupt',
  'store-full',
  'store-away',
  'store-busy',
  'store-unsure',
  'store-refused',
  'store-missing',
  'store-older',
  'store-moved',
  'move-refused',
  'move-differs',
  'lease-lost',
  'mailbox-unlisted',
  'store-host-unknown',
  'store-not-listening',
  'store-tls-missing',
  'store-tls-expired',
  'store-tls-name',
  'store-tls-authority',
  'store-database-missing',
  'store-server-old',
  'store-encoding',
  'store-read-only',
  'store-not-member',
  'team-taken',
  'team-login-taken',
  'team-name-taken',
  'team-last-admin',
  'copy-unusable',
  'copy-no-room',
  'imap-auth',
  'imap-connect',
  'imap-certificate',
  'imap-protocol',
  'message-gone',
  'smtp-auth',
  'smtp-connect',
  'smtp-certificate',
  'smtp-refused',
  'oauth-signed-out',
  'oauth-connect',
  'oauth-refused',
  'oauth-account',
  'oauth-cancelled',
  'hotmart-off',
  'hotmart-credentials',
  'hotmart-connect',
  'hotmart-refused',
  'import-unreadable',
  'import-columns',
  'import-cancelled',
  'import-interrupted',
  'calendar-unusable',
  'file-unreadable',
  'file-too-large',
  'too-many-windows',
  'secret-unavailable',
  'usage',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The fields of an error that cross a process border; a raw Error loses its `code` there (reference: measured). */
export type PackedError = {
  readonly code: ErrorCode;
  /** What tells it apart from others of its code; absent where the code says it all. */
  readonly reason?: string | undefined;
  /** English sentence for the command line and the log: what happened, to which account or file. Never holds a secret or a customer's data. */
  readonly message: string;
  /** What the person can do about it, in English. */
  readonly action: string;
  readonly retryable: boolean;
  /** Plain values for the sentence in the window's language. */
  readonly detail: ErrorDetail;
};

/** An expected failure. Its code says which reasons there are and which values their words need. */
export class SportelloError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode;
  /** One of its code's `ERROR_REASONS`, '' where the code says it all. */
  readonly reason: string;
  readonly action: string;
  readonly retryable: boolean;
  readonly detail: ErrorDetail;

  constructor(code: C, message: string, options: ErrorOptions<C>) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SportelloError';
    this.code = code;
    this.reason = options.reason ?? '';
    this.action = options.action;
    this.retryable = options.retryable ?? false;
    this.detail = options.detail ?? {};
  }
}

/** Structured clone keeps only message and stack of an Error, so the fields are listed here. */
export function packError(error: unknown): PackedError {
  if (error instanceof SportelloError) {
    const { code, reason, message, action, retryable, detail } = error;
    return { code, ...(reason === '' ? {} : { reason }), message, action, retryable, detail };
  }
  return {
    code: 'bug',
    message: error instanceof Error ? error.message : String(error),
    action: 'The engine restarts by itself. If it happens again, copy the diagnostics and report it.',
    retryable: false,
    detail: {},
  };
}

/** The other end of `packError`. What crossed a border was checked where it was made. */
export function unpackError(packed: PackedError): SportelloError {
  return new SportelloError(packed.code, packed.message, packed as ErrorOptions<ErrorCode>);
}
