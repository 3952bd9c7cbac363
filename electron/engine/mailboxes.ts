import { packError, SportelloError, unpackError } from '../../shared/contract/errors';
import type { PackedError } from '../../shared/contract/errors';
import type { ConnectionState } from '../../shared/contract/views';
import { readCertificate } from './certificate';
import type { DeskMailbox } from './desk-settings';
import { createMailboxSync } from './mail/imap-sync';
import type { MailboxSyncOptions } from './mail/imap-sync';
import type { MailboxSync, SentFolder, SyncCounts } from './mail/mailbox';
import { sentOf } from './mail/sent-of';
import type { ServerDownload } from './mail/server-download';
import { missingPassword, noMailbox } from './needed';
import type { Outside } from './outside';
import { mailboxAccess } from './sign-in/mailbox-access';
import type { AccessHost, MailboxAccess } from './sign-in/mailbox-access';
import { liveMailboxes } from './store/locations-table';
import type { MailboxTrouble } from './store/mailbox-troubles';
import type { Store } from './store/store';

/** One mailbox of the profile as this engine has it open. */
export type OpenMailbox = {
  readonly settings: DeskMailbox;
  readonly access: MailboxAccess;
  /** Another object after the seat changed hands. null without access, or where the host wants no network. */
  readonly sync: MailboxSync | null;
  /** Why the mail server did not let this engine in, while nothing better is known; null where it did. */
  readonly refused: ConnectionState | null;
  /** Why there is no `sync`, where the host wants network. */
  readonly unusable: PackedError;
};
type Opened = { -readonly [K in keyof OpenMailbox]: OpenMailbox[K] };

/** A mailbox that could not be read, while others were. */
export type MailboxFailure = { readonly mailbox: DeskMailbox; readonly error: PackedError };

/**
 * All mailboxes of the profile: each is read by its own sync, with its own folders, cursors and connections, and one that fails stops
 * no other. Who holds the seat "mailbox" reads them all.
 */
export type Mailboxes = {
  readonly all: readonly OpenMailbox[];
  /** null where the profile has no such mailbox any more. */
  of(id: string): OpenMailbox | null;
  /** Whether this engine can read any of them. */
  canRead(): boolean;
  /** Those that cannot be read from here, as far as is known. */
  troubles(): readonly MailboxTrouble[];
  start(): void;
  stop(): Promise<void>;
  /** Ends what is read, and makes each ready to be started again. */
  reopen(): Promise<void>;
  /** One pass over all; counts are summed. Rejects where not one could be read. */
  once(): Promise<{ readonly counts: SyncCounts; readonly failures: readonly MailboxFailure[] }>;
  nudge(): void;
  renew(): void;
  /** What the outbox of a mailbox needs; null where this engine does not reach it. */
  sentOf(id: string): SentFolder | null;
  /** The connection that fetches what was left of a message on the server. Rejects where its mailbox is not open. */
  downloadOf(message: string): Promise<ServerDownload>;
  cancelDownload(message: string, part: string | null): void;
};

export type MailboxesOptions = AccessHost & {
  readonly profileDir: string;
  readonly mailboxes: readonly DeskMailbox[];
  readonly network: boolean;
  /** The store under the team's lease, where there is one. */
  readonly store: () => Store;
  readonly outside: Outside;
  readonly openSync?: ((options: MailboxSyncOptions) => MailboxSync) | undefined;
  /** What becomes of what comes in, whichever mailbox it came to. */
  readonly intake: Pick<MailboxSyncOptions, 'onStored' | 'onAnswered'> & {
    /** These got a place in this mailbox, or lost theirs. */
    onMoved(messages: readonly string[], mailbox: string): Promise<void>;
  };
  /** Everything of one mailbox was compared and handed on. */
  onCaughtUp(mailbox: string): Promise<void>;
  /** Another word about a connection. */
  onState(): void;
  /** Not one mailbox lets this engine in: another one of the team may have the right passwords. */
  onAllRefused(): void;
};

