import type { RestoreReport, StoreCopy } from './copies';
import type { Attention, DeskMenu, NotificationChoice, Notice } from './desktop';
import type { EngineClient, EngineMethod, ParamsOf } from './engine-api';
import type { SignInWords } from './host';
import type { HotmartChoice } from './hotmart';
import type { MacroImport } from './macros';
import type { MailboxSettings, Profile } from './profile';
import type { PackedError } from './errors';
import type { OwnKeys } from '../domain/own-keys';
import type { SpellingChoice, SpellingSettings } from '../domain/spelling';
import type { ToldMail } from './saved-mail';
import type { TeamAddress } from '../domain/team-address';
import type { TeamCheck } from './team-work';
import type { UpdatesView } from './updates';
import type { Finding } from './views';

/** A key as it travels from main to the window. */
export type PressedKey = {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  /** It is held since an earlier press. */
  readonly repeat: boolean;
};

/** What the window knows of the machine at start. */
export type ShellState = {
  /** `welcome`: no profile yet; `protect`: the store's encryption is undecided; `desk`: the engine runs or starts. */
  readonly stage: 'welcome' | 'protect' | 'desk' | 'unlock' | 'broken';
  /** `broken`: why the profile or store cannot be opened. */
  readonly error: PackedError | null;
  readonly keychain: boolean;
  readonly demo: boolean;
  /** Ids of open mailboxes that sign in at a provider, and whose permission is kept: not after signing out. */
  readonly signedIn: readonly string[];
  /** Interface language: --language, else the person's choice, else the system's. */
  readonly language: 'it' | 'pt' | 'es' | 'en';
  readonly theme: 'system' | 'light' | 'dark';
  readonly notifications: NotificationChoice;
  readonly spelling: SpellingSettings;
  readonly keys: OwnKeys;
  /** The team whose store the profile names; null where it has a store of its own, or none yet. */
  readonly team: { readonly host: string; readonly login: string } | null;
  readonly profileDir: string;
  readonly version: string;
  readonly runtime: { readonly electron: string; readonly fallback: boolean };
  /** How often the engine ended by itself since the desk was started. */
  readonly engineRestarts: number;
  /** The ticket that this window was opened for; null: it is the desk's own. */
  readonly ticket: string | null;
  readonly updates: UpdatesView;
};

/** A mailbox as a person typed it; `add`: one more, beside those that there are. */
export type TypedMailbox = {
  readonly mailbox: MailboxSettings;
  readonly imapPassword: string;
  readonly smtpPassword: string;
  readonly add?: boolean;
};

