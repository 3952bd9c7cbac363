import { SportelloError } from '../../../shared/contract/errors';
import { chosenSecrets } from '../../../shared/contract/hotmart';
import type {
  HotmartChoice,
  HotmartSecrets,
  HotmartSettings,
  HotmartView,
  LookUpOutcome,
} from '../../../shared/contract/hotmart';
import type { Finding } from '../../../shared/contract/views';
import { spreadOf } from '../outside';
import type { Outside } from '../outside';
import type { Store } from '../store/store';
import { createHotmartApi } from './api-client';
import type { HotmartApi } from './api-client';
import { switchedOff } from './api-failure';
import { checkHotmart } from './check-hotmart';
import { lookUp } from './look-up';
import type { Wanted } from './look-up';
import { dueKind, isResumable } from './round-plan';
import type { Round } from './round-plan';
import { beginRound, readComplete, readLast, readRound, readTriedFull } from './round-store';
import { readUndecided, settleUndecided } from '../store/undecided-arrivals';
import { runRound } from './run-round';

/** What Hotmart's API tells an open desk. Everything is there without it, too, and says `hotmart-off`. */
export type Hotmart = {
  /** Reads now and then by itself; does nothing where it is not set up. */
  start(): void;
  state(): Promise<HotmartView>;
  /**
   * Reads what is due now, or joins what is under way. Rejects with `hotmart-off`, `hotmart-credentials`, `hotmart-connect`,
   * `engine-gone`; what was refused in part is told by the state.
   */
  refresh(): Promise<void>;
  /**
   * Looks for purchases of one ticket. A failure is an outcome, and never "nothing found". `decideFirst` decides that ticket on
   * what was found; all other open ones follow while the answer is out already.
   */
  lookUp(wanted: Wanted, decideFirst: () => Promise<unknown>): Promise<LookUpOutcome>;
  /** Tries what is kept (null) or what a person typed, and says what is wrong with it. */
  check(choice: HotmartChoice | null): Promise<readonly Finding[]>;
  /** Stops what is under way between two pages. */
  close(): Promise<void>;
};

/** Where the profile does not say: two years hold every guarantee and nearly every course that people still ask about. */
const DEFAULT_MONTHS = 24;
const DEFAULT_MINUTES = 15;
const MINUTE_MS = 60_000;
/** The first look after a start: the inbox is shown and mail is fetched first. */
const FIRST_LOOK_MS = 10_000;
/** What fails again and again is tried ever more seldom, but several times a day. */
const MAX_DELAY_MS = 6 * 60 * MINUTE_MS;
/** Rounds one after the other: one that is gone on with, and the one that is due by then. */
const MOST_ROUNDS = 3;

export type HotmartOptions = {
  readonly settings: HotmartSettings | null;
  readonly secrets: HotmartSecrets | null;
  readonly store: Store;
  /** The store for rounds, which one engine of a team does for all; `store` where absent. */
  readonly rounds?: Store;
  /** Whether this engine does them now. */
  readonly mayRun?: () => boolean;
  readonly outside: Outside;
  /** Open tickets see what was read. */
  readonly decideAgain: () => Promise<unknown>;
  /** The state is another one. */
  readonly changed: () => void;
  /** How many purchases there are, and how new they are, may be another matter. */
  readonly statusChanged: () => void;
  /** Hears of a failure that nobody waits for and that is no expected one. */
  readonly failed: (error: unknown) => void;
};

