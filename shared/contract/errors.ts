/**
 * Every expected failure has one of these codes; the window turns it into a sentence and an action in the agent's
 * language. `bug` is anything else: not caught, the engine restarts.
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
  /** English sentence: what happened, to which account or file. Never holds a secret or a customer's data. */
  readonly message: string;
  /** What the person can do about it. */
  readonly action: string;
  readonly retryable: boolean;
  /** Plain values for the sentence in the window's language. */
  readonly detail: Readonly<Record<string, string | number>>;
};

/** An expected failure: it has a code, a sentence for the person and what to do. */
export class SportelloError extends Error {
  readonly code: ErrorCode;
  readonly action: string;
  readonly retryable: boolean;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      action: string;
      retryable?: boolean;
      detail?: Readonly<Record<string, string | number>>;
      cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SportelloError';
    this.code = code;
    this.action = options.action;
    this.retryable = options.retryable ?? false;
    this.detail = options.detail ?? {};
  }
}

/** Structured clone keeps only message and stack of an Error, so the fields are listed here. */
export function packError(error: unknown): PackedError {
  if (error instanceof SportelloError) {
    const { code, message, action, retryable, detail } = error;
    return { code, message, action, retryable, detail };
  }
  return {
    code: 'bug',
    message: error instanceof Error ? error.message : String(error),
    action: 'The engine restarts by itself. If it happens again, copy the diagnostics and report it.',
    retryable: false,
    detail: {},
  };
}

/** The other end of `packError`. */
export function unpackError(packed: PackedError): SportelloError {
  return new SportelloError(packed.code, packed.message, packed);
}
