import type { ErrorCode } from './errors';

/**
 * What a failure may be told apart into where one code has several causes, and the values that the words of each name. `''` is
 * the code by itself. A code that is not here has no reasons and its words no values. Every row has its sentence and what to do in
 * each language (`error.CODE.REASON` and `error.CODE.REASON.do`); the compiler asks for the values where a failure is made.
 */
export const ERROR_REASONS = {
  'engine-gone': { '': [], closing: [], hotmart: [], stopped: [] },
  'bad-params': {
    '': [],
    clocks: [],
    catalogue: [],
    'erase-retype': [],
    'erase-count': ['tickets', 'counted'],
    'not-an-address': [],
    'notice-end': [],
    range: [],
    'send-later': [],
    'no-such-mailbox': [],
    labels: ['most'],
    snooze: [],
  },
  'not-found': {
    '': [],
    ticket: ['ticket'],
    purchase: [],
    product: [],
    'draft-file': [],
    'answer-settled': [],
    attachment: [],
    'nothing-to-undo': [],
    'saved-mail': [],
    'not-kept': [],
    'nothing-to-forward': [],
    'reply-text': [],
  },
  'stale-revision': { '': [], 'reply-text': [], 'producer-case': [] },
  'not-allowed': {
    '': [],
    lead: [],
    role: [],
    'copy-by-itself': [],
    'last-copy': [],
    'copies-on-server': [],
    'at-work': ['who', 'ticket'],
    'forward-to-sender': [],
    erased: ['ticket'],
    'producer-mail-waits': [],
    'text-problems': [],
    'password-mailbox': [],
    'on-server': [],
    'saved-mail-filed': [],
    'told-already': [],
    'mail-waits': ['ticket'],
    'mail-state': [],
    'mailbox-gone': [],
    'last-mailbox': [],
    'many-mailboxes': ['most'],
    'mailbox-twice': ['address'],
    'not-compared': [],
    'desk-address': [],
    'erase-mail-waits': ['ticket'],
    buyer: ['address'],
    'blocked-by': ['who'],
    'block-none': [],
    'block-own': ['address'],
    'block-form': ['address'],
    'block-producer': ['address'],
    ruled: [],
    demo: [],
    'own-mailbox': [],
    'no-team': [],
    'not-open': [],
    'own-store': [],
    'no-update': [],
    fetching: [],
    'desk-closed': [],
  },
  'held-by-colleague': { '': ['who'] },
  'reply-red': { '': [], unreadable: [], machine: [] },
  'reply-hole': { '': [], 'no-purchase': [], suggested: [] },
  'reply-no-recipient': { '': [], producer: [], unusable: [] },
  'reply-privacy': { '': [], 'other-ticket': ['other'], 'producer-answer': [], suggested: [] },
  'reply-repeated': { '': ['minutes'] },
  'profile-unreadable': { '': [], missing: ['file'], json: ['file'] },
  'profile-incomplete': {
    '': [],
    fields: ['file', 'fields'],
    certificate: ['file', 'host'],
    'no-mailbox': [],
    'no-store': ['path'],
    'team-address': [],
    'team-address-password': [],
    'team-schema': [],
    'team-tls': [],
  },
  'profile-held': { '': [], store: ['path'] },
  'store-corrupt': { '': ['path'] },
  'store-newer': { '': [], file: ['path'] },
  'store-locked': { '': ['path'] },
  'store-passphrase-wrong': { '': ['path'], 'not-encrypted': ['path'] },
  'store-full': { '': ['path'], server: ['host'] },
  'store-away': { '': ['host'], connecting: ['host', 'port'] },
  'store-refused': { '': ['host'], login: ['host', 'user'] },
  'store-missing': { '': ['host', 'database', 'schema'] },
  'store-host-unknown': { '': ['host'] },
  'store-not-listening': { '': ['host', 'port'] },
  'store-tls-missing': { '': ['host'] },
  'store-tls-expired': { '': ['host'] },
  'store-tls-name': { '': ['host'] },
  'store-tls-authority': { '': ['host'] },
  'store-database-missing': { '': ['host', 'database'] },
  'store-server-old': { '': ['host', 'version'] },
  'store-encoding': { '': ['host', 'database', 'encoding'] },
  'store-read-only': { '': ['host'] },
  'store-not-member': { '': ['host', 'user', 'schema'] },
  'store-moved': { '': [], there: ['to'], moving: ['to'], filling: ['from'] },
  'lease-lost': { '': [], mailbox: ['reader'] },
  'copy-unusable': {
    '': [],
    damaged: ['path'],
    newer: ['path'],
    unreadable: ['path'],
    'no-store': ['path'],
    'other-key': ['path'],
    itself: ['path'],
    unsound: ['path'],
  },
  'copy-no-room': { '': [], megabytes: ['megabytes'] },
  'imap-auth': { '': ['host', 'port', 'user', 'text'] },
  'imap-connect': {
    '': ['host'],
    'unknown-host': ['host'],
    refused: ['host', 'port'],
    silent: ['host'],
    'no-way': ['host'],
    'not-connected': [],
  },
  'imap-certificate': { '': ['host', 'port', 'text'] },
  'imap-protocol': {
    '': ['host'],
    closing: [],
    'sign-in': ['host'],
    'expected-tls': ['host', 'port', 'text'],
    'expected-starttls': ['host', 'port', 'text'],
    'no-inbox': ['host'],
    'sent-folder': ['host'],
    'folder-missing': ['host', 'folder'],
  },
  'smtp-auth': { '': ['host', 'user', 'text'] },
  'smtp-connect': { '': ['host', 'port', 'text'] },
  'smtp-certificate': { '': ['host', 'text'] },
  'smtp-refused': { '': ['host', 'text'] },
  'oauth-refused': {
    '': ['provider', 'text'],
    again: ['provider', 'text'],
    'admin-consent': ['provider', 'text'],
    denied: ['provider', 'text'],
    answer: ['provider'],
    'not-lasting': ['provider'],
    scope: ['provider'],
  },
  'oauth-account': { '': ['account', 'user'], server: ['host', 'user', 'text'] },
  'hotmart-off': { '': [], secret: [] },
  'import-unreadable': {
    '': [],
    binary: ['path'],
    'endless-line': ['path'],
    'old-workbook': ['path'],
    'locked-workbook': ['path'],
    'no-workbook': ['path'],
    'too-much-inside': ['path'],
    formulas: ['path'],
    'too-wide': ['path'],
    'long-json': ['path'],
    'no-file': ['path'],
    empty: ['path'],
    json: ['path'],
    'no-events': ['path'],
    report: [],
  },
  'import-columns': {
    '': ['path', 'columns'],
    'no-header': ['path'],
    products: ['path', 'columns'],
    twice: ['path', 'columns'],
  },
  'calendar-unusable': { '': [], 'empty-week': [] },
  'file-unreadable': {
    '': [],
    read: ['path'],
    write: ['path'],
    'folder-missing': ['path'],
    'cut-short': ['path'],
    'old-copy': [],
    'restore-order': ['path'],
    'restore-stuck': ['path'],
    exists: ['path'],
    message: [],
    'reply-texts': ['problems'],
    'exported-texts': ['name'],
    'exported-too-large': ['name'],
    'no-mail': [],
    'many-tables': ['path', 'most'],
    certificate: ['path'],
  },
  'file-too-large': {
    '': [],
    'many-files': ['mostFiles'],
    mail: ['mb', 'most'],
    'to-save': ['megabytes'],
    table: ['path', 'megabytes'],
    'to-show': [],
  },
  'too-many-windows': { '': ['most'] },
  'secret-unavailable': {
    '': [],
    'mailbox-password': [],
    'password-of-mailbox': ['address'],
    'outgoing-password': [],
    'outgoing-of-mailbox': ['address'],
    passphrase: [],
    'store-key': [],
    'other-account': [],
    damaged: ['path'],
    'no-keychain': [],
    'team-password': ['host', 'user'],
    'sign-in': [],
  },
} as const satisfies Partial<Record<ErrorCode, Readonly<Record<string, readonly string[]>>>>;

