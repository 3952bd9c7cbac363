/**
 * What callers keep to and the contract checks, apart from the checks themselves: the window reads these at its start, and the
 * checker (zod) not at all until it opens a page of settings.
 */

/** As many tickets as the engine puts away in one transaction; a window asks for more in parts of it. */
export const MAX_PUT_AWAY = 200;

/** As many tickets as one selection may hold for labels; the desk works through more in several blocks. */
export const MAX_LABELLED = 1000;

/** What a lead says of a ticket, characters. A word, not a note: as much as a row can show. */
export const MAX_REVIEW_CHARS = 200;

/** An incident's notice, characters: some sentences; a page belongs into the help. */
export const MAX_NOTICE_CHARS = 2_000;

/** How far ahead a mail can be told to go, ms: a month; what is meant for later belongs into a snooze. */
export const LATEST_SEND_MS = 31 * 86_400_000;

/** Menus that hold commands of the desk, in their order on the bar; `edit` and `view` hold what the system expects. */
export const MENUS = ['ticket', 'reply', 'go', 'desk'] as const;
export type MenuName = (typeof MENUS)[number];

/** Nothing typed around a text. */
export const NO_FIELDS = { to: '', cc: '', bcc: '', subject: '' } as const;

/** Largest saved mail that is read, bytes: as much as of a mail on a server is stored whole. */
export const MAX_SAVED_MAIL_BYTES = 40 * 1024 * 1024;

/** Saved mails that are opened in one go; more are a folder, which `triage` reads. */
export const MAX_OPENED_MAILS = 50;

/** Whether a file of this name is taken for a saved mail. */
export function isMailFileName(name: string): boolean {
  return /\.eml$/i.test(name);
}

/**
 * Tickets that have a window of their own at once. Each is a process of a hundred megabytes; who compares looks at two or three, and
 * what is put aside for later belongs into a snooze.
 */
export const MAX_TICKET_WINDOWS = 6;
