import { z } from 'zod';
import type { DigestChoice } from '../domain/daily-digest';
import { LONGEST_COMMAND_ID, LONGEST_KEY, MOST_OWN_KEYS } from '../domain/own-keys';
import { LONGEST_WORD, MOST_OWN_WORDS } from '../domain/spelling';
import { TIME_OF_DAY } from './digest';
import { MENUS } from './limits';

/** A word or sentence of the interface: far above any, far below what would hurt a menu. */
const word = z.string().max(500);
const words = <const N extends string>(names: readonly N[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, word])) as { readonly [K in N]: typeof word });

const ROLES = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'resetZoom', 'zoomIn', 'zoomOut'] as const;
const OWN = ['file', 'edit', 'view', 'quit', 'show', 'fullScreen', 'print', 'addWord', 'noSpelling'] as const;
/** What main asks when the desk is closed while replies wait. */
const PARTING = ['waiting', 'about', 'send', 'hold', 'stay'] as const;

/** What main says to the person: the window has the languages, so it hands over its words. */
export const deskMenuSchema = z.strictObject({
  menus: z
    .array(
      z.strictObject({
        name: z.enum(MENUS),
        label: word,
        items: z
          .array(
            z.strictObject({
              /** Id of a command of the window. */
              id: z.string().min(1).max(60),
              label: word,
              /** As on a key cap; shown, never bound: the window reads the keys. */
              key: z.string().max(20),
            }),
          )
          .max(60),
      }),
    )
    .max(MENUS.length),
  roles: words(ROLES),
  own: words(OWN),
  parting: words(PARTING),
});
export type DeskMenu = z.infer<typeof deskMenuSchema>;

/** What waits for us, for the badge, the title and the tray. */
export const attentionSchema = z.strictObject({
  /** Tickets in the Inbox. */
  inbox: z.number().int().min(0),
  /** One line for each queue that waits for us, with the command that opens it. */
  lines: z.array(z.strictObject({ id: z.string().min(1).max(60), label: word })).max(10),
});
export type Attention = z.infer<typeof attentionSchema>;

/** A notification of the system; a click selects the ticket, or (null) runs a command of the window, or only shows it. */
export const noticeSchema = z.strictObject({
  title: word,
  body: word,
  ticket: z
    .string()
    .regex(/^T-\d{1,12}$/)
    .nullable(),
  /** Id of a command. */
  command: z.string().min(1).max(60).optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Which new mail the system tells of while the window is not in front. */
export const NOTIFIED = ['all', 'mine', 'none'] as const;
export type Notified = (typeof NOTIFIED)[number];
export type NotificationChoice = {
  readonly of: Notified;
  /** Whether names and subjects are shown, which stand on a locked screen, too. */
  readonly content: boolean;
  /** One notification a working day for leads. */
  readonly digest: DigestChoice;
};

/** The same as it is kept and saved. */
export const notificationsSchema = z.strictObject({
  of: z.enum(NOTIFIED),
  content: z.boolean(),
  digest: z.strictObject({ on: z.boolean(), at: z.string().regex(TIME_OF_DAY) }),
});

/** How the person has what is written looked through. */
export const spellingSchema = z.strictObject({
  on: z.boolean(),
  words: z.array(z.string().min(1).max(LONGEST_WORD)).max(MOST_OWN_WORDS).readonly(),
});

/** A person's own keys, as they are saved: within these limits anything; the window knows which of them can be. */
export const ownKeysSchema = z
  .record(z.string().min(1).max(LONGEST_COMMAND_ID), z.string().max(LONGEST_KEY))
  .refine((keys) => Object.keys(keys).length <= MOST_OWN_KEYS);
