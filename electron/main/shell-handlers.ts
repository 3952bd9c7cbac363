import { ipcMain } from 'electron';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import {
  attentionSchema,
  deskMenuSchema,
  noticeSchema,
  notificationsSchema,
  ownKeysSchema,
  spellingSchema,
} from '../../shared/contract/desktop';
import { SportelloError, packError } from '../../shared/contract/errors';
import { hotmartChoiceSchema } from '../../shared/contract/hotmart';
import { mailboxIdSchema, mailboxSchema } from '../../shared/contract/profile';
import { MAX_OPENED_MAILS } from '../../shared/contract/limits';
import type { ShellApi } from '../../shared/contract/shell-api';
import { SHELL_CALLS, SHELL_CHANNEL, TICKET_WINDOW_CALLS } from '../../shared/contract/shell-channels';
import type { ShellAnswer, ShellCall } from '../../shared/contract/shell-channels';
import { LONGEST_NAME, LONGEST_WORD, SPELLED_LANGUAGES } from '../../shared/domain/spelling';
import type { DeskWindows } from './desk-windows';
import { MAX_MAIL_CHARS } from './mail-protocol';
import { logMain } from './main-log';

const password = z.string().max(1_000);
const nothing = z.undefined();
const teamEntry = z.strictObject({ url: z.string().min(1).max(2_000), password });
const typedMailbox = z.strictObject({
  mailbox: mailboxSchema,
  imapPassword: password,
  smtpPassword: password,
  add: z.boolean().optional(),
});
const pageWords = z.strictObject({ done: z.string().max(500), failed: z.string().max(500) });

/** What each call takes; checked before its handler runs. */
export const shellParams = {
  state: nothing,
  startDemo: nothing,
  checkMailbox: typedMailbox,
  saveMailbox: typedMailbox,
  removeMailbox: mailboxIdSchema,
  saveHotmart: hotmartChoiceSchema.nullable(),
  signIn: z.strictObject({
    mailbox: mailboxSchema,
    clientSecret: password,
    words: pageWords,
    add: z.boolean().optional(),
  }),
  signInAgain: z.strictObject({ words: pageWords, mailbox: mailboxIdSchema.optional() }),
  cancelSignIn: nothing,
  signOut: z.strictObject({ mailbox: mailboxIdSchema.optional() }),
  readInvitation: z.string().max(100_000),
  checkTeam: teamEntry,
  joinTeam: teamEntry,
  changeStorePassword: password.min(1),
  protectStore: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['keychain', 'none']) }),
    z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1_000) }),
  ]),
  unlockStore: z.string().min(1).max(1_000),
  copies: nothing,
  restoreCopy: z.string().min(1).max(200),
  setAppearance: z
    .strictObject({
      theme: z.enum(['system', 'light', 'dark']).optional(),
      language: z.enum(['it', 'pt', 'es', 'en']).optional(),
      notifications: notificationsSchema.optional(),
      spelling: spellingSchema.optional(),
      keys: ownKeysSchema.optional(),
    })
    .refine((choice) => Object.keys(choice).length > 0),
  checkSpelling: z.strictObject({
    language: z.enum(SPELLED_LANGUAGES),
    // Names of the ticket; a text as long as a reply may be has no more words.
    known: z.array(z.string().max(LONGEST_NAME)).max(200),
    words: z.array(z.string().max(LONGEST_WORD)).max(50_000),
  }),
  lookForUpdate: nothing,
  allowUpdates: z.strictObject({ daily: z.boolean() }),
  installUpdate: nothing,
  chooseFile: z.enum(['sales', 'products', 'certificate']),
  chooseFolder: nothing,
  importMacros: z.enum(['zip', 'folder']),
  saveFile: z.strictObject({ fileName: z.string().min(1).max(500), base64: z.string().max(60_000_000) }),
  savePdf: z.strictObject({ fileName: z.string().min(1).max(500), header: z.string().max(1_000) }),
  saveFromServer: z.strictObject({
    message: z.string().max(64),
    index: z.number().int().min(0).max(10_000).nullable(),
    fileName: z.string().min(1).max(500),
  }),
  parkMail: z.string().max(MAX_MAIL_CHARS),
  releaseMail: z.string().max(200),
  openMails: z.array(z.string().min(1).max(4096)).min(1).max(MAX_OPENED_MAILS),
  nextMail: nothing,
  openLink: z.string().max(8_000),
  copyText: z.string().max(1_000_000),
  openTicket: z.string().regex(/^T-\d{1,12}$/),
  showDesk: nothing,
  closeTicket: nothing,
  setMenu: deskMenuSchema,
  setAttention: attentionSchema,
  notify: noticeSchema,
  print: nothing,
  retry: nothing,
} satisfies Record<ShellCall, z.ZodType>;

type Result<C extends ShellCall> = Awaited<ReturnType<ShellApi[C]>>;

/** One function for each call, with its checked argument and the window that asks: what it does, it does there. */
export type ShellHandlers = {
  readonly [C in ShellCall]: (
    params: z.infer<(typeof shellParams)[C]>,
    window: BrowserWindow,
  ) => Result<C> | Promise<Result<C>>;
};

/**
 * The only registrar. A call counts only from the main frame of one of our own windows showing our own page, and from the window of a
 * ticket only what that may ask; anything else is refused with an answer, so that a mistake of ours is seen.
 */
export function registerShellHandlers(handlers: ShellHandlers, windows: Pick<DeskWindows, 'of' | 'ticketOf'>): void {
  for (const call of SHELL_CALLS) {
    ipcMain.handle(SHELL_CHANNEL.call(call), async (event, ...args: unknown[]): Promise<ShellAnswer> => {
      try {
        const window = refuseStrangers(event, windows);
        if (windows.ticketOf(window) !== null && !TICKET_WINDOW_CALLS.includes(call)) {
          throw new SportelloError('not-allowed', 'Only the window of the desk may ask this.', { action: '' });
        }
        const parsed = shellParams[call].safeParse(args[0]);
        if (!parsed.success || args.length > 1) {
          throw new SportelloError('bad-params', `${call} was called with something else than it takes.`, {
            action: '',
          });
        }
        const handler = handlers[call] as (params: unknown, window: BrowserWindow) => unknown;
        return { kind: 'value', value: await handler(parsed.data, window) };
      } catch (error) {
        if (!(error instanceof SportelloError)) logMain(`${call} failed: ${String(error)}`);
        return { kind: 'failure', error: packError(error) };
      }
    });
  }
}

/** The window that asks. Throws `not-allowed` for a message that does not come from a page of our own. */
export function refuseStrangers(event: IpcMainInvokeEvent, windows: Pick<DeskWindows, 'of'>): BrowserWindow {
  const window = windows.of(event);
  if (window !== null) return window;
  throw new SportelloError('not-allowed', 'Only the desk itself may ask this.', { action: '' });
}