type Reasons = typeof ERROR_REASONS;
type ReasonsOf<C extends ErrorCode> = C extends keyof Reasons ? Reasons[C] : { readonly '': readonly [] };

/** What tells a failure of this code apart from others of it. */
export type ErrorReason<C extends ErrorCode = ErrorCode> = C extends ErrorCode
  ? Exclude<keyof ReasonsOf<C> & string, ''>
  : never;

/** Values of the sentence in the window's language: names of hosts, accounts and files, numbers; never a secret. */
export type ErrorDetail = Readonly<Record<string, string | number>>;

type Named<V> = V extends readonly string[]
  ? V extends readonly []
    ? { readonly detail?: ErrorDetail }
    : { readonly detail: ErrorDetail & Readonly<Record<V[number], string | number>> }
  : never;

type Reasoned<C extends ErrorCode> = C extends ErrorCode
  ? {
      [R in keyof ReasonsOf<C> & string]: (R extends '' ? { readonly reason?: undefined } : { readonly reason: R }) &
        Named<ReasonsOf<C>[R]>;
    }[keyof ReasonsOf<C> & string]
  : never;

/** What a failure of this code is made of beside its sentence: a reason of the code, and the values that its words name. */
export type ErrorOptions<C extends ErrorCode> = Reasoned<C> & {
  /** What the person can do about it, in English, for the command line and the log. */
  readonly action: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
};
