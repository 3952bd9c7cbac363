import type { FlagsEvent } from 'imapflow';
import { packError, SportelloError, unpackError } from '../../../shared/contract/errors';
import type { ErrorCode } from '../../../shared/contract/errors';
import type { MailboxSettings } from '../../../shared/contract/profile';
import type { ConnectionState } from '../../../shared/contract/views';
import { spreadOf } from '../outside';
import type { Outside } from '../outside';
import type { AccessTokens } from '../sign-in/access-tokens';
import type { Store } from '../store/store';
import { createAnsweredFlags, tellsOfAnswer } from './answered-flags';
import { glanceAt, glanceAtInbox, listFolders } from './folder-glance';
import { createHandOn } from './hand-on';
import { connectImap } from './imap-connection';
import type { ImapAccess, ImapConnection } from './imap-connection';
import { imapFailure, imapRefusal } from './imap-failure';
import type { SyncedFolder } from './imap-folders';
import type { MailboxSync, SyncCounts } from './mailbox';
import { reconnectDelay } from './reconnect';
import { createSecondConnection } from './second-connection';
import { createSentFolder } from './sent-folder';
import { createServerDownload } from './server-download';
import { syncFolder } from './sync-folder';
import type { FreshMessages } from './intake';
import { choosePass } from './sync-plan';
import type { FolderGlance } from './sync-plan';

export type MailboxSyncOptions = {
  readonly settings: MailboxSettings;
  readonly password: string;
  /** Used instead of the password where somebody signs in at a provider. */
  readonly tokens?: AccessTokens | null;
  /** PEM text of `settings.imap.ca`, read by the host; null or absent for the public authorities. */
  readonly ca?: string | null;
  readonly store: Store;
  readonly outside: Outside;
  /**
   * Gets the row ids of new messages batch by batch, newest first, and their bytes; called again while one earlier call
   * is under way.
   */
  onStored(messageRowIds: readonly string[], fresh: FreshMessages): Promise<void>;
  /** Gets row ids of stored messages that were moved on the server: they got a place in a folder, or lost one. */
  onMoved?(messageRowIds: readonly string[]): Promise<void>;
  /** Gets row ids of stored messages of which the server says since that they were answered, or no longer does. */
  onAnswered?(messageRowIds: readonly string[]): Promise<void>;
  /** Every message of every folder, Sent among them where there is one, was compared in one pass and handed on. */
  onCaughtUp?(): Promise<void>;
  onState(state: ConnectionState): void;
  readonly timing?: Partial<SyncTiming>;
};

/** Waiting times in ms; tests shorten them. */
export type SyncTiming = {
  /** Second source beside IDLE, and the watchdog of a link that went silent: every folder is looked at. */
  readonly pollMs: number;
  /** Every message is compared again, whatever STATUS says. */
  readonly fullMs: number;
  /** A look that is not answered in this time means that the link is dead. */
  readonly answerMs: number;
  /** The same for SELECT, LIST and SEARCH, which a large mailbox makes slow. */
  readonly commandMs: number;
  /** Silence in the middle of a fetch after which the link is given up; imapflow's 5 min would show a dead one for 10. */
  readonly silenceMs: number;
};
const TIMING: SyncTiming = {
  pollMs: 60_000,
  fullMs: 6 * 3_600_000,
  answerMs: 30_000,
  commandMs: 60_000,
  silenceMs: 90_000,
};

/** After a sign-in that had worked, one refusal may be the server's own trouble; the second is believed. */
const REFUSALS_BELIEVED = 2;
const LOGIN_REFUSED: ReadonlySet<ErrorCode> = new Set(['imap-auth', 'oauth-account']);
/** The identity server's word: no second try makes it another. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set(['oauth-signed-out', 'oauth-refused']);

const NOTHING: SyncCounts = { seen: 0, stored: 0, known: 0, quarantined: 0, errors: 0 };

/**
 * Keeps INBOX, Sent and Junk of a mailbox in the store. One connection reads and listens, one more is opened
 * when the outbox needs Sent or somebody wants an attachment. Nothing on the server changes by reading. See `MailboxSync`.
 */
