import { assertNever } from '../../../shared/assert';
import { SportelloError } from '../../../shared/contract/errors';
import type { UpdateStep, UpdatesView } from '../../../shared/contract/updates';
import { installsAtQuit, LONGEST_MAIL_WAIT_MS, nextLookAt } from '../../../shared/domain/update-rules';
import type { NoUpdateReason, UpdateOutcome, UpdateWay } from '../../../shared/domain/update-rules';
import type { Settings } from '../settings';
import { UpdateFailed } from './update-failed';
import type { Download, Updater } from './updater';

/** How often a mail past `final_pending` is asked for, ms. */
const ASK_AGAIN_MS = 500;
/** No timer of Node reaches further, and a clock that was set is noticed within it, ms. */
const LONGEST_TIMER_MS = 3_600_000;

/** When this desk looks for a newer version, and when it is put in its place. */
export type Updates = {
  view(): UpdatesView;
  /** Looks once, downloads what is newer; whatever comes of it stands in `view`. Never rejects for that. */
  look(): Promise<void>;
  /** Whether it may look by itself from now on. */
  allow(allowed: boolean): void;
  /** Waits until no mail is past `final_pending`, then quits, installs and starts again. @throws `not-allowed` where nothing is ready */
  restart(): Promise<void>;
  /** The person stayed instead of quitting: the next quit is an ordinary one. */
  stayed(): void;
  /**
   * The last thing before the process ends. `pastMark`: mails past `final_pending` that the engine left, null where it could not say.
   * Never rejects; what goes wrong is shown at the next start.
   */
  atQuit(pastMark: number | null): Promise<void>;
};