/** The handful of things only the main process can do. */
export type ShellApi = {
  state(): Promise<ShellState>;
  onState(listener: (state: ShellState) => void): () => void;
  /** Starts the demo inbox (its own profile). */
  startDemo(): Promise<void>;
  /**
   * Tries both servers without saving anything; '' stands for the password that is kept for this mailbox (`add`: for none). Works before
   * any profile.
   */
  checkMailbox(input: TypedMailbox): Promise<readonly Finding[]>;
  /**
   * Writes profile.json and keeps the passwords: in the keychain, under the passphrase, or in memory until one is chosen. Changes the
   * mailbox whose id it has, without one the first; `add` makes one more, with an id out of its address.
   */
  saveMailbox(input: TypedMailbox): Promise<void>;
  /** Takes a mailbox out of profile.json and forgets its secrets; its tickets stay. Rejects with `not-allowed` for the last. */
  removeMailbox(id: string): Promise<void>;
  /** Sets Hotmart's API up and keeps its secret like the passwords; '' stands for the kept one, null takes all away. */
  saveHotmart(choice: HotmartChoice | null): Promise<void>;
  /**
   * Signs this mailbox in at its provider, in the person's own browser; answers who signed in (null: not said). What came
   * is kept with the next `saveMailbox` of the same mailbox. `clientSecret` '' stands for the one that is kept.
   */
  signIn(input: {
    mailbox: MailboxSettings;
    clientSecret: string;
    words: SignInWords;
    add?: boolean;
  }): Promise<{ account: string | null }>;
  /** Signs an open mailbox (by id; absent: the first) in again as it is set up, keeps what comes and opens it anew. */
  signInAgain(input: { words: SignInWords; mailbox?: string }): Promise<{ account: string | null }>;
  /** Stops waiting for the browser; what is running rejects with `oauth-cancelled`. */
  cancelSignIn(): Promise<void>;
  /** Takes the permission of an open mailbox back and forgets it; `revoked`: whether the provider was told. */
  signOut(input: { mailbox?: string }): Promise<{ revoked: boolean }>;
  /** The address of the store in what was pasted of an invitation; null where there is none. */
  readInvitation(text: string): Promise<TeamAddress | null>;
  /** Tries a team's store and changes nothing; rejects with exactly what is wrong. A certificate may be any file. */
  checkTeam(input: { url: string; password: string }): Promise<TeamCheck>;
  /**
   * Writes the team's store and who one is there into profile.json, keeps the password like those of a mailbox and opens the desk,
   * where a mailbox is set up. What `checkTeam` finds wrong rejects, and nothing is changed.
   */
  joinTeam(input: { url: string; password: string }): Promise<void>;
  /** Another password for the team's server, kept once that lets one in; the desk is opened anew. */
  changeStorePassword(password: string): Promise<void>;
  /** Decides the store's encryption, once (dialog "Protect this store"). */
  protectStore(choice: { kind: 'keychain' | 'none' } | { kind: 'passphrase'; passphrase: string }): Promise<void>;
  /** Opens a store that has a passphrase. */
  unlockStore(passphrase: string): Promise<void>;
  /** The copies of a store that does not open; while it does, the engine lists them (`copies.list`). */
  copies(): Promise<readonly StoreCopy[]>;
  /** Puts a copy, by its name, in the place of the store; the engine starts again. Rejects with why it cannot be. */
  restoreCopy(name: string): Promise<RestoreReport>;
  setAppearance(choice: {
    theme?: 'system' | 'light' | 'dark';
    language?: 'it' | 'pt' | 'es' | 'en';
    notifications?: NotificationChoice;
    spelling?: SpellingSettings;
    keys?: OwnKeys;
  }): Promise<void>;
  /** Misspelt ones of these words; the field that has the focus is looked through as `spellIn` says. */
  checkSpelling(input: SpellingChoice & { readonly words: readonly string[] }): Promise<readonly string[]>;
  /** What the field that has the focus is written in, and which names in it are right; null: nothing is looked through. */
  spellIn(choice: SpellingChoice | null): void;
  /** Looks for a newer version now and downloads it; what comes of it stands in `ShellState.updates`. */
  lookForUpdate(): Promise<void>;
  /** Whether the desk may look by itself, once a day; until somebody says so it does not. */
  allowUpdates(choice: { daily: boolean }): Promise<void>;
  /**
   * Quits, installs what was downloaded and starts again, as soon as no mail is past `final_pending`; where that takes too long it is put off,
   * and `updates` says so. Rejects with `not-allowed` where nothing is ready.
   */
  installUpdate(): Promise<void>;
  /** Asks for a file; null when the person closed the dialog. */
  chooseFile(kind: 'sales' | 'products' | 'certificate'): Promise<string | null>;
  /** Asks for a folder; null when the person closed the dialog. */
  chooseFolder(): Promise<string | null>;
  /** Asks for a ZIP or a folder of reply texts, then `macros.import` from there; null when the person closed the dialog. */
  importMacros(from: 'zip' | 'folder'): Promise<MacroImport | null>;
  /** Where a file that was dropped on the window lies; '' where it is not on the disk. */
  pathOfFile(file: File): string;
  /** Save dialog under a cleaned name; false when closed. */
  saveFile(input: { fileName: string; base64: string }): Promise<boolean>;
  /**
   * Save dialog for what the window shows, as a PDF in A4 as it is printed; each page begins with `header` and ends with its number.
   * False when closed.
   */
  savePdf(input: { fileName: string; header: string }): Promise<boolean>;
  /**
   * Save dialog, then `messages.download` to that path; false when closed or cancelled. `messages.downloading` tells how far
   * it is, `messages.cancelDownload` stops it.
   */
  saveFromServer(input: { message: string; index: number | null; fileName: string }): Promise<boolean>;
  /** Parks one sanitised mail document for the mail frame; answers its `mail:` address. It dies with `releaseMail`. */
  parkMail(html: string): Promise<string>;
  releaseMail(url: string): Promise<void>;
  /**
   * Opens saved mails that were dropped on the window, one after the other (`onSavedMail`). Takes the files themselves: where
   * they lie is read by the preload, and no page can name a path. Rejects where none of them lies on the disk.
   */
  openMails(files: readonly File[]): Promise<void>;
  /** The person is through with the saved mail that is shown: the next one, where more wait. */
  nextMail(): Promise<void>;
  /** Opens an http, https or mailto link outside, after the window showed its true host. */
  openLink(url: string): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Opens a window for this ticket, or brings the one that it has to the front. Rejects with `too-many-windows`. */
  openTicket(ticket: string): Promise<void>;
  /** Brings the window of the desk to the front. */
  showDesk(): Promise<void>;
  /** Closes the window of a ticket, once what was typed there is kept. Rejects with `not-allowed` in the window of the desk. */
  closeTicket(): Promise<void>;
  /** The menus of the window and what main says to the person, in the language of the interface. */
  setMenu(menu: DeskMenu): Promise<void>;
  /** Badge, title and tray. */
  setAttention(attention: Attention): Promise<void>;
  notify(notice: Notice): Promise<void>;
  /** The system's print dialog for what the window shows. */
  print(): Promise<void>;
  /** A link clicked inside the mail frame, and keys pressed there. */
  onMailLink(listener: (url: string) => void): () => void;
  onMailKey(listener: (key: PressedKey) => void): () => void;
  /** `sportello:` links and notifications select a ticket by id. */
  onSelectTicket(listener: (ticket: string) => void): () => void;
  /** A `mailto:` link was opened with the desk. */
  onWrite(listener: (link: string) => void): () => void;
  /** A saved mail was opened with the desk, or dropped on it; the next one comes after `nextMail`. */
  onSavedMail(listener: (told: ToldMail) => void): () => void;
  /** A command chosen in the menu of this window or in the tray, by its id. */
  onCommand(listener: (command: string) => void): () => void;
  /** In the window of the desk: the window of this ticket is gone, however it ended. */
  onTicketClosed(listener: (ticket: string) => void): () => void;
  /** The window is about to close, and waits a moment for what this saves. */
  onClosing(listener: () => Promise<void>): () => void;
  retry(): Promise<void>;
};

/**
 * `window.sportello`. What the engine answers comes as JSON, undefined for nothing: Electron copies an object through its bridge value
 * by value, which for a page of tickets takes longer than drawing it, a text as one piece.
 */
export type SportelloBridge = {
  readonly engine: Pick<SportelloWindow['engine'], 'on' | 'onLink'> & {
    call<M extends EngineMethod>(method: M, params: ParamsOf<M>): Promise<string | undefined>;
  };
  readonly shell: ShellApi;
};

/** All the renderer sees of the world, as `renderer/sportello.ts` reads it out of the bridge. */
export type SportelloWindow = {
  readonly engine: EngineClient & {
    /** The engine went away or came back; pending calls were rejected with `engine-gone`. */
    onLink(listener: (link: 'up' | 'down') => void): () => void;
  };
  readonly shell: ShellApi;
};

export type { Profile };
