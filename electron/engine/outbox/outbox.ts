import type { PackedError } from '../../../shared/contract/errors';
import { packError, SportelloError } from '../../../shared/contract/errors';
import type { MailboxSettings } from '../../../shared/contract/profile';
import type { AcceptedBlock, OutboxPace, OutboxView } from '../../../shared/contract/views';
import { USUAL_SERVER_BYTES } from '../../../shared/domain/attached-file';
import type { OutboxState } from '../../../shared/domain/outbox';
import { MAIN_MAILBOX } from '../../../shared/contract/listed-mailboxes';
import type { SentFolder } from '../mail/mailbox';
import type { SmtpTransport } from '../mail/smtp-transport';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { listOutbox, nextDueAt, outboxIds } from '../store/outbox-table';
import { acceptBlock } from './accept';
import { acceptLetter } from './accept-letter';
import type { LetterInput } from './accept-letter';
import type { AcceptInput } from './accept';
import { behindSince, catchUp } from './catch-up';
import { fileRow, lookForEvidence } from './file-sent';
import { createPace, MOST_PER_MINUTE } from './pace';
import { holdOverdue, holdWaiting, recoverRows } from './recover';
import { resolveRow } from './resolve';
import type { OutboxAction } from './resolve';
import { compareNow, compareRestored, nextComparisonAt } from './restored';
import type { OutboxRoom } from './room';
import { sendRow } from './send';
import { EVIDENCE_AFTER_MS } from './states';
import { undoBlock } from './undo';

/** Replies accepted by an agent, on their way out: exactly one of these per mailbox and profile. */
export type Outbox = {
  /** Freezes a block and starts its undo window. See `acceptBlock` for what it throws. */
  accept(input: AcceptInput): Promise<AcceptedBlock>;
  /** Freezes a new message or a forward. See `acceptLetter`. */
  acceptLetter(input: LetterInput): Promise<AcceptedBlock>;
  /** The largest mail that goes, bytes: what the server said, or what is usual while it has not. */
  maxBytes(): number;
  /** Takes a block back; answers its tickets. Throws `undo-too-late`. */
  undo(block: string): Promise<readonly string[]>;
  /** An agent's decision about one row; `by` is who. Throws `not-allowed`. */
  resolve(id: string, action: OutboxAction, by?: string): Promise<OutboxView>;
  /** Newest first: all that is not over, and the last 200 that are. */
  list(): Promise<readonly OutboxView[]>;
  /** Recovers what a dead process left, asks about what is long overdue, then sends by its own timer. */
  start(): void;
  /** Another desk changed something in it: looks whether anything is due. */
  look(): void;
  /** Sends nothing more until the next `start`; settles when nothing is under way. */
  standDown(): Promise<void>;
  /** Sends all that is due now, however old, and answers once it is settled; works without `start`. */
  flush(): Promise<void>;
  /** Holds what is still in its undo window. */
  holdWaiting(): Promise<void>;
  /** Something of this outbox is under way, perhaps one that was given up waiting for. */
  isUnderWay(): boolean;
  /** Lets the message under way finish and sends nothing more. */
  stop(): Promise<void>;
  /**
   * Every folder was read through and filed: what waits since a restore goes on, checked against what came in. Nothing where
   * the store is no restored one. Answers whether it was.
   */
  caughtUp(): Promise<boolean>;
  /** What a restore froze is compared with Sent at once: the server was just heard. */
  compare(): Promise<void>;
  /** Why the whole queue stands still; null while it does not. */
  stopped(): PackedError | null;
  /** How fast it goes: mails of the last minute, the most in one, and until when the provider wants nothing. */
  pace(): OutboxPace;
};

/** How many rows that are over the list shows. */
const LISTED_OVER = 200;
/** While the team's server is away. */
const AFTER_AWAY_MS = 5_000;
/** After a failure of the store itself. */
const AFTER_BUG_MS = 60_000;
/** Longest single wait: a laptop that slept, or a clock that was set, is noticed within it. */
const LONGEST_WAIT_MS = 60_000;
const LONGEST_STOP_MS = 10_000;

const TO_SEND: readonly OutboxState[] = ['queued', 'failed_before_data'];
const TO_FILE: readonly OutboxState[] = ['accepted', 'file_failed'];