export function createHotmart(options: HotmartOptions): Hotmart {
  const { store, outside, secrets } = options;
  const rounds = options.rounds ?? store;
  const { clock, log } = outside;
  const settings = options.settings && {
    ...options.settings,
    clubs: [...new Set(options.settings.clubs ?? [])].sort(),
    monthsBack: options.settings.monthsBack ?? DEFAULT_MONTHS,
    everyMinutes: options.settings.everyMinutes ?? DEFAULT_MINUTES,
  };
  const hasSecret = Boolean(secrets?.basic || secrets?.clientSecret);
  const closing = new AbortController();
  const api = settings && secrets && hasSecret ? apiOf(settings, secrets) : null;
  let cancelLook: () => void = () => undefined;
  let nextAt: number | null = null;
  let failures = 0;
  let running: { readonly round: Round; read: number } | null = null;
  let underWay: Promise<void> | null = null;
  const lookingUp = new Set<Promise<unknown>>();

  function apiOf(of: Pick<HotmartSettings, 'clientId' | 'apiBase' | 'tokenUrl'>, secrets: HotmartSecrets): HotmartApi {
    return createHotmartApi({ settings: of, secrets, outside, signal: closing.signal });
  }

  /** Work that is over before the store is closed. */
  function tracked<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = work();
    const ended = run.finally(() => lookingUp.delete(run));
    lookingUp.add(run);
    return ended;
  }

  function needed(): { readonly api: HotmartApi; readonly settings: NonNullable<typeof settings> } {
    if (settings === null) throw switchedOff('settings');
    if (api === null) throw switchedOff('secret');
    return { api, settings };
  }

  async function readDue(): Promise<void> {
    const { api, settings } = needed();
    for (let count = 0; count < MOST_ROUNDS; count += 1) {
      const { round, isResumed } = await nextRound(settings);
      running = { round, read: 0 };
      options.changed();
      try {
        const { problems, isComplete } = await runRound({ api, store: rounds, outside }, round, (read) => {
          running = { round, read };
          options.changed();
        });
        log.info('hotmart', 'round', { kind: round.kind, complete: isComplete, problems: problems.length });
        failures = 0;
      } finally {
        running = null;
        if (!closing.signal.aborted) await decideWaiting();
        options.changed();
        options.statusChanged();
      }
      // what an old round read is old by now: what is due today comes after it
      if (!isResumed || clock.now() - round.startedAt < settings.everyMinutes * MINUTE_MS) return;
    }
  }

  async function decideWaiting(): Promise<void> {
    const undecided = await readUndecided(store.db);
    if (undecided === null) return;
    await options.decideAgain();
    await store.transaction((db) => settleUndecided(db, undecided));
  }

  async function nextRound(
    scope: NonNullable<typeof settings>,
  ): Promise<{ readonly round: Round; readonly isResumed: boolean }> {
    const { clientId, monthsBack, clubs } = scope;
    const now = clock.now();
    const stopped = await readRound(store.db);
    if (stopped && isResumable(stopped, scope, now)) return { round: stopped, isResumed: true };
    const kind = dueKind(await readComplete(store.db), scope, now, await readTriedFull(store.db));
    const round: Round = { kind, startedAt: now, clientId, monthsBack, clubs };
    await rounds.transaction((db) => beginRound(db, round));
    return { round, isResumed: false };
  }

  function refresh(): Promise<void> {
    underWay ??= readDue()
      .catch((error: unknown) => {
        failures += 1;
        throw error;
      })
      .finally(() => {
        underWay = null;
        lookLater();
      });
    return underWay;
  }

  function lookLater(): void {
    if (closing.signal.aborted || !isStarted || settings === null) return;
    const delay = Math.min(MAX_DELAY_MS, settings.everyMinutes * MINUTE_MS * 2 ** Math.min(failures, 10));
    // desks of one account, all started at nine, must not ask in the same second for ever
    lookIn(Math.max(settings.everyMinutes * MINUTE_MS, delay) * (1 + 0.1 * spreadOf(outside.ids.secret())));
  }

  function lookIn(delayMs: number): void {
    cancelLook();
    nextAt = clock.now() + delayMs;
    cancelLook = clock.after(delayMs, look);
    options.changed();
  }

  function look(): void {
    nextAt = null;
    if (options.mayRun?.() === false) {
      lookLater();
      return;
    }
    refresh().catch((error: unknown) => {
      if (!(error instanceof SportelloError)) options.failed(error);
      else if (error.code !== 'engine-gone') log.warn('hotmart', 'round.failed', { code: error.code });
    });
  }

  let isStarted = false;
  return {
    start() {
      if (api === null) return;
      isStarted = true;
      lookIn(FIRST_LOOK_MS);
    },
    refresh: async () => {
      needed();
      await refresh();
    },
    async state() {
      const complete = Object.values(await readComplete(store.db))
        .filter(({ clientId }) => clientId === settings?.clientId)
        .map(({ startedAt }) => startedAt);
      return {
        settings: settings && {
          clientId: settings.clientId,
          clubs: settings.clubs,
          monthsBack: settings.monthsBack,
          everyMinutes: settings.everyMinutes,
        },
        hasSecret,
        running: running && { kind: running.round.kind, read: running.read },
        lastRound: await readLast(store.db),
        completeAt: complete.length === 0 ? null : Math.max(...complete),
        nextAt,
      };
    },
    lookUp(wanted, decideFirst) {
      return tracked(async () => {
        const { api, settings } = needed();
        const outcome = await lookUp({ api, store, outside }, settings, wanted);
        if (outcome.kind === 'found') await decideFirst();
        if (!closing.signal.aborted) tracked(decideWaiting).catch(options.failed);
        return outcome;
      });
    },
    async check(choice) {
      if (choice === null) {
        const { api, settings } = needed();
        return checkHotmart(api, settings.clubs, clock.now());
      }
      const given = chosenSecrets(choice, settings?.clientId === choice.clientId ? secrets : null);
      if (given === null) throw switchedOff('secret');
      const { apiBase, tokenUrl } = settings ?? {};
      const tried = apiOf(
        { clientId: choice.clientId, ...(apiBase && { apiBase }), ...(tokenUrl && { tokenUrl }) },
        given,
      );
      return checkHotmart(tried, choice.clubs, clock.now());
    },
    async close() {
      closing.abort();
      cancelLook();
      await Promise.allSettled([underWay, ...lookingUp]);
    },
  };
}