/** `open` loads the library; nothing of it is loaded before somebody looks. `startAgain` has the desk started when it has ended. */
export function createUpdates(options: {
  readonly can: UpdateWay | NoUpdateReason;
  readonly open: () => Promise<Updater>;
  readonly kept: { read(): Settings['updates']; change(updates: Settings['updates']): void };
  readonly clock: { now(): number; after(ms: number, work: () => void): () => void };
  readonly pastMark: () => Promise<number | null>;
  readonly quit: () => void;
  readonly startAgain: () => void;
  readonly changed: () => void;
  readonly log: (text: string) => void;
}): Updates {
  const { can, kept, clock } = options;
  const way = isWay(can) ? can : null;
  const startedAt = clock.now();
  let step: UpdateStep = { kind: 'resting' };
  let updater: Promise<Updater> | null = null;
  let download: Download | null = null;
  let looking: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  /** Somebody chose "Restart and install". */
  let isAskedFor = false;
  /** And the desk is on its way out, or asks whether it may. */
  let isLeaving = false;

  function show(next: UpdateStep): void {
    step = next;
    options.changed();
  }

  function keep(outcome: UpdateOutcome): void {
    kept.change({ ...kept.read(), last: { at: clock.now(), outcome } });
  }

  function rest(): void {
    show(download === null ? { kind: 'resting' } : { kind: 'ready', version: download.version, putOff: false });
  }

  function schedule(): void {
    cancelTimer?.();
    cancelTimer = null;
    if (way === null || !kept.read().allowed) return;
    const at = nextLookAt(kept.read().last, startedAt, clock.now());
    const wait = Math.max(0, at - clock.now());
    cancelTimer = clock.after(
      Math.min(wait, LONGEST_TIMER_MS),
      () => void (wait > LONGEST_TIMER_MS ? schedule() : look()),
    );
  }

  async function fetch(): Promise<void> {
    show({ kind: 'looking' });
    try {
      updater ??= options.open();
      let version = '';
      const come = await (
        await updater
      ).fetch({
        found: (newer) => {
          version = newer;
          // The library keeps one download, of the newest version.
          if (download?.version !== version) download = null;
          show({ kind: 'downloading', version, percent: 0 });
        },
        progress: (percent) => show({ kind: 'downloading', version, percent: Math.floor(percent) }),
      });
      download = come;
      keep(come === null ? 'current' : 'newer');
    } catch (error) {
      if (!(error instanceof UpdateFailed)) throw error;
      options.log(`No update (${error.failure}): ${error.message}`);
      keep(error.failure);
    } finally {
      rest();
      schedule();
    }
  }

  function look(): Promise<void> {
    if (way === null || step.kind === 'waiting') return Promise.resolve();
    looking ??= fetch().finally(() => (looking = null));
    return looking;
  }

  /** Asks until no mail is past the mark; false where that took too long, or the person stayed. */
  async function mailsEnded(): Promise<boolean> {
    const until = clock.now() + LONGEST_MAIL_WAIT_MS;
    for (;;) {
      const count = await within(until - clock.now(), options.pastMark());
      if (!isAskedFor) return false;
      if (count === 0) return true;
      if (clock.now() >= until) return false;
      await new Promise<void>((resolve) => void clock.after(ASK_AGAIN_MS, resolve));
    }
  }

  /** Null where no answer comes in time: an engine that hangs hinders nobody for longer. */
  async function within(ms: number, asked: Promise<number | null>): Promise<number | null> {
    let cancel = (): void => undefined;
    const late = new Promise<null>((resolve) => (cancel = clock.after(ms, () => resolve(null))));
    try {
      return await Promise.race([asked, late]);
    } finally {
      cancel();
    }
  }

  /** What came of installing at the end; null where nothing was to be installed now. */
  async function install(ready: Download, pastMark: number | null): Promise<UpdateOutcome | null> {
    if (pastMark !== 0 || updater === null) {
      options.log(`${ready.version} is not installed now: a mail may be on its way.`);
      return null;
    }
    try {
      await (await updater).install(ready, isAskedFor);
      return 'current';
    } catch (error) {
      // Whatever it was, the version that ran is the one that stays.
      const failure = error instanceof UpdateFailed ? error.failure : 'not-installed';
      options.log(`No update (${failure}): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return failure;
    }
  }

  schedule();
  return {
    view: () => {
      const { allowed, last } = kept.read();
      return { way, reason: isWay(can) ? null : can, allowed, step, last };
    },
    look,
    allow(allowed) {
      kept.change({ ...kept.read(), allowed });
      schedule();
      options.changed();
    },
    async restart() {
      if (download === null || step.kind !== 'ready') {
        throw new SportelloError('not-allowed', 'No update is ready.', {
          reason: 'no-update',
          action: 'Look for updates first.',
        });
      }
      const { version } = download;
      isAskedFor = true;
      // From before the first question until the desk is gone: no look begins that would take the download away.
      show({ kind: 'waiting', version });
      let stayed = false;
      try {
        isLeaving = await mailsEnded();
        stayed = !isAskedFor;
      } finally {
        isAskedFor = isLeaving;
        if (!isLeaving) show({ kind: 'ready', version, putOff: !stayed });
      }
      if (isLeaving) options.quit();
    },
    stayed() {
      isAskedFor = false;
      if (!isLeaving) return;
      isLeaving = false;
      rest();
    },
    async atQuit(pastMark) {
      cancelTimer?.();
      if (way === null || download === null || !installsAtQuit(way, isAskedFor)) return;
      let outcome: UpdateOutcome | null = null;
      try {
        outcome = await install(download, pastMark);
        if (outcome !== null) keep(outcome);
      } catch (error) {
        options.log(`What came of the update could not be kept: ${String(error)}`);
      } finally {
        // Where it was not installed, whoever asked wants their desk back all the same. Of nsis the installer starts it.
        if (isAskedFor && !(way === 'nsis' && outcome === 'current')) options.startAgain();
      }
    },
  };
}

function isWay(can: UpdateWay | NoUpdateReason): can is UpdateWay {
  switch (can) {
    case 'appimage':
    case 'deb':
    case 'nsis':
      return true;
    case 'checkout':
    case 'no-key':
    case 'folder':
    case 'system':
      return false;
    default:
      return assertNever(can);
  }
}
