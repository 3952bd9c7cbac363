/**
 * What the checks find, for the window's own words (`finding.WORD` of the locale files), and the values that those name; `at` is a
 * time, epoch ms. A finding with a failure behind it needs none: the failure has its words.
 */
export const SOUND_WORDS = {
  imap: ['server', 'user'],
  'imap.inbox': [],
  'imap.sent': ['folder'],
  'imap.idle': [],
  smtp: ['server', 'user'],
  outbox: ['n'],
  purchases: ['purchases', 'products'],
  store: [],
  team: [],
  copies: ['at'],
  'hotmart.credentials': [],
  'hotmart.sales': [],
  'hotmart.subscriptions': [],
  'hotmart.products': [],
  'hotmart.club': ['club'],
  'hotmart.round': ['at'],
} as const;

/** What is wrong or worth a word: each has also what to do (`finding.WORD.do`). */
export const TROUBLE_WORDS = {
  account: [],
  'account.password': ['user'],
  'imap.no-inbox': [],
  'imap.no-sent': [],
  'imap.sent-missing': ['folder'],
  'imap.no-idle': [],
  'outbox.problems': ['n'],
  'purchases.none': [],
  'purchases.old': [],
  quarantine: ['n'],
  encryption: [],
  'store.damaged': [],
  'store.search': [],
  'store.no-copy': [],
  'store.links': ['n', 'table'],
  'store.access': ['path'],
  'store.space': ['mb'],
  'clock.behind': ['minutes'],
  'clock.ahead': ['minutes'],
  'copies.none': [],
  'copies.old': ['at'],
  'copies.unreadable': ['n', 'names'],
  'hotmart.sales-none': [],
  'hotmart.subscriptions-none': [],
  'hotmart.products-none': [],
  'hotmart.club-none': ['club'],
  'hotmart.round-none': [],
  'hotmart.round-old': [],
} as const;

type AllWords = typeof SOUND_WORDS & typeof TROUBLE_WORDS;
export type FindingWord = keyof AllWords;

/** One finding for the window: the words, and what they name; never a secret. */
export type FindingSaid = {
  [W in FindingWord]: { readonly word: W } & (AllWords[W] extends readonly []
    ? { readonly values?: undefined }
    : { readonly values: Readonly<Record<AllWords[W][number], string | number>> });
}[FindingWord];