/** Creates the outbox of one mailbox. Nothing moves before `start` or `flush`. */
export function createOutbox(options: {
  readonly store: Store;
  /** The store for what is sent: under the team's lease, where there is one. */
  readonly sendingStore?: () => Store;
  /** Whether this engine may send at this moment; asked once more before the last bytes of a mail. */
  readonly mayGo?: () => boolean;
  /** The mail server does not let this engine in: the whole queue stands still. */
  readonly onStopped?: () => void;
  readonly outside: Outside;
  readonly smtp: SmtpTransport;
  readonly sent: SentFolder | null;
  /** The provider puts what it accepts into Sent by itself; false where absent. */
  readonly savesSent?: boolean;
  readonly mailbox: MailboxSettings;
  readonly timeZone?: string | undefined;
  onChanged(tickets: readonly string[]): void;
}): Outbox {
  const { store, outside, sent } = options;
  const room: OutboxRoom = {
    ...options,
    savesSent: options.savesSent ?? false,
    mailboxId: options.mailbox.id ?? MAIN_MAILBOX,
    timeZone: options.timeZone,
    onChanged: (tickets) => options.onChanged(tickets),
    mayGo: () => options.mayGo?.() ?? true,
    wordStore: store,
  };
  /** Of the pass under way: one that is stuck keeps the tenure that it began in. */
  let sending: OutboxRoom = room;
  const pace = createPace(outside.clock);
  const filingFailures = new Map<string, number>();
  const looks = new Map<string, number>();
  let failedComparisons = 0;
  let isStarted = false;
  let isClosed = false;
  let stoppedBy: PackedError | null = null;
  let cancelTimer: (() => void) | null = null;
  let working: Promise<void> | null = null;
  let isAskedAgain = false;
  let isOverdueAsked = false;
  let wakeAt = Infinity;
  let endPause: (() => void) | null = null;

  /** One pass at a time: whoever asks while one runs gets another one after it. */
  function work(): Promise<void> {
    if (working !== null) {
      isAskedAgain = true;
      return working;
    }
    working = (async () => {
      do {
        isAskedAgain = false;
        await pass();
      } while (hasMoreWork());
    })().finally(() => (working = null));
    return working;
  }

  /** The desk closes, or another one of the team sends from now on. */
  function mustEnd(): boolean {
    return isClosed || !room.mayGo();
  }

  function hasMoreWork(): boolean {
    return isAskedAgain && !mustEnd();
  }

  async function pass(): Promise<void> {
    sending = { ...room, store: options.sendingStore?.() ?? store };
    await recoverRows(sending);
    failedComparisons = await compareRestored(sending, sent, failedComparisons);
    if (isStarted && !isOverdueAsked) {
      await holdOverdue(sending);
      isOverdueAsked = true;
    }
    // A restored store takes for open what was answered since: first its mailbox is read.
    if ((await behindSince(store.db)) === null) await sendDue();
    await fileDue();
    await lookDue();
    // What was found in Sent is filed in the same pass.
    await fileDue();
  }

  async function sendDue(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const due = await outboxIds(store.db, room.mailboxId, TO_SEND, outside.clock.now());
      const id = due.find((one) => !tried.has(one));
      if (id === undefined || mustEnd() || stoppedBy !== null || pace.paused() !== null) return;
      const wait = pace.waitMs();
      if (wait > 0) {
        await pause(wait);
        continue;
      }
      tried.add(id);
      const result = await sendRow(sending, id);
      if (result.kind === 'left-alone') continue;
      pace.count();
      if (result.kind === 'slow-down') {
        pace.backOff(result.text);
        outside.log.warn('outbox', 'slowed-down', { until: pace.paused()?.until ?? null });
        room.onChanged([]);
      }
      if (result.kind === 'moved' && (result.state === 'accepted' || result.state === 'filed')) pace.accepted();
      if (result.kind === 'stop') {
        stoppedBy = result.error;
        options.onStopped?.();
        outside.log.error('outbox', 'stopped', { code: result.error.code });
        room.onChanged([]);
      }
    }
  }

  function pause(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = outside.clock.after(waitMs, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  async function fileDue(): Promise<void> {
    if (sent === null) return;
    const due = await outboxIds(store.db, room.mailboxId, TO_FILE, outside.clock.now());
    for (const id of due) {
      if (mustEnd()) return;
      const failures = filingFailures.get(id) ?? 0;
      const result = await fileRow(sending, sent, id, failures);
      if (result === 'failed') filingFailures.set(id, failures + 1);
      else filingFailures.delete(id);
    }
  }

  async function lookDue(): Promise<void> {
    const now = outside.clock.now();
    // Rows without a next look were looked for often enough: they wait for the agent.
    const due = await store.db
      .selectFrom('outbox')
      .select('id')
      .where('mailbox_id', '=', room.mailboxId)
      .where('state', '=', 'outcome_unknown')
      .where('next_attempt_at', '<=', now)
      .execute();
    for (const { id } of due) {
      if (mustEnd()) return;
      const look = (looks.get(id) ?? 0) + 1;
      looks.set(id, look);
      const wait = EVIDENCE_AFTER_MS[look];
      const before = EVIDENCE_AFTER_MS[look - 1] ?? 0;
      await lookForEvidence(sending, sent, id, wait === undefined ? null : now + wait - before);
    }
  }

  /** Wakes when the next row is due; a failure of the store is loud and tried again, never swallowed. */
  async function tick(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    wakeAt = Infinity;
    let wait: number | null = null;
    try {
      await work();
      const next = await nextWork();
      wait = next === null ? null : Math.max(0, next - outside.clock.now());
    } catch (error) {
      const { code, message } = packError(error);
      outside.log.error('outbox', 'failed', { code, message });
      wait = error instanceof SportelloError && error.retryable ? AFTER_AWAY_MS : AFTER_BUG_MS;
    }
    if (!isStarted || isClosed || wait === null) return;
    // Another desk of the team sends now, or soon will: nothing is looked at in between.
    schedule(Math.min(mustEnd() ? Math.max(wait, AFTER_AWAY_MS) : wait, LONGEST_WAIT_MS));
  }

  /** An earlier alarm stays: a new reply must not put off one that is due sooner. */
  function schedule(delayMs: number): void {
    const at = outside.clock.now() + delayMs;
    if (at >= wakeAt) return;
    cancelTimer?.();
    wakeAt = at;
    cancelTimer = outside.clock.after(delayMs, () => void tick());
  }

  async function nextWork(): Promise<number | null> {
    const mayGo = stoppedBy === null && (await behindSince(store.db)) === null;
    const due = await nextDueAt(store.db, room.mailboxId, mayGo ? TO_SEND : []);
    const sending = due === null ? null : Math.max(due, pace.paused()?.until ?? 0);
    const filing = sent === null ? null : await nextDueAt(store.db, room.mailboxId, TO_FILE);
    const look = await store.db
      .selectFrom('outbox')
      .select((of) => of.fn.min('next_attempt_at').as('at'))
      .where('mailbox_id', '=', room.mailboxId)
      .where('state', '=', 'outcome_unknown')
      .executeTakeFirst();
    const compare = sent === null ? null : await nextComparisonAt(store.db, room.mailboxId);
    const times = [sending, filing, look?.at ?? null, compare].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  function wake(): void {
    if (isStarted && !isClosed) schedule(0);
  }

  async function lookAtFrozen(): Promise<void> {
    failedComparisons = 0;
    await compareNow(store.db, room.mailboxId, outside.clock.now());
    wake();
  }

  async function halt(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    wakeAt = Infinity;
    endPause?.();
    if (working === null) return;
    // A server that does not answer must not keep the desk from closing: its row says what may have happened.
    const isOver = working.catch((error: unknown) => {
      const { code, message } = packError(error);
      outside.log.error('outbox', 'failed', { code, message });
    });
    await new Promise<void>((resolve) => {
      const cancel = outside.clock.after(LONGEST_STOP_MS, resolve);
      void isOver.then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** What was accepted wakes the outbox at the end of its undo window. */
  function scheduled(block: AcceptedBlock): AcceptedBlock {
    if (isStarted && !isClosed) schedule(Math.max(0, block.until - outside.clock.now()));
    return block;
  }

  return {
    accept: async (input) => scheduled(await acceptBlock(room, input)),
    acceptLetter: async (input) => scheduled(await acceptLetter(room, input)),
    maxBytes: () => room.smtp.maxBytes?.() ?? USUAL_SERVER_BYTES,
    async undo(block) {
      const isWaiting = !isStarted || stoppedBy !== null || (await behindSince(store.db)) !== null;
      return undoBlock(room, block, isWaiting);
    },
    async resolve(id, action, by) {
      const view = await resolveRow(room, id, action, by ?? null);
      if (action === 'retry' || action === 'send-now') {
        stoppedBy = null;
        pace.resume();
      }
      wake();
      return view;
    },
    list: () => listOutbox(store.db, LISTED_OVER),
    isUnderWay: () => working !== null,
    start() {
      if (isStarted || isClosed) return;
      isStarted = true;
      stoppedBy = null;
      void tick();
    },
    look: wake,
    standDown() {
      isStarted = false;
      return halt();
    },
    async flush() {
      stoppedBy = null;
      await work();
    },
    holdWaiting: () => holdWaiting(room),
    stop() {
      isClosed = true;
      return halt();
    },
    compare: lookAtFrozen,
    async caughtUp() {
      const wasBehind = (await behindSince(store.db)) !== null;
      await lookAtFrozen();
      if (wasBehind) {
        await catchUp(store.db);
        outside.log.info('outbox', 'caught-up');
        room.onChanged([]);
        wake();
      }
      return wasBehind;
    },
    stopped: () => stoppedBy,
    pace: () => ({ sent: pace.sent(), limit: MOST_PER_MINUTE, paused: pace.paused() }),
  };
}
