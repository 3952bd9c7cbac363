import type { PackedError } from './errors';
import type { ShellApi } from './shell-api';

/** Shell calls that main answers; the rest of `ShellApi` are listeners. */
export const SHELL_CALLS = [
  'state',
  'startDemo',
  'checkMailbox',
  'saveMailbox',
  'removeMailbox',
  'saveHotmart',
  'signIn',
  'signInAgain',
  'cancelSignIn',
  'signOut',
  'readInvitation',
  'checkTeam',
  'joinTeam',
  'changeStorePassword',
  'protectStore',
  'unlockStore',
  'copies',
  'restoreCopy',
  'setAppearance',
  'checkSpelling',
  'lookForUpdate',
  'allowUpdates',
  'installUpdate',
  'chooseFile',
  'chooseFolder',
  'importMacros',
  'saveFile',
  'savePdf',
  'saveFromServer',
  'parkMail',
  'releaseMail',
  'openMails',
  'nextMail',
  'openLink',
  'copyText',
  'openTicket',
  'showDesk',
  'closeTicket',
  'setMenu',
  'setAttention',
  'notify',
  'print',
  'retry',
] as const satisfies readonly (keyof ShellApi)[];
export type ShellCall = (typeof SHELL_CALLS)[number];

/** What the window of one ticket may ask: no settings, no secrets, no menus, no files of the machine but those that it saves. */
export const TICKET_WINDOW_CALLS: readonly ShellCall[] = [
  'state',
  'checkSpelling',
  'saveFile',
  'saveFromServer',
  'parkMail',
  'releaseMail',
  'openLink',
  'copyText',
  'openTicket',
  'showDesk',
  'closeTicket',
  'print',
  'retry',
];

/** One answer of main: an Error would lose its `code` on the way, so failures are values. */
export type ShellAnswer =
  { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'failure'; readonly error: PackedError };

/** Names of the messages between a window's preload and main. */
export const SHELL_CHANNEL = {
  call: (call: ShellCall) => `shell:${call}`,
  state: 'shell:state-changed',
  mailLink: 'shell:mail-link',
  key: 'shell:key',
  selectTicket: 'shell:select-ticket',
  write: 'shell:write',
  savedMail: 'shell:saved-mail',
  command: 'shell:command',
  ticketClosed: 'shell:ticket-closed',
  /** window → main: give me a port to the engine. */
  connect: 'engine:connect',
  /** main → window: the port. */
  port: 'engine:port',
  /** main → window: the engine went away. */
  gone: 'engine:gone',
  /** window → main: copy what is selected in the frame that has the focus. */
  copySelection: 'shell:copy-selection',
  /** main → window: it is about to close. */
  closing: 'window:closing',
  /** window → main: what was typed there is in the store. */
  kept: 'window:kept',
  /** window → main: the desk can be used. */
  ready: 'window:ready',
} as const;