/** Opens the mailboxes of a profile. Nothing moves before `start` or `once`. */
export function openMailboxes(options: MailboxesOptions): Mailboxes {
  const { store, outside, profileDir } = options;
  const isOnly = options.mailboxes.length === 1;
  const all = options.mailboxes.map((settings) =>
    openOne(settings, mailboxAccess(settings, options.mailboxes[0] ?? settings, options)),
  );
  const syncs = (): readonly MailboxSync[] => all.flatMap(({ sync }) => sync ?? []);
  const of = (id: string): (typeof all)[number] | null => all.find(({ settings }) => settings.id === id) ?? null;

  function openOne(settings: DeskMailbox, access: MailboxAccess): Opened {
    const one: Opened = { settings, access, sync: null, refused: null, unusable: missing(settings) };
    openSync(one);
    return one;
  }

  function missing(settings: DeskMailbox): PackedError {
    return packError(missingPassword(isOnly ? null : settings));
  }

  function openSync(one: Opened): void {
    const { access } = one;
    one.sync = null;
    if (!options.network || (access.imapPassword === null && access.tokens === null)) return;
    try {
      one.sync = makeSync(one);
    } catch (error) {
      // A certificate that cannot be read is one mailbox's trouble.
      if (isOnly || !(error instanceof SportelloError)) throw error;
      one.unusable = packError(error);
    }
  }

  function makeSync(one: Opened): MailboxSync {
    const { settings, access } = one;
    return (options.openSync ?? createMailboxSync)({
      ...options.intake,
      settings,
      password: access.imapPassword ?? '',
      tokens: access.tokens,
      ca: readCertificate(profileDir, settings.imap),
      store: store(),
      outside,
      onMoved: (messages) => options.intake.onMoved(messages, settings.id),
      onCaughtUp: () => options.onCaughtUp(settings.id),
      onState: (state) => {
        if (state.kind === 'listening') one.refused = null;
        if (state.kind === 'stopped') {
          one.refused = state;
          if (all.every(({ sync, refused }) => sync === null || refused !== null)) options.onAllRefused();
        }
        options.onState();
      },
    });
  }

  async function onceOf({ settings, sync, unusable }: OpenMailbox): Promise<SyncCounts | MailboxFailure> {
    if (sync === null) return { mailbox: settings, error: unusable };
    try {
      return await sync.once();
    } catch (error) {
      if (!(error instanceof SportelloError)) throw error;
      return { mailbox: settings, error: packError(error) };
    }
  }

  /** The outbox files and looks in its own Sent; the mail that it answers may lie in another mailbox, too. */
  function sentFolderOf(id: string): SentFolder {
    const own = sentOf(() => of(id)?.sync ?? null);
    // A refused password is not tried again for each reply: the server would lock the mailbox.
    const isRefused = (mailbox: string): boolean => (of(mailbox)?.refused ?? null) !== null;
    const withMail = async (message: string): Promise<readonly SentFolder[]> => {
      const places = await liveMailboxes(store().db, message);
      const others = places.filter((place) => place !== id && !isRefused(place));
      return [...(isRefused(id) ? [] : [own]), ...others.flatMap((place) => of(place)?.sync?.sent ?? [])];
    };
    return {
      ...own,
      flagAnswered: async (message) => {
        const done = await Promise.all((await withMail(message)).map((sent) => sent.flagAnswered(message)));
        return done.includes(true);
      },
      isAnswered: async (message) => {
        return anyAnswered((await withMail(message)).map((sent) => sent.isAnswered(message)));
      },
    };
  }

  return {
    all,
    of,
    canRead: () => syncs().length > 0,
    troubles: () =>
      all.flatMap(({ settings, sync, refused, unusable }) => {
        if (sync === null) return [{ mailbox: settings.id, error: unusable }];
        const state = refused ?? sync.state();
        return state.kind === 'stopped' ? [{ mailbox: settings.id, error: state.error }] : [];
      }),
    start() {
      for (const sync of syncs()) sync.start();
    },
    async stop() {
      await stopAll(syncs());
    },
    async reopen() {
      await stopAll(syncs());
      for (const one of all) openSync(one);
    },
    async once() {
      const done = await Promise.all(all.map(onceOf));
      const failures = done.filter(isFailure);
      if (failures.length === all.length) throw failures[0] ? unpackError(failures[0].error) : noMailbox(profileDir);
      return { counts: sumOf(done.flatMap((one) => (isFailure(one) ? [] : one))), failures };
    },
    nudge() {
      for (const sync of syncs()) sync.nudge();
    },
    renew() {
      for (const sync of syncs()) sync.renew();
    },
    sentOf: (id) => (of(id)?.sync ? sentFolderOf(id) : null),
    async downloadOf(message) {
      const row = await store()
        .db.selectFrom('message')
        .select('mailbox_id')
        .where('id', '=', message)
        .executeTakeFirst();
      const home = row?.mailbox_id ?? '';
      const places = await liveMailboxes(store().db, message);
      const open = [home, ...places].filter((id) => places.length === 0 || places.includes(id));
      const sync = open.flatMap((id) => of(id)?.sync ?? [])[0] ?? of(home)?.sync;
      if (sync) return sync.download;
      const closed = of(home) ?? all[0];
      throw closed ? unpackError(closed.unusable) : noMailbox(profileDir);
    },
    cancelDownload(message, part) {
      for (const sync of syncs()) sync.download.cancel(message, part);
    },
  };
}

/**
 * True as soon as one mailbox says so: another that is away or slow keeps its word back from nobody. null where none has the mail any
 * more. Rejects where nobody knows and one could not be asked.
 */
async function anyAnswered(looks: readonly Promise<boolean | null>[]): Promise<boolean | null> {
  const yes = new Promise<true>((resolve) => {
    const note = (state: boolean | null): void => {
      if (state === true) resolve(true);
    };
    for (const look of looks) look.then(note, () => undefined);
  });
  return Promise.race([yes, allAnswered(looks)]);
}

async function allAnswered(looks: readonly Promise<boolean | null>[]): Promise<boolean | null> {
  const done = await Promise.allSettled(looks);
  const known = done.flatMap((look) => (look.status === 'fulfilled' && look.value !== null ? [look.value] : []));
  if (known.length > 0) return known.includes(true);
  await Promise.all(looks);
  return null;
}

/** Lets each end, whatever becomes of the others, before it says what failed. */
async function stopAll(syncs: readonly MailboxSync[]): Promise<void> {
  const stopped = syncs.map((sync) => sync.stop());
  await Promise.allSettled(stopped);
  await Promise.all(stopped);
}

function sumOf(counts: readonly SyncCounts[]): SyncCounts {
  const sum = (of: keyof SyncCounts): number => counts.reduce((total, one) => total + one[of], 0);
  return {
    seen: sum('seen'),
    stored: sum('stored'),
    known: sum('known'),
    quarantined: sum('quarantined'),
    errors: sum('errors'),
  };
}

function isFailure(one: SyncCounts | MailboxFailure): one is MailboxFailure {
  return 'error' in one;
}