export function createMailboxSync(options: MailboxSyncOptions): MailboxSync {
  const { settings, store, outside } = options;
  const { clock, log } = outside;
  const timing = { ...TIMING, ...options.timing };
  const server = settings.imap;
  const access: ImapAccess = {
    server,
    password: options.password,
    tokens: options.tokens ?? null,
    ca: options.ca ?? null,
    clock,
    silenceMs: timing.silenceMs,
  };
  const second = createSecondConnection(access, outside);
  const mailboxId = settings.id ?? 'main';
  const sent = createSentFolder({ settings, mailboxId, second, store, outside });
  const download = createServerDownload({ server, mailboxId, second, store, outside });
  const answered = createAnsweredFlags({
    server,
    store,
    outside,
    mailboxId,
    fullMs: timing.fullMs,
    commandMs: timing.commandMs,
    onChanged: async (ids) => options.onAnswered?.(ids),
  });

  const structureTries = new Map<string, number>();
  let state: ConnectionState = { kind: 'connecting' };
  let heardAt: number | null = null;
  let comparedAt: number | null = null;
  let loop: Promise<void> | null = null;
  const life = { stopped: false, nudged: false, renewed: false };
  let wake: () => void = () => undefined;
  let current: ImapConnection | null = null;
  const handOn = createHandOn((ids, fresh) => options.onStored(ids, fresh));
  let waiting: { resolve(counts: SyncCounts): void; reject(error: unknown): void }[] = [];

  function setState(next: ConnectionState): void {
    state = next;
    options.onState(next);
  }

  const foldersOf = (connection: ImapConnection) =>
    listFolders(connection, settings.sentFolder ?? null, timing.commandMs);

  /**
   * One pass over all folders; `last` remembers what each looked like, so that quiet ones cost one STATUS. `onMail` is
   * called for each batch that was stored.
   */
  async function pass(
    connection: ImapConnection,
    folders: readonly SyncedFolder[],
    last: Map<string, FolderGlance>,
    onMail: () => void = () => undefined,
  ): Promise<SyncCounts> {
    await handOn.startAnew();
    const isFull = last.size === 0;
    let sum = NOTHING;
    for (const folder of folders) {
      const inbox = folder.role === 'inbox' ? await glanceAtInbox(connection, folder.path, timing.answerMs) : null;
      const now = inbox ?? (await glanceAt(connection, folder.path, timing.answerMs));
      const kind = choosePass(now, last.get(folder.path) ?? null);
      if (kind !== 'nothing') {
        const counts = await syncFolder({
          connection,
          server,
          store,
          outside,
          mailboxId,
          folder,
          kind,
          structureTries,
          commandMs: timing.commandMs,
          connect: () => connectImap(access),
          onBatch: (stored) => {
            onMail();
            return handOn.next(stored);
          },
          onMoved: async (ids) => options.onMoved?.(ids),
          onProgress: (done, total) => setState({ kind: 'syncing', folder: folder.path, done, total }),
        });
        last.set(folder.path, now);
        sum = addCounts(sum, counts);
        log.info('sync', 'folder.synced', { folder: folder.role, kind, ...counts });
      }
      if (inbox) await answered.look(connection, inbox, kind);
    }
    await handOn.done();
    heardAt = clock.now();
    if (isFull) comparedAt = heardAt;
    // A Sent folder that the settings name and the server does not was not read.
    const isSentRead = !settings.sentFolder || folders.some(({ role }) => role === 'sent');
    if (isFull && isSentRead) await options.onCaughtUp?.();
    return sum;
  }

  /** Waits until something happens: a push by IDLE, the next poll, a nudge, the end. */
  async function rest(connection: ImapConnection, inbox: SyncedFolder, seen: FolderGlance | undefined): Promise<void> {
    const { client } = connection;
    const opened = await glanceAtInbox(connection, inbox.path, timing.answerMs);
    // what arrived between the look and this EXAMINE would never be pushed
    if (choosePass(opened, seen ?? null) !== 'nothing') return;
    await answered.look(connection, opened, 'nothing');
    // what came with the answers of that look was told to nobody
    if (client.mailbox === false || client.mailbox.exists !== opened.messages) return;
    let isResting = true;
    const pushed = (): void => {
      heardAt = clock.now();
      wake();
    };
    const flagged = (event: FlagsEvent): void => {
      if (tellsOfAnswer(event)) pushed();
    };
    client.on('flags', flagged);
    client.on('exists', pushed);
    client.on('expunge', pushed);
    const woken = pause(timing.pollMs);
    // a link that is lost later must not cut another wait short
    connection.onLost(() => {
      if (isResting) wake();
    });
    // it ends when the next command breaks it; where the server refuses IDLE, the poll still comes
    client.idle().catch((error: unknown) => {
      log.warn('imap', 'idle.failed', { reason: imapFailure(error, server).message });
    });
    await woken;
    isResting = false;
    client.off('exists', pushed);
    client.off('expunge', pushed);
    client.off('flags', flagged);
  }

  /** One session: a full pass, then listening, until the link is lost (rejects) or `stop` (resolves). */
  async function converse(connection: ImapConnection, onHealthy: () => void): Promise<void> {
    const folders = await foldersOf(connection);
    const [inbox] = folders;
    answered.listen(connection, inbox.path);
    let last = new Map<string, FolderGlance>();
    let fullAt = clock.now();
    while (!life.stopped) {
      const asked = waiting;
      waiting = [];
      if (asked.length > 0 || clock.now() - fullAt >= timing.fullMs) {
        last = new Map();
        fullAt = clock.now();
      }
      try {
        // a link that brings mail before it breaks is no outage: waiting longer each time would starve a large mailbox
        const counts = await pass(connection, folders, last, onHealthy);
        for (const caller of asked) caller.resolve(counts);
      } catch (error) {
        for (const caller of asked) caller.reject(error);
        throw error;
      }
      onHealthy();
      if (state.kind !== 'listening') setState({ kind: 'listening' });
      await rest(connection, inbox, last.get(inbox.path));
      if (connection.isLost() && !life.stopped) throw imapFailure(new Error('The connection was lost'), server);
    }
  }

  async function keepInStep(): Promise<void> {
    let failures = 0;
    let refusals = 0;
    let signedInOnce = false;
    let since: number | null = null;
    while (!life.stopped) {
      try {
        if (failures === 0) setState({ kind: 'connecting' });
        life.renewed = false;
        current = await connectImap(access);
        signedInOnce = true;
        refusals = 0;
        await converse(current, () => {
          failures = 0;
          since = null;
        });
      } catch (error) {
        // a bug is not a state of the connection: the engine dies and is restarted
        if (!(error instanceof SportelloError)) throw error;
        if (life.stopped) break;
        if (life.renewed) {
          // dropped on purpose: no outage, and nothing to wait for
          failures = 0;
          continue;
        }
        failures += 1;
        if (LOGIN_REFUSED.has(error.code)) refusals += 1;
        if (NEEDS_A_PERSON.has(error.code) || refusals >= (signedInOnce ? REFUSALS_BELIEVED : 1)) {
          log.error('imap', 'stopped', { code: error.code });
          setState({ kind: 'stopped', error: packError(error) });
          return;
        }
        since ??= clock.now();
        const delay = reconnectDelay(failures, error.code, spreadOf(outside.ids.secret()));
        log.warn('imap', 'offline', { code: error.code, failures, delay });
        setState({ kind: 'offline', since, retryAt: clock.now() + delay, error: packError(error) });
        for (const caller of waiting.splice(0)) caller.reject(error);
        await pause(delay);
      } finally {
        await current?.close();
        current = null;
      }
    }
  }

  /** Waits this long, or until somebody wakes it. */
  function pause(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(atMostMs, finish);
      function finish(): void {
        cancel();
        wake = () => undefined;
        life.nudged = false;
        resolve();
      }
      wake = finish;
      if (life.stopped || life.nudged || waiting.length > 0) finish();
    });
  }

  async function onceAlone(): Promise<SyncCounts> {
    setState({ kind: 'connecting' });
    const connection = await connectImap(access);
    try {
      return await pass(connection, await foldersOf(connection), new Map());
    } finally {
      await connection.close();
    }
  }

  return {
    start() {
      if (loop || life.stopped) return;
      loop = keepInStep().finally(() => {
        loop = null;
        // who asked in the last moment gets the reason, not silence
        if (state.kind !== 'stopped') return;
        for (const caller of waiting.splice(0)) caller.reject(unpackError(state.error));
      });
    },
    once() {
      if (!loop) return onceAlone();
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        wake();
      });
    },
    nudge() {
      // remembered: it may come between two waits
      life.nudged = true;
      wake();
    },
    renew() {
      if (loop === null || life.stopped) return;
      life.renewed = true;
      // a sign-in that is under way began before: its budget ends it, or it is as good as new
      current?.client.close();
      second.drop();
      wake();
    },
    async stop() {
      life.stopped = true;
      wake();
      const running = loop;
      // a pass in the middle of a fetch ends with its connection; what is committed stays
      if (state.kind === 'syncing') current?.client.close();
      download.cancelAll();
      await second.close();
      await running;
      // what was handed on is filed: it would find store and parser closed
      await handOn.startAnew();
      for (const caller of waiting.splice(0)) {
        caller.reject(
          imapRefusal(server, 'finish the sync: the mailbox is being closed', 'Try again later.', 'closing'),
        );
      }
    },
    sent,
    download,
    state: () => state,
    lastHeardAt: () => heardAt,
    lastComparedAt: () => comparedAt,
  };
}

function addCounts(a: SyncCounts, b: SyncCounts): SyncCounts {
  return {
    seen: a.seen + b.seen,
    stored: a.stored + b.stored,
    known: a.known + b.known,
    quarantined: a.quarantined + b.quarantined,
    errors: a.errors + b.errors,
  };
}
